import source module from "../wasm/client_bg.wasm";
import { loadFrom } from "../lib/core.js";

// Deno compiles it while it loads the program, without a permission and without a second copy as text.
loadFrom(() => module);

export * from "../lib/api.js";
