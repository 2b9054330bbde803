import { loadFrom } from "../lib/core.js";

loadFrom(() => new URL("../wasm/client_bg.wasm", import.meta.url));

export * from "../lib/api.js";
