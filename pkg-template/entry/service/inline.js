import { loadFrom } from "../../lib/service/core.js";
import bytes from "../../wasm/service_bytes.js";

// Carried as text, because bundlers of server code move files and then no path leads to the module.
loadFrom(() => Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0)));

export * from "../../lib/service/api.js";
