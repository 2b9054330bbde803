/** What objects tell ledgers: gathered, told in one turn each, confirmed unless something newer was said. */

import assert from "node:assert/strict";
import { mock } from "node:test";
import { bytes, shell, text } from "./support.mjs";

const { Notices, Sender } = await shell("lib/service/notices.js");

/** @param {string} ledger @param {string} what */
const notice = (ledger, what) => ({ ledger, command: bytes(what), heard: bytes(`${what} heard`) });
/** @param {any} sender @returns {string[]} */
const heard = (sender) => sender.heard.map(text);

/** A ledger's end, which keeps what it is told. */
function listener() {
  /** @type {string[]} */
  const told = [];
  return { told, tell: async (/** @type {string} */ ledger, /** @type {Uint8Array[]} */ commands) => void told.push(`${ledger}: ${commands.map(text)}`) };
}

/** A quiet console, for what fails on purpose. @param {() => Promise<void>} run */
async function quietly(run) {
  const { mock: said } = mock.method(console, "error", () => {});
  try {
    await run();
  } finally {
    said.restore();
  }
}

export const notices = [
  {
    name: "notices of many objects reach each ledger in one turn",
    async run() {
      const { told, tell } = listener();
      const all = new Notices();
      const senders = [new Sender(), new Sender()];
      all.add(senders[0], [notice("a", "1"), notice("b", "2")], tell);
      all.add(senders[1], [notice("a", "3")], tell);
      await all.flush(tell);
      assert.deepEqual(told.sort(), ["a: 1,3", "b: 2"]);
      assert.deepEqual(senders.map(heard), [["1 heard", "2 heard"], ["3 heard"]]);
      await all.flush(tell);
      assert.equal(told.length, 2, "and no more than once");
    },
  },
  {
    name: "what an object says anew takes the place of what it said before",
    async run() {
      const { told, tell } = listener();
      const [all, sender] = [new Notices(), new Sender()];
      all.add(sender, [notice("a", "1")], tell);
      all.add(sender, [notice("a", "2")], tell);
      await all.flush(tell);
      assert.deepEqual(told, ["a: 2"]);
    },
  },
  {
    name: "a ledger that fails confirms nothing, and keeps no other from hearing",
    run: () => quietly(async () => {
      const [all, sender, other] = [new Notices(), new Sender(), new Sender()];
      const tell = async (/** @type {string} */ ledger) => {
        if (ledger === "a") throw new Error("it is away");
      };
      all.add(sender, [notice("a", "1")], tell);
      all.add(other, [notice("b", "2")], tell);
      await all.flush(tell);
      assert.deepEqual([heard(sender), heard(other)], [[], ["2 heard"]]);
    }),
  },
  {
    name: "what was said while a ledger listened is confirmed by itself alone",
    async run() {
      const { tell } = listener();
      const [all, sender] = [new Notices(), new Sender()];
      all.add(sender, [notice("a", "1")], tell);
      await all.flush(async () => all.add(sender, [notice("a", "2")], tell));
      assert.deepEqual(heard(sender), []);
      await all.flush(tell);
      assert.deepEqual(heard(sender), ["2 heard"]);
    },
  },
  {
    name: "a second is gathered, and a timer that went with its object is set anew",
    run() {
      const { told, tell } = listener();
      mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_800_000_000_000 });
      try {
        const all = new Notices();
        all.add(new Sender(), [notice("a", "1")], tell);
        mock.timers.tick(300);
        all.add(new Sender(), [notice("a", "2")], tell);
        mock.timers.tick(699);
        assert.deepEqual(told, []);
        mock.timers.tick(1);
        assert.deepEqual(told, ["a: 1,2"]);
        // As where an object was put to sleep before its timer rang.
        const lost = mock.method(globalThis, "setTimeout", () => 0);
        all.add(new Sender(), [notice("a", "3")], tell);
        lost.mock.restore();
        mock.timers.tick(1001);
        all.add(new Sender(), [notice("a", "4")], tell);
        mock.timers.tick(1000);
        assert.deepEqual(told.slice(1), ["a: 3,4"]);
      } finally {
        mock.timers.reset();
      }
    },
  },
];
