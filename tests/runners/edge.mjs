/** A task in Vercel's edge runtime, bundled as its builders do it: modules come compiled, from another realm. */

import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { modules } from "../engines/programs.mjs";

/** @type {import("./runtimes.mjs").Run} */
export async function run(folder, task) {
  const require = createRequire(path.join(await modules(), "@edge-runtime/vm/package.json"));
  const { EdgeVM } = /** @type {any} */ (require)(".");
  /** @type {WebAssembly.Module[]} */
  const compiled = [];
  const code = await bundle(path.join(folder, task.file), compiled);
  // As on the platform, nothing is compiled from text or bytes while the program runs.
  const vm = new EdgeVM({ codeGeneration: { strings: false, wasm: false } });
  /** @type {string[]} */
  const printed = [];
  const print = (/** @type {unknown[]} */ ...given) => printed.push(given.map(String).join(" "));
  for (const level of ["debug", "log", "info", "warn", "error", "trace"]) vm.context.console[level] = print;
  Object.assign(vm.context, { compiled });
  vm.evaluate(code);
  const report = await vm.evaluate(`task.${task.name}({ inPage: false }).then((report) => JSON.stringify(report))`);
  return { ...JSON.parse(report), engine: `Vercel edge runtime ${require("./package.json").version}`, printed: printed.join("\n") };
}

/**
 * One script with the file's exports as `task`; each imported module is put on the list and read from there.
 * @param {string} file
 * @param {WebAssembly.Module[]} compiled
 */
async function bundle(file, compiled) {
  const result = await build({
    entryPoints: [file],
    bundle: true, write: false, format: "iife", globalName: "task", target: "es2023", conditions: ["edge-light"],
    preserveSymlinks: true,
    plugins: [{
      name: "?module gives a compiled module",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /\.wasm\?module$/ }, ({ path: name, resolveDir }) => ({
          path: path.join(resolveDir, name.replace("?module", "")), namespace: "module",
        }));
        onLoad({ filter: /.*/, namespace: "module" }, async ({ path: file }) => ({
          contents: `export default compiled[${compiled.push(new WebAssembly.Module(Uint8Array.from(await readFile(file)))) - 1}];`,
        }));
      },
    }],
  });
  return result.outputFiles[0]?.text ?? "";
}
