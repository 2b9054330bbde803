/** Objects in a store with compare-and-swap: nothing is lost, nothing hangs, failures are told. */

import assert from "node:assert/strict";
import { mock } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { bytes, CountingCore, HOOKS, shell, text } from "./support.mjs";

const { StoreHost } = await shell("lib/service/store-host.js");
const { memoryStore } = await shell("lib/service/memory-store.js");

const memory = () => memoryStore({ singleProcess: true });

/** One more process over a store. @param {any} store @param {any} [core] */
function processOver(store, core = new CountingCore()) {
  const host = new StoreHost(core, store, HOOKS).host();
  return async (/** @type {string} */ command, name = "a") => Number(text((await host.apply("chat", [name], bytes(command)))[0]));
}

/** @param {number} length @param {(at: number) => Promise<number>} call */
const together = (length, call) => Promise.all(Array.from({ length }, (_, at) => call(at)));

/** Reads and writes as two steps, like a store without a transaction. */
function losing() {
  const inner = memory();
  return {
    get: inner.get.bind(inner),
    async compareAndSwap(/** @type {string} */ key, /** @type {string | undefined} */ expected, /** @type {any} */ value) {
      const found = await inner.get(key);
      if (found?.version !== expected) return false;
      await pause(1);
      return inner.compareAndSwap(key, (await inner.get(key))?.version, value);
    },
  };
}

/** @type {import("../support/runner.mjs").Test[]} */
export const storeHost = [
  {
    name: "a thousand commands at once for one object each find another state",
    async run() {
      const apply = processOver(memory());
      const results = await together(1000, () => apply("add"));
      assert.deepEqual(results.sort((a, b) => a - b), Array.from({ length: 1000 }, (_, at) => at + 1));
    },
  },
  {
    name: "four processes over one store lose nothing, and over a store that loses updates they do",
    async run() {
      const count = async (/** @type {any} */ store) => {
        const processes = Array.from({ length: 4 }, () => processOver(store));
        const results = await together(200, (at) => /** @type {any} */ (processes[at % 4])("add"));
        return new Set(results).size;
      };
      assert.equal(await count(memory()), 200);
      assert.ok((await count(losing())) < 200);
    },
  },
  {
    name: "what a chat has to tell its ledger hears, and the chat is told so",
    async run() {
      const objects = new StoreHost(new CountingCore(), memory(), HOOKS);
      const { apply } = objects.host();
      await apply("chat", ["a"], bytes("tell"));
      const counts = async () => [text((await apply("ledger", ["l"], bytes("read")))[0]), text((await apply("chat", ["a"], bytes("read")))[0])];
      assert.deepEqual(await counts(), ["0", "1"]);
      await objects.tell();
      assert.deepEqual(await counts(), ["1", "2"]);
      await objects.tell();
      assert.deepEqual(await counts(), ["1", "2"], "and once is enough");
    },
  },
  {
    name: "an object that is removed is gone from the store",
    async run() {
      const store = memory();
      const apply = processOver(store);
      await apply("add");
      assert.notEqual(await store.get("chat/a"), undefined);
      assert.equal(await apply("remove"), 1);
      assert.equal(await store.get("chat/a"), undefined);
      assert.equal(await apply("remove"), 0);
    },
  },
  {
    name: "a store where others are always faster is given up after 32 tries",
    async run() {
      let tries = 0;
      const store = { get: async () => undefined, compareAndSwap: async () => (tries++, false) };
      await assert.rejects(processOver(store)("add"), { code: "internal", message: /faster/ });
      assert.equal(tries, 32);
    },
  },
  {
    name: "whichever call of the store fails, that command fails and the next one finds what was stored",
    async run() {
      for (let failing = 0; failing < 6; failing++) {
        const inner = memory();
        let calls = 0;
        const faulty = (/** @type {"get" | "compareAndSwap"} */ name) => (/** @type {any[]} */ ...args) => {
          if (calls++ === failing) return Promise.reject(new Error("disk"));
          return /** @type {any} */ (inner[name])(...args);
        };
        const apply = processOver({ get: faulty("get"), compareAndSwap: faulty("compareAndSwap") });
        const done = [];
        for (let at = 0; at < 3; at++) done.push(await apply("add").catch(() => "failed"));
        assert.deepEqual(done.filter((result) => result === "failed").length, 1);
        assert.equal(await apply("read"), 2);
      }
    },
  },
  {
    name: "a call the store never answers fails after ten seconds, and the next command finds the store well",
    async run() {
      mock.timers.enable({ apis: ["setTimeout"] });
      try {
        const inner = memory();
        let lost = true;
        const get = (/** @type {string} */ key) => (lost ? new Promise(() => {}) : inner.get(key));
        const apply = processOver({ get, compareAndSwap: inner.compareAndSwap.bind(inner) });
        const first = assert.rejects(apply("add"), { code: "internal", message: /did not answer in time/ });
        const second = apply("add");
        await new Promise((done) => setImmediate(done));
        lost = false;
        mock.timers.tick(10_000);
        await first;
        assert.equal(await second, 1);
      } finally {
        mock.timers.reset();
      }
    },
  },
  {
    name: "an object is woken when it wants to be, once, and never after it changed its mind",
    async run() {
      const core = new CountingCore();
      const apply = processOver(memory(), core);
      await apply("wake 30");
      await apply("wake 30", "b");
      await apply("add", "b");
      await pause(100);
      assert.deepEqual(core.woken, ["chat/a"]);
    },
  },
  {
    name: "a wait longer than timers know does not become none",
    async run() {
      const core = new CountingCore();
      await processOver(memory(), core)(`wake ${2 ** 40}`);
      await pause(30);
      assert.deepEqual(core.woken, []);
    },
  },
  {
    name: "an object whose waking came to nothing is woken again after half a minute",
    async run() {
      mock.timers.enable({ apis: ["setTimeout"] });
      try {
        const core = new CountingCore();
        let failures = 1;
        core.resume = () => ({ do: "done", again: failures-- > 0 });
        await processOver(memory(), core)("wake 5");
        for (const [milliseconds, times] of /** @type {[number, number][]} */ ([[5, 1], [29_999, 1], [1, 2], [60_000, 2]])) {
          mock.timers.tick(milliseconds);
          for (let turn = 0; turn < 9; turn++) await new Promise((done) => setImmediate(done));
          assert.equal(core.woken.length, times);
        }
      } finally {
        mock.timers.reset();
      }
    },
  },
];
