import source module from "../../wasm/service_bg.wasm";
import { loadFrom } from "../../lib/service/core.js";

// Deno compiles it while it loads the program, without a permission and without a second copy as text.
loadFrom(() => module);

export * from "../../lib/service/api.js";
