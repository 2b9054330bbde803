import module from "../../wasm/service_bg.wasm";
import { loadFrom } from "../../lib/service/core.js";

// workerd compiles no bytes while it handles a request; a module must come as an import.
loadFrom(() => module);

export * from "../../lib/service/api.js";
