/** Makes what a browser downloads of the page: few small files, as an application's own bundler would. */

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const PAGE = dirname(fileURLToPath(import.meta.url));
const LANGUAGES = ["en", "ar"];

/**
 * @param {string} folder the packed package
 * @param {string} out what is written, anew
 * @returns {Promise<{ styleHash: string }>} what a policy allows the page's style by
 */
export async function bundle(folder, out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, "wasm"), { recursive: true });
  for (const language of LANGUAGES) await buildScripts(folder, join(out, language), language);
  // From where the page's modules lie, the package looks for its module there.
  cpSync(join(folder, "wasm/client_bg.wasm"), join(out, "wasm/client_bg.wasm"));
  cpSync(join(PAGE, "favicon.svg"), join(out, "favicon.svg"));
  const style = await buildStyle();
  const page = readFileSync(join(PAGE, "index.html"), "utf8").replace(/<link rel="stylesheet".*>/, () => `<style>${style}</style>`);
  writeFileSync(join(out, "index.html"), page.replace(/^ +(?=<)/gm, ""));
  return { styleHash: `sha256-${createHash("sha256").update(style).digest("base64")}` };
}

/**
 * The first load as one file, and a file for each panel.
 * @param {string} folder
 * @param {string} out
 * @param {string} language
 */
async function buildScripts(folder, out, language) {
  await build({
    entryPoints: [join(PAGE, "page.js")],
    outdir: out, chunkNames: "[name]",
    bundle: true, splitting: true, minify: true, format: "esm", target: "es2023", charset: "utf8",
    alias: { "hypersender-otp": join(folder, "entry/browser.js"), "hypersender-otp/element": join(folder, "element.js") },
    plugins: [speaking(language), sharing], logLevel: "error",
  });
}

/** @returns {Promise<string>} */
async function buildStyle() {
  const { outputFiles } = await build({
    entryPoints: [join(PAGE, "style.css")], bundle: true, minify: true, charset: "utf8", write: false, logLevel: "error",
  });
  return outputFiles[0]?.text.trim() ?? "";
}

/**
 * Puts the sentences of a language where the source names those of English.
 * @param {string} language
 * @returns {import("esbuild").Plugin}
 */
const speaking = (language) => ({
  name: "speaking",
  setup({ onResolve }) {
    onResolve({ filter: /\/words\/en\.js$/ }, () => ({ path: join(PAGE, `words/${language}.js`) }));
  },
});

/**
 * Has every panel import the page, so that all they share with it is one file: `chunk.js`.
 * @type {import("esbuild").Plugin}
 */
const sharing = {
  name: "sharing",
  setup({ onLoad }) {
    onLoad({ filter: /www\/panels\/(attack|exchanges|generator|proof|requests)\.js$/ }, ({ path }) => ({
      contents: `import "../page.js";\n${readFileSync(path, "utf8")}`,
    }));
  },
};
