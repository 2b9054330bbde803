/** The Worker example as wrangler would run it: bundled for workerd, with its Durable Objects and settings. */

import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Log, LogLevel, Miniflare } from "miniflare";

/**
 * Starts the Worker of a folder by its wrangler.jsonc.
 * @param {string} folder
 * @param {Record<string, string>} secrets
 */
export async function startWorker(folder, secrets) {
  const text = await readFile(path.join(folder, "wrangler.jsonc"), "utf8");
  const settings = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
  /** @type {{ type: "ESModule" | "CompiledWasm", path: string, contents: string | Uint8Array<ArrayBuffer> }[]} */
  const modules = [];
  const bundle = await build({
    entryPoints: [path.join(folder, settings.main)], bundle: true, write: false, format: "esm", target: "es2023",
    conditions: ["workerd", "worker", "browser"], preserveSymlinks: true,
    plugins: [{
      name: "wasm modules stay modules",
      setup({ onResolve }) {
        onResolve({ filter: /\.wasm$/ }, async ({ path: name, resolveDir }) => {
          const file = `/${modules.length}.wasm`;
          modules.push({ type: "CompiledWasm", path: file, contents: new Uint8Array(await readFile(path.join(resolveDir, name))) });
          return { path: `.${file}`, external: true };
        });
      },
    }],
  });
  let printed = "";
  const { bindings } = settings.durable_objects;
  const miniflare = new Miniflare({
    modules: [{ type: "ESModule", path: "/worker.js", contents: bundle.outputFiles[0]?.text ?? "" }, ...modules], modulesRoot: "/",
    compatibilityDate: settings.compatibility_date, bindings: { ...settings.vars, ...secrets },
    durableObjects: Object.fromEntries(bindings.map((/** @type {{ name: string, class_name: string }} */ { name, class_name: className }) =>
      [name, { className, useSQLite: settings.migrations[0].new_sqlite_classes.includes(className) }])),
    cf: false, telemetry: { enabled: false }, log: new Log(LogLevel.NONE),
    handleRuntimeStdio: (/** @type {import("node:stream").Readable[]} */ ...streams) =>
      streams.forEach((stream) => stream.setEncoding("utf8").on("data", (text) => (printed += text))),
  });
  return { url: String(await miniflare.ready), printed: () => printed, stop: () => miniflare.dispose() };
}
