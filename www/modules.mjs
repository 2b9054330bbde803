/** The package's Worker as modules, the way workerd wants them told. */

import { readdirSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ type: "ESModule" | "CompiledWasm", name: string, file: string }} WorkerModule */

/**
 * Every module that `hypersender-otp/worker` imports, under the package's name.
 * @param {string} folder of the packed package
 * @returns {WorkerModule[]}
 */
export function packageModules(folder) {
  const scripts = ["lib", "lib/service", "wasm"].flatMap((place) => readdirSync(join(folder, place)).map((name) => `${place}/${name}`));
  return [
    { type: "ESModule", name: "hypersender-otp/worker", file: join(folder, "worker.js") },
    { type: "CompiledWasm", name: "hypersender-otp/wasm/service_bg.wasm", file: join(folder, "wasm/service_bg.wasm") },
    ...scripts.filter((name) => name.endsWith(".js") && !name.endsWith("_bytes.js"))
      .map((name) => ({ type: /** @type {const} */ ("ESModule"), name: `hypersender-otp/${name}`, file: join(folder, name) })),
  ];
}
