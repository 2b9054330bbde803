/** A site on the loopback address with the suite and the package, for browsers. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { sendFile, startSite } from "../support/site.mjs";

/** The conditions that a browser's bundler has. */
const CONDITIONS = ["browser", "import", "default"];
const NAMES = ["hypersender-otp", "hypersender-otp/testing", "hypersender-otp-copy", "hypersender-otp-copy/testing"];

/**
 * @param {string} folder
 * @param {string[]} [names] the packages a page may import
 * @param {Record<string, string>} [headers] of every answer
 */
export async function servePage(folder, names = NAMES, headers = {}) {
  const imports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await resolve(folder, name)])));
  const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>suite</title>
<script type="importmap">${JSON.stringify({ imports })}</script>`;
  let loads = 0;
  return startSite(async (pathname, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (pathname === "/") return response.setHeader("content-type", "text/html").end(page);
    // The copy's module is hard to get, as on a bad connection: refused, cut off, and then slow.
    if (pathname.endsWith("hypersender-otp-copy/wasm/client_bg.wasm")) {
      loads += 1;
      if (loads === 1) return response.writeHead(500).end();
      if (loads === 2) return response.end((await readFile(path.join(folder, pathname))).subarray(0, 1000));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return sendFile(response, folder, pathname);
  });
}

/**
 * Where a browser finds a package's entry, by the package's own exports.
 * @param {string} folder
 * @param {string} name
 */
async function resolve(folder, name) {
  const [owner, ...rest] = name.split("/");
  const manifest = JSON.parse(await readFile(path.join(folder, "node_modules", `${owner}`, "package.json"), "utf8"));
  let target = manifest.exports[["."].concat(rest).join("/")];
  while (typeof target === "object") {
    // The first of the package's conditions that holds, as the order of exports demands.
    const condition = Object.keys(target).find((key) => CONDITIONS.includes(key));
    target = condition === undefined ? undefined : target[condition];
  }
  if (target === undefined) throw new Error(`${name} exports nothing for a browser`);
  return `/node_modules/${path.posix.join(`${owner}`, target)}`;
}
