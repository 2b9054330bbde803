/**
 * Somebody who has never seen the page verifies a number, and how long that takes: what a person does
 * counts as in the keystroke-level model of Card, Moran and Newell, with the speed at which adults
 * read silently (Brysbaert, 2019); what the page does is measured.
 */

import assert from "node:assert/strict";
import { freshNumber } from "./person.mjs";
import { open } from "./stage.mjs";

const LIMIT_S = 30;
/** Seconds for a key of somebody who types now and then, to point at something, to move a hand, to click, to think what to do. */
const [KEY, POINT, HAND, CLICK, THINK] = [0.28, 1.1, 0.4, 0.1, 1.35];
const WORD = 60 / 238;

class Stranger {
  seconds = 0;

  /** Reads every word there; a number is one. @param {import("playwright-core").Locator} place */
  async read(place) {
    const words = (await place.innerText()).match(/\p{L}[\p{L}'’-]*|\+?\d[\d\s:]*/gu) ?? [];
    assert.ok(words.length > 0, "there is something to read");
    this.seconds += words.length * WORD;
  }

  /** Thinks, and types where the caret already is. @param {import("playwright-core").Locator} field @param {string} text */
  async type(field, text) {
    assert.ok(await field.evaluate((input) => input.matches(":focus")), "the caret is where the text goes");
    await field.pressSequentially(text);
    this.seconds += HAND + THINK + text.length * KEY;
  }

  /** @param {import("playwright-core").Locator} button */
  async click(button) {
    await button.click();
    this.seconds += HAND + POINT + CLICK;
  }

  /** @param {Promise<unknown>} something the page is about to do */
  async wait(something) {
    const began = performance.now();
    await something;
    this.seconds += (performance.now() - began) / 1000;
  }
}

/** @type {import("../support/runner.mjs").Test[]} */
export const strangerTests = [
  {
    name: `a first-time visitor verifies a number within ${LIMIT_S} seconds, reading nothing but the page`,
    async run() {
      const { page } = await open();
      const stranger = new Stranger();
      const desk = page.getByRole("region", { name: /confirm your whatsapp/i });
      for (const text of [desk.getByRole("heading"), desk.locator("h1 + p"), page.getByText("WhatsApp number", { exact: true }), page.locator("#number-hint")]) {
        await stranger.read(text);
      }
      const number = freshNumber().replace(/^(\+\d+)(\d{3})(\d{3})(\d{3})$/, "$1 $2 $3 $4");
      await stranger.type(page.getByRole("textbox", { name: "WhatsApp number" }), number);
      await stranger.click(page.getByRole("button", { name: "Send code" }));
      const message = page.getByRole("region", { name: "WhatsApp inbox" }).getByRole("listitem");
      await stranger.wait(message.waitFor());
      await stranger.read(page.getByRole("status"));
      await stranger.read(message);
      const code = /\d{6}/.exec(await message.innerText())?.[0] ?? "";
      await stranger.type(page.getByRole("textbox", { name: "Code" }), code);
      await stranger.click(page.getByRole("button", { name: "Verify" }));
      await stranger.wait(page.getByRole("status").getByText("Verified").waitFor());
      await stranger.read(page.getByRole("status"));
      console.log(`        ${stranger.seconds.toFixed(1)} s`);
      assert.ok(stranger.seconds <= LIMIT_S, `${stranger.seconds.toFixed(1)} s`);
    },
  },
];
