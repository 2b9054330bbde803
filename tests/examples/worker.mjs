/** The Worker example as wrangler would run it: bundled for workerd, with its Durable Objects and settings. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { Log, LogLevel, Miniflare } from "miniflare";
import { workerModules } from "../support/worker.mjs";

/**
 * Starts the Worker of a folder by its wrangler.jsonc.
 * @param {string} folder
 * @param {Record<string, string>} secrets
 */
export async function startWorker(folder, secrets) {
  const text = await readFile(path.join(folder, "wrangler.jsonc"), "utf8");
  const settings = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
  let printed = "";
  const { bindings } = settings.durable_objects;
  const miniflare = new Miniflare({
    modules: await workerModules({ entryPoints: [path.join(folder, settings.main)] }), modulesRoot: "/",
    compatibilityDate: settings.compatibility_date, bindings: { ...settings.vars, ...secrets },
    durableObjects: Object.fromEntries(bindings.map((/** @type {{ name: string, class_name: string }} */ { name, class_name: className }) =>
      [name, { className, useSQLite: settings.migrations[0].new_sqlite_classes.includes(className) }])),
    cf: false, telemetry: { enabled: false }, log: new Log(LogLevel.NONE),
    handleRuntimeStdio: (/** @type {import("node:stream").Readable[]} */ ...streams) =>
      streams.forEach((stream) => stream.setEncoding("utf8").on("data", (text) => (printed += text))),
  });
  return { url: String(await miniflare.ready), printed: () => printed, stop: () => miniflare.dispose() };
}
