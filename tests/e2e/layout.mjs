/** The page in windows of all sizes. */

import assert from "node:assert/strict";
import { freshNumber } from "./person.mjs";
import { open } from "./stage.mjs";

/** @type {import("../support/runner.mjs").Test[]} */
export const layoutTests = [
  {
    name: "the page fits phones and tablets without scrolling sideways",
    async run() {
      const page = await open();
      await page.enter(await page.requestCode(freshNumber()));
      await page.says(/Verified/);
      for (const panel of await page.page.locator("[data-panel]").all()) await panel.scrollIntoViewIfNeeded();
      for (const drawn of ["#exchanges-list li", "#proof-claims div", "#requests-rows tr", "#generator-plot svg"]) {
        await page.page.locator(drawn).first().waitFor();
      }
      for (const width of [320, 360, 390, 480, 768, 900]) {
        await page.page.setViewportSize({ width, height: 800 });
        const needed = await page.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(needed <= width, `at ${width} px it is ${needed} px wide`);
      }
    },
  },
];
