/** The package in a page under a strict Content-Security-Policy: `node tests/package/browser.mjs`. */

import assert from "node:assert/strict";
import path from "node:path";
import { startBrowser } from "../support/browser.mjs";
import { installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { sendFile, startSite } from "../support/site.mjs";

const PAGE = '<!doctype html><meta charset="utf-8"><title>policy</title><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>';
/** The page's script: it says how a call before `init`, `init` twice, and a call after it ended. */
const MAIN = `
import { init, isOtpError, toChatId } from "/package/entry/browser.js";
const said = [];
const attempt = async (work) => {
  try { said.push(await work() ?? "done"); } catch (error) { said.push(isOtpError(error) ? error.code + ": " + error.message : String(error)); }
};
addEventListener("securitypolicyviolation", ({ violatedDirective }) => said.push("violates " + violatedDirective));
await attempt(() => toChatId("+20 123 456 789"));
await attempt(() => init());
await attempt(() => init());
await attempt(() => toChatId("+20 123 456 789"));
document.documentElement.dataset.said = JSON.stringify(said);
`;

/**
 * What the page's script said under that policy.
 * @param {string} policy
 * @param {{ loads?: string[], refuse?: number }} [server] what was asked for, and how often the module is refused first
 */
async function visit(policy, { loads = [], refuse = 0 } = {}) {
  const folder = path.join(await installPackage(), "node_modules/hypersender-otp");
  const site = await startSite((pathname, response) => {
    loads.push(pathname);
    response.setHeader("content-security-policy", policy);
    if (pathname === "/") return response.setHeader("content-type", "text/html").end(PAGE);
    if (pathname === "/main.js") return response.setHeader("content-type", "text/javascript").end(MAIN);
    if (pathname.endsWith(".wasm") && refuse-- > 0) return response.writeHead(503).end();
    return sendFile(response, folder, pathname.replace("/package/", "/"));
  });
  const page = await browser.newPage();
  try {
    await page.goto(site.url);
    // Read from the document, because the policy lets nobody evaluate a text in the page.
    const said = await page.locator("html[data-said]").getAttribute("data-said", { timeout: 20_000 });
    return /** @type {string[]} */ (JSON.parse(said ?? "[]"));
  } finally {
    await page.close();
    await site.close();
  }
}

const STRICT = "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'";
const BEFORE = "not_initialized: The WebAssembly module is not loaded yet: await init() before a synchronous call";

const browser = await prepared(async () => {
  await installPackage();
  return startBrowser();
});
await runTests([
  {
    name: "script-src 'self' 'wasm-unsafe-eval' is enough; before init a synchronous call names the remedy",
    run: async () => {
      const loads = /** @type {string[]} */ ([]);
      assert.deepEqual(await visit(STRICT, { loads }), [BEFORE, "done", "done", "20123456789@c.us"]);
      assert.deepEqual(loads.filter((name) => name.endsWith(".wasm")), ["/package/wasm/client_bg.wasm"]);
    },
  },
  {
    name: "without 'wasm-unsafe-eval' init fails with an error that names it, and nothing is evaluated",
    run: async () => {
      const [before, ...rest] = await visit(STRICT.replace(" 'wasm-unsafe-eval'", ""));
      assert.equal(before, BEFORE);
      const failed = "network: The WebAssembly module could not be loaded (it does not compile: serve the package's own file, and allow 'wasm-unsafe-eval' in a Content-Security-Policy)";
      assert.equal(rest.filter((text) => text === failed).length, 2);
      assert.ok(!rest.includes("20123456789@c.us"));
    },
  },
  {
    name: "an init that failed does not stand in the way of the next one",
    run: async () => {
      const failed = "network: The WebAssembly module could not be loaded (HTTP 503)";
      assert.deepEqual(await visit(STRICT, { refuse: 1 }), [BEFORE, failed, "done", "20123456789@c.us"]);
    },
  },
]);
await browser.close();
