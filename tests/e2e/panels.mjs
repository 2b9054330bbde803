/** The panels below the form: what they show is what the service and the core did. */

import assert from "node:assert/strict";
import { distribution, shareWithEach } from "../../www/panels/plot.js";
import { chatIdOf, freshNumber } from "./person.mjs";
import { open } from "./stage.mjs";

/** @param {string} name */
async function openPanel(name) {
  const page = await open();
  const panel = page.page.getByRole("region", { name, exact: true });
  await panel.scrollIntoViewIfNeeded();
  return panel;
}

/**
 * Types over what a field holds; `fill` adds to a number field in Firefox.
 * @param {import("playwright-core").Locator} field
 * @param {string} text
 */
async function retype(field, text) {
  await field.press("ControlOrMeta+a");
  await field.pressSequentially(text);
}

/** Each attack with its button and its tally. @type {[name: string, button: string, tally: string[]][]} */
const ATTACKS = [
  ["of 1,000 right codes at once one wins", "Race for the code", ["1 × validated", "999 × already_used"]],
  ["the sixth guess is refused even though it is right", "Guess six times", ["5 × invalid_code", "1 × right: too_many_attempts"]],
  ["a code works once", "Use it twice", ["1 × validated", "1 × already_used"]],
];

/** @type {import("../support/runner.mjs").Test[]} */
export const panelTests = [
  ...ATTACKS.map(([name, button, tally]) => ({
    name: `attacked from the page, ${name}`,
    alone: true,
    async run() {
      const panel = await openPanel("Attack it");
      await panel.getByRole("button", { name: button }).click();
      const verdict = panel.locator(".verdict");
      await verdict.waitFor({ timeout: 80_000 });
      assert.deepEqual((await panel.locator(".tally li").allInnerTexts()).sort(), [...tally].sort());
      assert.match(await verdict.innerText(), /^It held/);
    },
  })),
  {
    name: "the generator shows the entropy and the odds of the format that is chosen",
    async run() {
      const panel = await openPanel("Generator playground");
      const facts = panel.locator("dd");
      await facts.first().waitFor();
      await panel.getByText("1 in 200,000", { exact: true }).waitFor();
      assert.deepEqual(await facts.allInnerTexts(), ["19.93 bits", "1,000,000", "1 in 200,000"]);
      await panel.getByLabel("Letters", { exact: true }).check();
      await panel.getByLabel("Capitals only").check();
      await panel.getByLabel("At least one of each kind").check();
      await panel.getByText(/^30\.8\d* bits$/).waitFor();
      await panel.getByLabel("Only these characters").fill("ab");
      await panel.getByLabel("At least one of each kind").uncheck();
      await panel.getByText("6 bits", { exact: true }).waitFor();
      assert.deepEqual(await facts.allInnerTexts(), ["6 bits", "64", "1 in 12.8"]);
      assert.match((await panel.getByRole("listitem").first().innerText()).trim(), /^[ab]{6}$/);
    },
  },
  {
    name: "a format that cannot be says why",
    async run() {
      const panel = await openPanel("Generator playground");
      await panel.locator("dd").first().waitFor();
      await retype(panel.getByLabel("Length"), "65");
      assert.match(await panel.getByRole("alert").innerText(), /length/i);
      await retype(panel.getByLabel("Length"), "8");
      await panel.getByRole("alert").waitFor({ state: "hidden" });
    },
  },
  {
    name: "the plot counts a real batch, and the line it draws is the exact share of each character",
    run() {
      const bars = distribution(["0011", "0101"], false);
      assert.deepEqual(bars.map(({ character, drawn, expected }) => [character, drawn, expected]), [["0", 4, 4], ["1", 4, 4]]);
      // By listing: of 3^2 codes over 1, A and B those with a digit and a letter are 1A, 1B, A1, B1.
      assert.equal(shareWithEach(["1", "A", "B"], "1", 2), 0.5);
      assert.equal(shareWithEach(["1", "A", "B"], "A", 2), 0.25);
    },
  },
  {
    name: "a verification brings a proof that names the number and counts down, and the page does not show its signature",
    async run() {
      const page = await open();
      const number = freshNumber();
      await page.enter(await page.requestCode(number));
      await page.says(/Verified/);
      const panel = page.page.getByRole("region", { name: "The proof, and what a backend does with it", exact: true });
      await panel.scrollIntoViewIfNeeded();
      await panel.getByText(/^good for (1:00|0:5\d)$/).waitFor();
      const text = (await panel.textContent()) ?? "";
      assert.ok(text.includes(chatIdOf(number)));
      assert.match(text, /eyJ[\w-]+\.eyJ[\w-]+\.…/);
    },
  },
  {
    name: "every request is in the list with its status and age, masked, and the filter leaves out the others",
    alone: true,
    async run() {
      const page = await open();
      const number = freshNumber();
      await page.enter(await page.requestCode(number));
      await page.says(/Verified/);
      const panel = page.page.getByRole("region", { name: "All requests", exact: true });
      await panel.scrollIntoViewIfNeeded();
      const newest = panel.locator("tbody tr").first();
      await newest.getByText("validated").waitFor();
      const text = (await newest.innerText()).replace(/\s/g, "");
      assert.ok(text.includes("*") && !text.includes(number), text);
      assert.match(text, /secondsago|secondago|now/);
      await panel.getByLabel("Status").selectOption("expired");
      await newest.getByText("validated").waitFor({ state: "detached" });
    },
  },
];
