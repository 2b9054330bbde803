/** A task in workerd, bundled as wrangler does it: the modules stay WebAssembly modules. */

import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { Writable } from "node:stream";
import { Log, LogLevel, Miniflare } from "miniflare";

/** No Node compatibility: the package must not need it. @param {import("./runtimes.mjs").Task} task */
const main = ({ file, name }) => `
import { ${name} as run } from "./${file}";
export default { async fetch() { return Response.json(await run({ inPage: false })); } };
`;

/** @type {import("./runtimes.mjs").Run} */
export async function run(folder, task) {
  const printed = new Sink();
  const miniflare = new Miniflare({
    modules: await modules(folder, task), modulesRoot: "/", compatibilityDate: "2026-07-01",
    outboundService: () => new Response(), cf: false, telemetry: { enabled: false }, log: new Log(LogLevel.NONE),
    handleRuntimeStdio: (/** @type {import("node:stream").Readable} */ stdout, /** @type {import("node:stream").Readable} */ stderr) => {
      stdout.pipe(printed);
      stderr.pipe(printed);
    },
  });
  try {
    const answer = await miniflare.dispatchFetch("http://suite.test/");
    const text = await answer.text();
    if (!answer.ok) throw new Error(`workerd answered ${answer.status}: ${text}\n${printed.text}`);
    return { ...JSON.parse(text), engine: `workerd ${version()}`, printed: printed.text };
  } finally {
    await miniflare.dispose();
  }
}

/** @param {string} folder @param {import("./runtimes.mjs").Task} task */
async function modules(folder, task) {
  /** @type {{ type: "ESModule" | "CompiledWasm", path: string, contents: string | Uint8Array<ArrayBuffer> }[]} */
  const list = [];
  const bundle = await build({
    stdin: { contents: main(task), resolveDir: folder, sourcefile: "worker.js" },
    bundle: true, write: false, format: "esm", target: "es2023", conditions: ["workerd", "worker", "browser"],
    preserveSymlinks: true,
    plugins: [{
      name: "wasm modules stay modules",
      setup({ onResolve }) {
        onResolve({ filter: /\.wasm$/ }, async ({ path: name, resolveDir }) => {
          const contents = new Uint8Array(await readFile(path.join(resolveDir, name)));
          const file = `/${list.length}.wasm`;
          list.push({ type: "CompiledWasm", path: file, contents });
          return { path: `.${file}`, external: true };
        });
      },
    }],
  });
  const contents = bundle.outputFiles[0]?.text ?? "";
  return [{ type: /** @type {const} */ ("ESModule"), path: "/worker.js", contents }, ...list];
}

function version() {
  const fromMiniflare = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  return fromMiniflare("workerd/package.json").version;
}

/** Keeps what is written to it. */
class Sink extends Writable {
  text = "";

  /** @override @param {Buffer} piece @param {string} _ @param {() => void} done */
  _write(piece, _, done) {
    this.text += piece.toString();
    done();
  }
}
