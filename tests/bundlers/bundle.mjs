/** Each bundler as its own documentation calls it; gives nothing, leaves `app/dist/main.js` and what belongs to it. */

import { build as esbuild } from "esbuild";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installTools } from "../support/tools.mjs";

const tools = await installTools("bundlers", "60 MB");

/** @param {string} file */
const load = async (file) => import(pathToFileURL(path.join(tools, file)).href);

/** @typedef {(app: string) => Promise<void>} Bundle */

/** @type {Bundle} */
export async function vite(app) {
  const { build } = await load("vite/dist/node/index.js");
  await build({
    root: app, configFile: false, logLevel: "error", base: "./",
    build: { outDir: "dist", modulePreload: false, rollupOptions: { input: path.join(app, "main.js"), output: { entryFileNames: "main.js" } } },
  });
}

/**
 * Vite's dev server, which bundles only the dependencies.
 * @param {string} app
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function viteDev(app) {
  const { createServer } = await load("vite/dist/node/index.js");
  const server = await createServer({ root: app, configFile: false, logLevel: "error", server: { host: "127.0.0.1", port: 0 } });
  await server.listen();
  return { url: `http://127.0.0.1:${server.httpServer.address().port}/`, close: () => server.close() };
}

/** @type {Bundle} */
export async function webpack(app) {
  const { default: pack } = await load("webpack/lib/index.js");
  const options = { mode: "production", context: app, entry: "./main.js", output: { path: path.join(app, "dist"), filename: "main.js" } };
  await new Promise((resolve, reject) => pack(options, (/** @type {any} */ error, /** @type {any} */ stats) =>
    error || stats.hasErrors() ? reject(error ?? new Error(stats.toString("errors-only"))) : resolve(undefined)));
}

/** @type {Bundle} */
export async function rollup(app) {
  const [{ rollup }, { nodeResolve }] = await Promise.all([load("rollup/dist/es/rollup.js"), load("@rollup/plugin-node-resolve/dist/es/index.js")]);
  const bundle = await rollup({ input: path.join(app, "main.js"), plugins: [nodeResolve({ browser: true })] });
  await bundle.write({ dir: path.join(app, "dist"), format: "es", entryFileNames: "main.js" });
}

/** @type {Bundle} */
export async function plainEsbuild(app) {
  await esbuild({
    entryPoints: [path.join(app, "main.js")], outdir: path.join(app, "dist"), bundle: true, format: "esm", splitting: true,
    minify: true, logLevel: "silent", loader: { ".wasm": "file" },
  });
}
