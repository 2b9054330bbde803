import module from "../../wasm/service_bg.wasm?module";
import { loadFrom } from "../../lib/service/core.js";

// As in workerd no bytes are compiled there; the query is how its bundlers know a module from a file.
loadFrom(() => module);

export * from "../../lib/service/api.js";
