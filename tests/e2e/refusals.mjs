/** What a person reads when something is refused. */

import assert from "node:assert/strict";
import { freshNumber, wrongCode } from "../support/browser.mjs";
import { demo, open, requestsTo } from "./stage.mjs";

/** @type {import("../support/runner.mjs").Test[]} */
export const refusalTests = [
  {
    name: "a wrong code says how many tries are left",
    async run() {
      const page = await open();
      const wrong = wrongCode(await page.requestCode(freshNumber()));
      await page.enter(wrong);
      await page.says(/wrong\. You have 4 tries left/);
      await page.enter(wrong);
      await page.says(/wrong\. You have 3 tries left/);
    },
  },
  {
    name: "a wrong code is marked on its field for screen readers",
    async run() {
      const page = await open();
      await page.enter(wrongCode(await page.requestCode(freshNumber())));
      await page.says(/wrong/);
      assert.equal(await page.code.getAttribute("aria-invalid"), "true");
      const description = await page.code.evaluate((input) => input.ariaDescription);
      assert.match(description ?? "", /wrong/);
    },
  },
  {
    name: "after a wrong code the right one still verifies",
    async run() {
      const page = await open();
      const number = freshNumber();
      const code = await page.requestCode(number);
      await page.enter(wrongCode(code));
      await page.says(/wrong/);
      await page.enter(code);
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "a code used twice is refused the second time",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      await page.enter(code);
      await page.says(/Verified/);
      await page.enter(code);
      assert.doesNotMatch(await page.says(/already used/), /Verified/);
    },
  },
  {
    name: "the sixth guess is refused even if it is right",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      for (const left of [/4 tries/, /3 tries/, /2 tries/, /1 try/, /last try/]) {
        await page.enter(wrongCode(code));
        await page.says(left);
      }
      await page.enter(code);
      assert.doesNotMatch(await page.says(/Too many wrong tries/), /Verified/);
    },
  },
  {
    name: "a code that has expired is refused",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      await demo.advance(1801);
      await page.enter(code);
      await page.says(/expired/);
    },
  },
  {
    name: "the page itself can skip the half hour after which a code has expired",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      await page.page.getByRole("button", { name: "skip 30 minutes" }).click();
      await page.page.getByText("half an hour later").waitFor();
      await page.enter(code);
      await page.says(/expired/);
    },
  },
  {
    name: "a number that is no number is named as such and makes no request",
    async run() {
      const page = await open();
      const calls = requestsTo(page, "/request-code");
      for (const text of ["12", "hello", "+", "00000000000", "20123456789@g.us", "1".repeat(16), "+20 123 456 78x"]) {
        await page.number.fill(text);
        await page.send.click();
        await page.says(/not a WhatsApp number/);
      }
      assert.equal(calls.length, 0);
    },
  },
  {
    name: "an empty number is asked for and makes no request",
    async run() {
      const page = await open();
      const calls = requestsTo(page, "/request-code");
      await page.send.click();
      await page.says(/Type your WhatsApp number/);
      assert.equal(calls.length, 0);
    },
  },
  {
    name: "what cannot be a code costs no try",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      const calls = requestsTo(page, "/validate-code");
      await page.enter("12");
      await page.says(/does not look like the code/);
      await page.enter("");
      await page.says(/Type the code/);
      assert.equal(calls.length, 0);
      await page.enter(wrongCode(code));
      await page.says(/4 tries left/);
    },
  },
  {
    name: "a second code too soon is not asked for but waited for, by seconds, and the first one stays good",
    async run() {
      const page = await open();
      const number = freshNumber();
      const code = await page.requestCode(number);
      const calls = requestsTo(page, "/request-code");
      await page.page.getByText(/You can ask for another code in 0:[0-2]\d/).waitFor();
      await page.send.click();
      await page.says(/Please wait \d+ seconds/);
      assert.equal(calls.length, 0);
      await page.enter(code);
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "where the page does not know of the code before, the service says how long to wait",
    async run() {
      const number = freshNumber();
      await (await open()).requestCode(number);
      const other = await open();
      await other.number.fill(number);
      await other.send.click();
      await other.says(/Please wait \d+ seconds/);
      await other.page.getByText(/You can ask for another code in 0:[0-2]\d/).waitFor();
    },
  },
];
