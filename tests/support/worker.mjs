/** A Worker's modules for workerd, bundled as wrangler does it: what is WebAssembly stays a module. */

import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** @typedef {{ type: "ESModule" | "CompiledWasm", path: string, contents: string | Uint8Array<ArrayBuffer> }} Module */

/**
 * @param {{ entryPoints: string[] } | { stdin: import("esbuild").StdinOptions }} entry
 * @returns {Promise<Module[]>} the Worker first; their root is `/`
 */
export async function workerModules(entry) {
  /** @type {Module[]} */
  const wasm = [];
  const bundle = await build({
    ...entry, bundle: true, write: false, format: "esm", target: "es2023",
    conditions: ["workerd", "worker", "browser"], preserveSymlinks: true,
    plugins: [{
      name: "wasm modules stay modules",
      setup({ onResolve }) {
        onResolve({ filter: /\.wasm$/ }, async ({ path: name, resolveDir }) => {
          const contents = new Uint8Array(await readFile(path.join(resolveDir, name)));
          const file = `/${wasm.length}.wasm`;
          wasm.push({ type: "CompiledWasm", path: file, contents });
          return { path: `.${file}`, external: true };
        });
      },
    }],
  });
  return [{ type: "ESModule", path: "/worker.js", contents: bundle.outputFiles[0]?.text ?? "" }, ...wasm];
}
