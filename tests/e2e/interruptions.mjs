/** The connection breaks, the page is loaded again. */

import assert from "node:assert/strict";
import { freshNumber, wrongCode } from "./person.mjs";

/** @param {import("./person.mjs").Stage} stage @returns {import("../support/runner.mjs").Test[]} */
export const interruptionTests = (stage) => [
  {
    name: "a lost connection is told, and the same code verifies once it is back",
    async run() {
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      const number = freshNumber();
      const code = await person.requestCode(number);
      await gate.close();
      await person.enter(code);
      await person.says(/could not reach the service/);
      await gate.open();
      await person.driver.click("verify");
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
  {
    name: "a reload in the middle keeps the code that waits",
    async run() {
      const person = await stage.open();
      const number = freshNumber();
      const code = await person.requestCode(number);
      await person.driver.reload();
      await person.says(/A code waits/);
      await person.enter(code);
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
  {
    name: "going offline and coming back is told at once, and the code that waits still verifies",
    async run() {
      const person = await stage.open();
      const code = await person.requestCode(freshNumber());
      await person.driver.connect(false);
      await person.says(/You are offline/);
      await person.driver.connect(true);
      await person.says(/back online/);
      await person.enter(code);
      await person.says(/Verified/);
    },
  },
  {
    name: "a number that could not be sent while there was no connection is sent by the next press",
    async run() {
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      await gate.close();
      await person.ask(freshNumber());
      await person.says(/could not reach the service|whether the code was sent/);
      await gate.open();
      await person.driver.click("send");
      await person.says(/code is on its way/);
    },
  },
  {
    name: "a reload after the verification still shows the verified number",
    async run() {
      const person = await stage.open();
      const number = freshNumber();
      await person.enter(await person.requestCode(number));
      await person.says(/Verified/);
      await person.driver.reload();
      assert.ok((await person.says(/Verified/)).includes(number));
    },
  },
  {
    name: "what is kept over a reload never holds the code",
    async run() {
      const person = await stage.open();
      const code = await person.requestCode(freshNumber());
      await person.enter(wrongCode(code));
      await person.says(/4 tries/);
      const kept = await person.driver.kept();
      assert.match(kept, /triesLeft/);
      assert.ok(!kept.includes(code) && !kept.includes(wrongCode(code)));
    },
  },
];
