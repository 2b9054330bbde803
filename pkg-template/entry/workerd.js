import module from "../wasm/client_bg.wasm";
import { loadFrom } from "../lib/core.js";

// workerd compiles no bytes while it handles a request; a module must come as an import.
loadFrom(() => module);

export * from "../lib/api.js";
