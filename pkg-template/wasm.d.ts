/** A compiled module where the runtime or bundler makes one of the import; see `init` for what to do with it. */
declare const module: WebAssembly.Module;
export default module;
