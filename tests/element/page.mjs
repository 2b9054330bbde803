/** A page with one `<otp-input>`, served under a strict Content-Security-Policy. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { ROOT } from "../support/demo.mjs";

const PACKAGE = path.join(ROOT, "target/npm/hypersender-otp");
const POLICY = "default-src 'none'; img-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'";
/** @type {Record<string, string>} */
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const SCRIPT = `
  import "/hypersender-otp/element.js";
  import { init, normalizeCode } from "/hypersender-otp/entry/browser.js";
  await init();
  window.normalizeCode = normalizeCode;
  window.heard = [];
  for (const type of ["input", "change", "complete", "submit"]) {
    document.addEventListener(type, (event) => {
      window.heard.push(type);
      if (type === "submit") event.preventDefault();
    });
  }
  document.documentElement.dataset.ready = "";
`;

/** @param {(name: string) => string | undefined} page gives the HTML of a path */
export async function servePage(page) {
  const server = createServer(async ({ url = "/" }, response) => {
    const answer = (/** @type {string} */ type, /** @type {string | Buffer} */ body) =>
      response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
    const html = page(url);
    if (html !== undefined) return answer("text/html; charset=utf-8", `<!doctype html><script type="module" src="/script.js"></script>${html}`);
    // Asked for by every browser, and complained of where it is missing.
    if (url === "/favicon.ico") return answer("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>');
    if (url === "/script.js") return answer("text/javascript", SCRIPT);
    const bytes = url.startsWith("/hypersender-otp/") && (await readFile(path.join(PACKAGE, url.slice(17))).catch(() => undefined));
    return bytes ? answer(TYPES[path.extname(url)] ?? "text/plain", bytes) : response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`,
    close: () => server.close(),
  };
}
