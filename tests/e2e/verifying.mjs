/** A number is verified. */

import assert from "node:assert/strict";
import { freshNumber, inArabicDigits } from "./person.mjs";

/** @param {import("./person.mjs").Stage} stage @returns {import("../support/runner.mjs").Test[]} */
export const verifyingTests = ({ open }) => [
  {
    name: "a person who types a number and the code from the inbox reads that the number is verified",
    async run() {
      const person = await open();
      const number = freshNumber();
      await person.enter(await person.requestCode(number));
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
  {
    name: "the keyboard alone is enough, from the first key on",
    async run() {
      const person = await open();
      const number = freshNumber();
      await person.driver.type(number, "Enter");
      await person.says(/code is on its way/);
      await person.driver.type(await person.readCode(), "Enter");
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
  {
    name: "spaces, a plus and brackets in a number do not matter",
    async run() {
      const person = await open();
      const number = freshNumber();
      await person.requestCode(` ${number.slice(0, 4)} (${number.slice(4, 7)}) ${number.slice(7, 9)}-${number.slice(9)} `);
    },
  },
  {
    name: "the whole message can be pasted",
    // A machine has one clipboard.
    alone: true,
    async run() {
      const person = await open();
      const number = freshNumber();
      const code = await person.requestCode(number);
      await person.driver.pasteMessage();
      assert.equal(await person.driver.value("code"), code);
      await person.driver.click("verify");
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
  {
    name: "a number and a code in Arabic digits are the same number and the same code",
    async run() {
      const person = await open();
      const number = freshNumber();
      const code = await person.requestCode(inArabicDigits(number));
      await person.enter(inArabicDigits(code));
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
];
