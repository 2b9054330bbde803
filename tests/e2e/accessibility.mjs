/** axe-core finds nothing wrong, in every state of the page, both themes and both directions. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { freshNumber, wrongCode } from "./person.mjs";
import { demo, open } from "./stage.mjs";

/** @typedef {import("./demo-page.mjs").DemoPage} DemoPage */

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How each state is reached, from the one before. @type {[state: string, reach: (page: DemoPage) => Promise<unknown>][]} */
const STATES = [
  ["at the start", async () => {}],
  ["after a wrong number", (page) => enterNumber(page, "12")],
  ["with a code sent", async (page) => {
    await enterNumber(page, freshNumber());
    await page.page.locator("#messages li").waitFor();
  }],
  ["after a wrong code", async (page) => {
    await enterCode(page, wrongCode(await page.readCode()));
    await page.page.locator("otp-input[aria-invalid]").waitFor();
  }],
  ["when verified", async (page) => {
    await enterCode(page, await page.readCode());
    await page.page.locator("#outcome[data-tone=good]").waitFor();
  }],
  ["with every panel in use", async (page) => {
    for (const panel of await page.page.locator("[data-panel]").all()) await panel.scrollIntoViewIfNeeded();
    await page.page.locator("#generator-plot svg").waitFor();
    await page.page.locator("#replay-run").click();
    await page.page.locator("#replay-result .verdict").waitFor();
  }],
  ["when locked", async (page) => {
    await enterCode(page, await page.readCode());
    await page.page.locator("#card[data-phase=locked]").waitFor();
  }],
];

/** @type {import("../support/runner.mjs").Test[]} */
export const accessibilityTests = [
  ["", "light"], ["", "dark"], ["?lang=ar", "light"], ["?lang=ar", "dark"],
].map(([query, scheme]) => ({
  name: `axe finds nothing wrong in any state, ${scheme}, ${query === "" ? "left to right" : "right to left"}`,
  async run() {
    const colorScheme = /** @type {"light" | "dark"} */ (scheme);
    const page = await open(demo.url + query, { colorScheme, reducedMotion: "reduce", bypassCSP: true });
    await page.page.waitForLoadState("networkidle");
    await page.page.evaluate(axe);
    for (const [state, reach] of STATES) {
      await reach(page);
      const found = await page.page.evaluate(async () => {
        // A colour on its way to another is nobody's colour; what stands still is judged.
        const passing = document.getAnimations().filter((each) => each.effect?.getTiming().iterations !== Infinity);
        await Promise.allSettled(passing.map((each) => each.finished));
        await new Promise((done) => requestAnimationFrame(done));
        const { violations } = await /** @type {any} */ (globalThis).axe.run();
        return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ node) => node.html).join(" ")}`);
      });
      assert.deepEqual(found, [], `${state}: ${found.join("\n")}`);
    }
  },
}));

/** @param {DemoPage} page @param {string} number */
async function enterNumber(page, number) {
  await page.ask(number);
  await page.page.locator("#card:not([data-phase=sending])").waitFor();
}

/** @param {DemoPage} page @param {string} code */
async function enterCode(page, code) {
  await page.enter(code);
  await page.page.locator("#card:not([data-phase=checking])").waitFor();
}
