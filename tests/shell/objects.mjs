/** A Durable Object over a storage in memory: what it writes when, and when it wakes. */

import assert from "node:assert/strict";
import { mock } from "node:test";
import { bytes, CountingCore, HOOKS, shell, text } from "./support.mjs";

const { objectClass } = await shell("lib/service/durable-object.js");
const { Notices } = await shell("lib/service/notices.js");
const { enclosed, opened } = await shell("lib/service/envelope.js");
const { pack, unpack } = await shell("lib/service/frame.js");

/** One object, the commands that reach ledgers, and every write. */
function object() {
  const core = new CountingCore();
  /** @type {Map<string, any>} */
  const rows = new Map();
  /** @type {string[]} */
  const writes = [];
  /** @type {string[]} */
  const told = [];
  const storage = {
    kv: {
      get: (/** @type {string} */ key) => rows.get(key),
      put: (/** @type {string} */ key, /** @type {any} */ value) => void (writes.push(key), rows.set(key, value)),
      delete: (/** @type {string} */ key) => void (writes.push(`no ${key}`), rows.delete(key)),
    },
    setAlarm: (/** @type {number} */ at) => void writes.push(`alarm in ${at - Date.now()}`),
  };
  const ledgers = {
    idFromName: (/** @type {string} */ name) => name,
    get: (/** @type {string} */ name) => ({
      async fetch(/** @type {string} */ url, /** @type {any} */ init) {
        const commands = unpack(await opened(new Request(url, init)));
        told.push(`${name}: ${commands.map(text)}`);
        const { headers = {}, body } = enclosed(pack(...commands));
        return new Response(body, { headers });
      },
    }),
  };
  const OtpObject = objectClass(() => core, HOOKS, new Notices());
  const one = new OtpObject({ storage }, { OTP_LEDGER: ledgers });
  /** @param {...string} commands */
  const apply = async (...commands) => {
    const answer = await one.fetch(new Request("https://object/apply/chat/a", { method: "POST", ...enclosed(pack(...commands.map(bytes))) }));
    return unpack(await opened(answer)).map(text);
  };
  return { one, core, rows, writes, told, apply };
}

/** With a clock that is turned by hand. @param {() => Promise<void>} run */
async function withClock(run) {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_800_000_000_000 });
  try {
    await run();
  } finally {
    mock.timers.reset();
  }
}

/** Lets time go by, and what it brings about happen. @param {number} ms */
async function pass(ms) {
  mock.timers.tick(ms);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** @type {import("../support/runner.mjs").Test[]} */
export const objects = [
  {
    name: "commands that come together are answered one by one and stored by one write",
    async run() {
      const { apply, writes } = object();
      assert.deepEqual(await apply("add", "add", "read"), ["1", "2", "2"]);
      assert.deepEqual(writes, ["self", "state"]);
    },
  },
  {
    name: "what a ledger heard an object is told with its next turn, in the same write",
    run: () => withClock(async () => {
      const { apply, writes, told, rows } = object();
      await apply("tell");
      assert.deepEqual(told, []);
      await pass(1000);
      assert.deepEqual(told, ["ledger/l: add 1"]);
      assert.equal(text(rows.get("state")), "1");
      writes.length = 0;
      assert.deepEqual(await apply("add"), ["3"], "the answer is the caller's own");
      assert.deepEqual(writes, ["state"]);
    }),
  },
  {
    name: "an object that nobody calls stores after five seconds what its ledger heard",
    run: () => withClock(async () => {
      const { apply, rows } = object();
      await apply("tell");
      await pass(1000);
      await pass(3999);
      assert.equal(text(rows.get("state")), "1");
      await pass(1);
      assert.equal(text(rows.get("state")), "2");
      await pass(60_000);
      assert.equal(text(rows.get("state")), "2", "once");
    }),
  },
  {
    name: "an alarm within half a minute rings on time, a later one up to 15 seconds late, and neither is put off",
    run: () => withClock(async () => {
      const { apply, writes } = object();
      await apply("wake 4000");
      assert.deepEqual(writes, ["self", "alarm in 4000", "state"]);
      const { apply: other, writes: later } = object();
      await other("wake 30000");
      const rings = Number(/alarm in (\d+)/.exec(later[1] ?? "")?.[1]);
      assert.ok(rings >= 30_000 && rings < 45_000, `${rings}`);
      await pass(1000);
      await other("wake 30000");
      assert.deepEqual(later.slice(2), ["state", "state"]);
    }),
  },
  {
    name: "an object wakes itself within two seconds, and once where the time comes twice",
    run: () => withClock(async () => {
      const { apply, core } = object();
      await apply("wake 2000");
      await apply("wake 1500");
      await pass(1499);
      assert.deepEqual(core.woken, []);
      await pass(1);
      await pass(10_000);
      assert.deepEqual(core.woken, ["chat/a"]);
    }),
  },
];
