import module from "../wasm/client_bg.wasm?module";
import { loadFrom } from "../lib/core.js";

// As in workerd no bytes are compiled there; the query is how its bundlers know a module from a file.
loadFrom(() => module);

export * from "../lib/api.js";
