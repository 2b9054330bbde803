/** English and Arabic say the same things, and Arabic is read from the right. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { PAGE } from "../../www/words/page-ar.js";
import { SENTENCES as arabic } from "../../www/words/ar.js";
import { SENTENCES as english } from "../../www/words/en.js";
import { freshNumber } from "./person.mjs";
import { demo, fresh, open } from "./stage.mjs";

/** What every sentence is filled with, so that none of it may be missing. */
const VALUES = { number: "+20 123", seconds: 27, left: 3, time: "0:27", n: 3, codes: 1000, characters: 10, low: 581, high: 622, outside: 9 };

/** @type {import("../support/runner.mjs").Test[]} */
export const languageTests = [
  {
    name: "every sentence is there in English and in Arabic, filled with the same values",
    run() {
      assert.deepEqual(Object.keys(arabic).sort(), Object.keys(english).sort());
      for (const [key, sentence] of Object.entries(english)) {
        /** @type {(text: string) => string[]} */
        const figures = (text) => text.match(/\d+(?::\d+)?/g) ?? [];
        const [en, ar] = [sentence(VALUES), arabic[key]?.(VALUES) ?? ""];
        assert.match(ar, /\p{Script=Arabic}/u, key);
        for (const text of [en, ar]) assert.doesNotMatch(text, /undefined|NaN|\[object/, key);
        // A count of figures that differs is a value that one language forgot; both may spell small numbers.
        assert.deepEqual(new Set(figures(ar)), new Set(figures(en)), key);
      }
    },
  },
  {
    name: "every text of the page has its Arabic, and nothing else has",
    async run() {
      const html = await readFile(new URL("../../www/index.html", import.meta.url), "utf8");
      const named = [...html.matchAll(/data-words="(\w+)"/g)].map(([, key]) => key ?? "");
      assert.deepEqual(Object.keys(PAGE).sort(), [...new Set(named)].sort());
    },
  },
  {
    name: "in Arabic the page reads from the right and a number is verified all the same",
    async run() {
      const page = await open(`${demo.url}?lang=ar`);
      assert.equal(await page.page.locator("html").getAttribute("dir"), "rtl");
      const number = freshNumber();
      await page.enter(await page.requestCode(number));
      assert.ok((await page.says(/تم التحقق/)).includes(number));
    },
  },
  ...[["en-US", "?lang=ar", "ar"], ["ar-EG", "?lang=en", "en"], ["ar-EG", "", "ar"], ["de-DE", "", "en"]].map(([locale = "", query = "", language]) => ({
    name: `with ${query || "no language asked for"} in a browser of ${locale} page and message are in ${language}`,
    async run() {
      const page = await fresh({ locale }, language === "ar" ? "ar" : "en");
      await page.page.goto(demo.url + query);
      assert.equal(await page.page.locator("html").getAttribute("lang"), language);
      await page.requestCode(freshNumber());
      await page.sees("message", language === "ar" ? /هو رمز التحقق الخاص بك في Demo Shop/ : /is your verification code for Demo Shop/);
    },
  })),
  {
    name: "a link leads from each language to the other, and the code that waits goes along",
    async run() {
      const page = await open();
      await page.requestCode(freshNumber());
      await page.page.getByRole("link", { name: "العربية" }).click();
      await page.says(/رمز في انتظار/);
      await page.page.getByRole("link", { name: "English" }).click();
      await page.says(/A code waits/);
    },
  },
];
