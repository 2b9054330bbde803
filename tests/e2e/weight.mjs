/** What a first visit downloads, and that nothing moves while it arrives. */

import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";
import { demo, fresh, gate, open } from "./stage.mjs";

/** Bytes of all bodies together, each compressed with brotli on its own. */
const BUDGET = 39_200;

/** @type {import("../support/runner.mjs").Test[]} */
export const weightTests = [
  {
    name: "a first visit downloads at most 39.2 kB in all, compressed with brotli",
    async run() {
      const page = await fresh();
      /** @type {Promise<[string, number]>[]} */
      const bodies = [];
      page.page.on("response", (response) => {
        const size = async () => brotliCompressSync(await response.body().catch(() => Buffer.alloc(0))).length;
        bodies.push(size().then((bytes) => [new URL(response.url()).pathname, bytes]));
      });
      await page.page.goto(demo.url, { waitUntil: "networkidle" });
      const sizes = new Map(await Promise.all(bodies));
      const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
      for (const path of ["/", "/en/chunk.js", "/wasm/client_bg.wasm"]) assert.ok((sizes.get(path) ?? 0) > 100, path);
      console.log(`        ${total} B in ${sizes.size} files, compressed with brotli; ${BUDGET} B allowed`);
      assert.ok(total <= BUDGET, `${total} B in all: ${JSON.stringify([...sizes])}`);
    },
  },
  {
    name: "every script of the first visit is named in the page, so that none waits for another",
    async run() {
      const page = await fresh();
      /** @type {string[]} */
      const loaded = [];
      page.page.on("request", (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.endsWith(".js")) loaded.push(pathname);
      });
      await page.page.goto(demo.url, { waitUntil: "networkidle" });
      const named = await page.page.locator("script").evaluateAll((all) => all.map((one) => one.getAttribute("src")));
      assert.deepEqual(loaded, named);
    },
  },
  {
    name: "nothing moves while the page arrives in pieces, in either language, on a phone and on a desk",
    async run() {
      for (const [query, width, height] of /** @type {const} */ ([["", 390, 844], ["?lang=ar", 390, 844], ["", 1280, 1000]])) {
        const slow = await gate();
        slow.fail("/", "slowly");
        const page = await open(slow.url + query, { viewport: { width, height } });
        await page.page.waitForLoadState("networkidle");
        const shift = await page.page.evaluate(() => new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += /** @type {any} */ (entry).value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(sum), 100);
        }));
        assert.equal(shift, 0, `${query} at ${width} px`);
      }
    },
  },
];
