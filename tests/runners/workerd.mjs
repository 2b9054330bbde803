/** A task in workerd. */

import { createRequire } from "node:module";
import { Writable } from "node:stream";
import { Log, LogLevel, Miniflare } from "miniflare";
import { workerModules } from "../support/worker.mjs";

/** No Node compatibility: the package must not need it. @param {import("./runtimes.mjs").Task} task */
const main = ({ file, name }) => `
import { ${name} as run } from "./${file}";
export default { async fetch() { return Response.json(await run({ inPage: false })); } };
`;

/** @type {import("./runtimes.mjs").Run} */
export async function run(folder, task) {
  const printed = new Sink();
  const miniflare = new Miniflare({
    modules: await workerModules({ stdin: { contents: main(task), resolveDir: folder, sourcefile: "worker.js" } }), modulesRoot: "/", compatibilityDate: "2026-07-01",
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
