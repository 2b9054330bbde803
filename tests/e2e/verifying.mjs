/** A number is verified. */

import assert from "node:assert/strict";
import { freshNumber } from "../support/browser.mjs";
import { open } from "./stage.mjs";

/** @type {import("../support/runner.mjs").Test[]} */
export const verifyingTests = [
  {
    name: "a person who types a number and the code from the inbox reads that the number is verified",
    async run() {
      const page = await open();
      const number = freshNumber();
      await page.enter(await page.requestCode(number));
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "the keyboard alone is enough",
    async run() {
      const page = await open();
      const number = freshNumber();
      const { keyboard } = page.page;
      await page.number.focus();
      await keyboard.type(number);
      await keyboard.press("Enter");
      await page.says(/code is on its way/);
      await keyboard.type(await page.readCode());
      await keyboard.press("Enter");
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "spaces, a plus and brackets in a number do not matter",
    async run() {
      const page = await open();
      const number = freshNumber();
      await page.requestCode(` ${number.slice(0, 4)} (${number.slice(4, 7)}) ${number.slice(7, 9)}-${number.slice(9)} `);
    },
  },
  {
    name: "the whole message can be pasted",
    async run() {
      const page = await open();
      const number = freshNumber();
      const code = await page.requestCode(number);
      await page.inbox.getByRole("log").focus();
      await page.inbox.locator("li:last-child .text").evaluate((text) => getSelection()?.selectAllChildren(text));
      await page.page.keyboard.press("ControlOrMeta+c");
      await page.code.focus();
      await page.page.keyboard.press("ControlOrMeta+v");
      assert.equal(await page.code.inputValue(), code);
      await page.verify.click();
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "a code in Arabic digits is the same code",
    async run() {
      const page = await open();
      const number = freshNumber();
      const code = await page.requestCode(number);
      await page.enter(code.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))));
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
];
