/** What workerd gives for an imported WebAssembly file. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

/** The same where bundlers ask for the query. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
