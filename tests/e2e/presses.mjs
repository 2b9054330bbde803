/** Pressing twice does a thing once. */

import assert from "node:assert/strict";
import { freshNumber } from "../support/browser.mjs";
import { pause } from "../support/demo.mjs";
import { open, requestsTo } from "./stage.mjs";

/** @type {import("../support/runner.mjs").Test[]} */
export const pressTests = [
  {
    name: "a second press while a code is being sent sends nothing more",
    async run() {
      const page = await open();
      const calls = requestsTo(page, "/request-code");
      await page.page.route("**/request-code", async (route) => {
        await pause(400);
        await route.continue();
      });
      await page.number.fill(freshNumber());
      await page.number.press("Enter");
      await page.number.press("Enter");
      await page.send.click({ force: true });
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
      await page.page.route("**/validate-code", async (route) => {
        await pause(400);
        await route.continue();
      });
      await page.code.fill(code);
      await page.code.press("Enter");
      await page.code.press("Enter");
      await page.verify.click({ force: true });
      await page.says(/Verified/);
      assert.equal(calls.length, 1);
    },
  },
];
