/** The suite in Vercel's edge runtime, bundled as its builders do it: modules come compiled, from another realm. */

import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { modules } from "../engines/programs.mjs";

/** @param {string} folder @returns {Promise<import("../run.mjs").Report>} */
export async function run(folder) {
  const require = createRequire(path.join(await modules(), "@edge-runtime/vm/package.json"));
  const { EdgeVM } = /** @type {any} */ (require)(".");
  /** @type {WebAssembly.Module[]} */
  const compiled = [];
  const code = await bundle(folder, compiled);
  // As on the platform, nothing is compiled from text or bytes while the program runs.
  const vm = new EdgeVM({ codeGeneration: { strings: false, wasm: false } });
  /** @type {string[]} */
  const printed = [];
  const print = (/** @type {unknown[]} */ ...given) => printed.push(given.map(String).join(" "));
  for (const level of ["debug", "log", "info", "warn", "error", "trace"]) vm.context.console[level] = print;
  Object.assign(vm.context, { compiled });
  vm.evaluate(code);
  const report = await vm.evaluate("suite.runAll({ inPage: false }).then((report) => JSON.stringify(report))");
  return { ...JSON.parse(report), engine: `Vercel edge runtime ${require("./package.json").version}`, printed: printed.join("\n") };
}

/**
 * One script with the suite as `suite`; each imported module is put on the list and read from there.
 * @param {string} folder
 * @param {WebAssembly.Module[]} compiled
 */
async function bundle(folder, compiled) {
  const result = await build({
    entryPoints: [path.join(folder, "suite/main.js")],
    bundle: true, write: false, format: "iife", globalName: "suite", target: "es2023", conditions: ["edge-light"],
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
