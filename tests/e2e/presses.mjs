/** Pressing twice does a thing once. */

import assert from "node:assert/strict";
import { freshNumber } from "../support/browser.mjs";
import { open, requestsTo } from "./stage.mjs";

/**
 * Holds back every request to such a path; gives what lets them go.
 * @param {import("../support/browser.mjs").DemoPage} page
 * @param {string} path
 */
async function held(page, path) {
  /** @type {() => void} */
  let go = () => {};
  const free = new Promise((resolve) => (go = () => resolve(undefined)));
  await page.page.route(path, (route) => free.then(() => route.continue()));
  return go;
}

/** @type {import("../support/runner.mjs").Test[]} */
export const pressTests = [
  {
    name: "a second press while a code is being sent sends nothing more",
    async run() {
      const page = await open();
      const calls = requestsTo(page, "/request-code");
      const go = await held(page, "**/request-code");
      await page.number.fill(freshNumber());
      await page.number.press("Enter");
      await page.number.press("Enter");
      await page.send.click({ force: true });
      go();
      await page.says(/code is on its way/);
      assert.equal(calls.length, 1);
    },
  },
  {
    name: "a second press while a code is being checked costs no try",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      const calls = requestsTo(page, "/validate-code");
      const go = await held(page, "**/validate-code");
      await page.code.fill(code);
      await page.code.press("Enter");
      await page.code.press("Enter");
      await page.verify.click({ force: true });
      go();
      await page.says(/Verified/);
      assert.equal(calls.length, 1);
    },
  },
];
