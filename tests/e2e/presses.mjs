/** Pressing twice does a thing once. */

import assert from "node:assert/strict";
import { freshNumber } from "./person.mjs";

/** @param {import("./person.mjs").Stage} stage @returns {import("../support/runner.mjs").Test[]} */
export const pressTests = (stage) => [
  {
    name: "a second press while a code is being sent sends nothing more",
    async run() {
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      const go = gate.hold("/request-code");
      await person.driver.fill("number", freshNumber());
      await person.driver.type("Enter", "Enter");
      await person.driver.click("send");
      go();
      await person.says(/code is on its way/);
      assert.equal(gate.count("/request-code"), 1);
    },
  },
  {
    name: "a second press while a code is being checked costs no try",
    async run() {
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      const code = await person.requestCode(freshNumber());
      const go = gate.hold("/validate-code");
      await person.driver.fill("code", code);
      await person.driver.type("Enter", "Enter");
      await person.driver.click("verify");
      go();
      await person.says(/Verified/);
      assert.equal(gate.count("/validate-code"), 1);
    },
  },
];
