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

/** The client module's bytes as Base64, in the installed package. */
declare module "*/client_bytes.js" {
  const base64: string;
  export default base64;
}
