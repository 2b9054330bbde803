/** Each runtime as something that runs a cell: the installed package in it, and the network between. */

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../support/browser.mjs";
import { importFrom } from "../support/install.mjs";
import { runCell } from "./cell.mjs";
import { naive } from "./naive.mjs";

/** @typedef {import("./cell.mjs").Cell} Cell */
/** @typedef {import("./cell.mjs").Report} Report */

/**
 * @typedef {object} Runtime
 * @property {number} lanes cells at the same time
 * @property {boolean} [inPage] whether it only reaches its own origin without asking
 * @property {(cell: Cell) => Promise<Report>} run
 * @property {() => Promise<void>} stop
 */

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** @type {Record<string, (installed: string, origin: string) => Promise<Runtime>>} */
export const RUNTIMES = {
  async node(installed) {
    const api = await importFrom(installed);
    return { lanes: 8, run: (cell) => runCell(api, cell), stop: async () => {} };
  },

  async workerd(installed) {
    const { Miniflare } = await import("miniflare");
    const root = path.join(installed, "node_modules/hypersender-otp");
    // The package's files as they are, each a module of its own: no bundler stands between.
    const files = (await readdir(root, { recursive: true })).filter((name) => /^(entry.workerd|lib|wasm).*\.(js|wasm)$/.test(name) && !name.endsWith("_bytes.js"));
    const main = `import * as api from "./package/entry/workerd.js";
      import { runCell } from "./cell.mjs";
      export default { fetch: async (request) => Response.json(await runCell(api, await request.json())) };`;
    /** @param {string} name @param {string} file */
    const moduleOf = async (name, file) => ({
      type: /** @type {"ESModule" | "CompiledWasm"} */ (file.endsWith(".wasm") ? "CompiledWasm" : "ESModule"),
      path: name,
      contents: await readFile(file),
    });
    const modules = await Promise.all([
      ...["cell.mjs", "answers.mjs"].map((name) => moduleOf(name, path.join(HERE, name))),
      ...files.map((name) => moduleOf(`package/${name}`, path.join(root, name))),
    ]);
    const miniflare = new Miniflare({
      cf: false,
      // workerd tells of every broken answer at length.
      handleRuntimeStdio: (/** @type {import("node:stream").Readable[]} */ ...streams) => streams.forEach((stream) => stream.resume()),
      compatibilityDate: "2026-01-01",
      modules: [{ type: "ESModule", path: "worker.mjs", contents: main }, ...modules],
    });
    await miniflare.ready;
    return {
      lanes: 8,
      async run(cell) {
        const answer = await miniflare.dispatchFetch("http://worker/", { method: "POST", body: JSON.stringify(cell) });
        if (!answer.ok) throw new Error(`workerd answered ${answer.status}: ${await answer.text()}`);
        return /** @type {Promise<Report>} */ (answer.json());
      },
      stop: () => miniflare.dispose(),
    };
  },

  async chromium(_installed, origin) {
    const browser = await startBrowser();
    const page = await browser.newPage();
    await page.goto(`${origin}/files/tests/page.html`);
    await page.waitForFunction("window.ready === true");
    return {
      // Chromium opens six connections to a host and lets the rest wait.
      lanes: 4,
      inPage: true,
      run: (cell) => page.evaluate((given) => /** @type {any} */ (window).runCell(given), cell),
      stop: () => browser.close(),
    };
  },
};

/** The naive client, in Node. @returns {Runtime} */
export function control() {
  return { lanes: 8, run: (cell) => runCell(naive, cell), stop: async () => {} };
}

/** Files the page needs, by the name the server has for their folder. @param {string} installed */
export function foldersFor(installed) {
  return { tests: HERE, package: path.join(installed, "node_modules/hypersender-otp") };
}
