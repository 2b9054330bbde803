/** What a person reads when something is refused. */

import assert from "node:assert/strict";
import { freshNumber, wrongCode } from "./person.mjs";

/** @param {import("./person.mjs").Stage} stage @returns {import("../support/runner.mjs").Test[]} */
export const refusalTests = (stage) => [
  {
    name: "a wrong code says how many tries are left",
    async run() {
      const person = await stage.open();
      const wrong = wrongCode(await person.requestCode(freshNumber()));
      await person.enter(wrong);
      await person.says(/wrong\. You have 4 tries left/);
      await person.enter(wrong);
      await person.says(/wrong\. You have 3 tries left/);
    },
  },
  {
    name: "a wrong code is marked on its field for screen readers",
    async run() {
      const person = await stage.open();
      await person.enter(wrongCode(await person.requestCode(freshNumber())));
      await person.says(/wrong/);
      const { invalid, description } = await person.driver.described("code");
      assert.equal(invalid, true);
      assert.match(description, /wrong/);
    },
  },
  {
    name: "after a wrong code the right one still verifies",
    async run() {
      const person = await stage.open();
      const number = freshNumber();
      const code = await person.requestCode(number);
      await person.enter(wrongCode(code));
      await person.says(/wrong/);
      await person.enter(code);
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
  {
    name: "a code used twice is refused the second time",
    async run() {
      const person = await stage.open();
      const code = await person.requestCode(freshNumber());
      await person.enter(code);
      await person.says(/Verified/);
      await person.enter(code);
      assert.doesNotMatch(await person.says(/already used/), /Verified/);
    },
  },
  {
    name: "the sixth guess is refused even if it is right",
    async run() {
      const person = await stage.open();
      const code = await person.requestCode(freshNumber());
      for (const left of [/4 tries/, /3 tries/, /2 tries/, /1 try/, /last try/]) {
        await person.enter(wrongCode(code));
        await person.says(left);
      }
      await person.enter(code);
      assert.doesNotMatch(await person.says(/Too many wrong tries/), /Verified/);
    },
  },
  {
    name: "a code that has expired is refused",
    alone: true,
    async run() {
      const person = await stage.open();
      const code = await person.requestCode(freshNumber());
      await stage.demo.advance(1801);
      await person.enter(code);
      await person.says(/expired/);
    },
  },
  {
    name: "the page itself can skip the half hour after which a code has expired",
    alone: true,
    async run() {
      const person = await stage.open();
      const code = await person.requestCode(freshNumber());
      await person.driver.click("skip");
      await person.sees("page", /half an hour later/);
      await person.enter(code);
      await person.says(/expired/);
    },
  },
  {
    name: "a number that is no number is named as such and makes no request",
    async run() {
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      for (const text of ["12", "hello", "+", "00000000000", "20123456789@g.us", "1".repeat(16), "+20 123 456 78x"]) {
        await person.ask(text);
        await person.says(/not a WhatsApp number/);
      }
      assert.equal(gate.count("/request-code"), 0);
    },
  },
  {
    name: "an empty number is asked for and makes no request",
    async run() {
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      await person.driver.click("send");
      await person.says(/Type your WhatsApp number/);
      assert.equal(gate.count("/request-code"), 0);
    },
  },
  {
    name: "what cannot be a code costs no try",
    async run() {
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      const code = await person.requestCode(freshNumber());
      await person.enter("12");
      await person.says(/does not look like the code/);
      await person.enter("");
      await person.says(/Type the code/);
      assert.equal(gate.count("/validate-code"), 0);
      await person.enter(wrongCode(code));
      await person.says(/4 tries left/);
    },
  },
  {
    name: "a second code too soon is not asked for but waited for, by seconds, and the first one stays good",
    async run() {
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      const number = freshNumber();
      const code = await person.requestCode(number);
      await person.sees("page", /You can ask for another code in 0:[0-2]\d/);
      await person.driver.click("send");
      await person.says(/Please wait \d+ seconds/);
      assert.equal(gate.count("/request-code"), 1);
      await person.enter(code);
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
  {
    name: "after the wait the same number gets another code: the one before is wrong then, and the new one verifies",
    alone: true,
    async run() {
      const person = await stage.open();
      const number = freshNumber();
      const before = await person.requestCode(number);
      await person.driver.click("skip");
      await person.sees("page", /half an hour later/);
      await person.driver.click("send");
      await person.says(/code is on its way/);
      await person.sees("message", new RegExp(`^(?!.*${before})`));
      const code = await person.readCode();
      await person.enter(before);
      await person.says(/4 tries left/);
      await person.enter(code);
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
  {
    name: "where the page does not know of the code before, the service says how long to wait",
    async run() {
      const number = freshNumber();
      await (await stage.open()).requestCode(number);
      const other = await stage.open();
      await other.ask(number);
      await other.says(/Please wait \d+ seconds/);
      await other.sees("page", /You can ask for another code in 0:[0-2]\d/);
    },
  },
];
