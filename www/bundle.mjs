/** Makes what a browser downloads of the page: few small files, as an application's own bundler would. */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const PAGE = dirname(fileURLToPath(import.meta.url));
/** Served under their own names; everything else that several of them need becomes a chunk. */
const ENTRIES = ["page.js", "words/en.js", "words/ar.js", "style.css"];

/**
 * @param {string} folder the packed package
 * @param {string} out what is written, anew
 */
export async function bundle(folder, out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, "wasm"), { recursive: true });
  const { metafile } = await build({
    entryPoints: ENTRIES.map((name) => join(PAGE, name)),
    outdir: out, outbase: PAGE, chunkNames: "chunk-[hash]",
    bundle: true, splitting: true, minify: true, format: "esm", target: "es2023", charset: "utf8",
    alias: { "hypersender-otp": join(folder, "entry/browser.js"), "hypersender-otp/element": join(folder, "element.js") },
    metafile: true, absWorkingDir: out, logLevel: "error",
  });
  // From where the page's modules lie, the package looks for its module there.
  cpSync(join(folder, "wasm/client_bg.wasm"), join(out, "wasm/client_bg.wasm"));
  cpSync(join(PAGE, "favicon.svg"), join(out, "favicon.svg"));
  const chunks = metafile.outputs["page.js"]?.imports.filter(({ kind }) => kind === "import-statement") ?? [];
  const preloads = chunks.map(({ path }) => `  <link rel="modulepreload" href="/${path}">\n`).join("");
  const page = readFileSync(join(PAGE, "index.html"), "utf8").replace("</head>", `${preloads}</head>`);
  writeFileSync(join(out, "index.html"), page.replace(/^ +(?=<)/gm, ""));
}
