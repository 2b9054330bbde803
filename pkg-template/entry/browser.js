import { fetchModule, loadFrom } from "../lib/core.js";

loadFrom(() => fetchModule(new URL("../wasm/client_bg.wasm", import.meta.url)));

export * from "../lib/api.js";
