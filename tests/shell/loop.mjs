/** One loop carries out every step and decides nothing. */

import assert from "node:assert/strict";
import { mock } from "node:test";
import { bytes, HOOKS, shell, text } from "./support.mjs";

const { run } = await shell("lib/service/loop.js");

/** Gives these steps one after another, and keeps what it is handed in between. @param {any[]} steps */
function scripted(steps) {
  /** @type {[string, unknown][]} */
  const handed = [];
  const rest = steps.slice(1);
  const core = {
    resume(/** @type {Uint8Array} */ next, /** @type {unknown} */ result) {
      handed.push([text(next), result]);
      return rest.shift();
    },
  };
  return { core, handed, first: steps[0] };
}

const REPLY = { do: "reply", status: 200, headers: "x: y", body: "x" };
const APPLY = { do: "apply", kind: "chat", names: ["a", "b"], command: bytes("add"), next: bytes("1") };

/** What `work` prints as errors meanwhile. @param {() => Promise<void>} work */
async function printedBy(work) {
  const { error } = console;
  /** @type {unknown[]} */
  const printed = [];
  console.error = (...line) => printed.push(...line);
  try {
    await work();
  } finally {
    console.error = error;
  }
  return printed;
}

/** @type {import("../support/runner.mjs").Test[]} */
export const loop = [
  {
    name: "each step is carried out, and its result goes back with its own `next`",
    async run() {
      const { core, handed, first } = scripted([
        APPLY,
        { do: "challenge", instance: "i", underAttack: true, next: bytes("2") },
        { do: "fetch", url: "https://courier.test/", method: "POST", headers: "x: y", body: "hello", timeout: 1000, next: bytes("3") },
        REPLY,
      ]);
      /** @type {unknown[]} */
      const asked = [];
      const end = await run(core, first, {
        ...HOOKS,
        apply: async (/** @type {unknown[]} */ ...call) => (asked.push(call), ["A", "B"]),
        challenge: async (/** @type {unknown} */ facts) => (asked.push(facts), true),
        fetch: async () => new Response("hi", { status: 202, headers: { x: "y" } }),
      });
      assert.equal(end, REPLY);
      assert.deepEqual(asked, [["chat", ["a", "b"], APPLY.command], { instance: "i", underAttack: true }]);
      const headers = "content-type: text/plain;charset=UTF-8\nx: y";
      assert.deepEqual(handed, [["1", ["A", "B"]], ["2", true], ["3", { status: 202, headers, body: bytes("hi") }]]);
    },
  },
  {
    name: "a step that is carried on elsewhere is given back as it is",
    async run() {
      const { core, handed, first } = scripted([APPLY]);
      const last = await run(core, first, HOOKS, (/** @type {any} */ { kind }) => kind === "chat");
      assert.equal(last, APPLY);
      assert.deepEqual(handed, []);
    },
  },
  {
    name: "events are told in order, once each, also those of the last step",
    async run() {
      /** @type {string[]} */
      const told = [];
      const { core, first } = scripted([{ ...APPLY, events: [{ type: "a" }, { type: "b" }] }, { do: "done", again: false, events: [{ type: "c" }] }]);
      await run(core, first, { ...HOOKS, apply: async () => [], onEvent: (/** @type {any} */ event) => told.push(event.type) });
      assert.deepEqual(told, ["a", "b", "c"]);
    },
  },
  {
    name: "a hook that throws does not end a flow, and its text is not printed",
    async run() {
      const printed = await printedBy(async () => {
        const { core, first } = scripted([{ ...REPLY, events: [{ type: "a" }] }]);
        const onEvent = () => {
          throw new RangeError("secret");
        };
        assert.equal((await run(core, first, { ...HOOKS, onEvent })).status, 200);
      });
      assert.deepEqual(printed, ["hypersender-otp: onEvent threw RangeError"]);
    },
  },
  {
    name: "a hook whose promise is rejected ends neither the flow nor the process",
    async run() {
      const printed = await printedBy(async () => {
        const { core, first } = scripted([{ ...REPLY, events: [{ type: "a" }] }]);
        const onEvent = async () => Promise.reject(new RangeError("secret"));
        assert.equal((await run(core, first, { ...HOOKS, onEvent })).status, 200);
        await new Promise((done) => setImmediate(done));
      });
      assert.deepEqual(printed, ["hypersender-otp: onEvent threw RangeError"]);
    },
  },
  {
    name: "a challenge that is not answered within ten seconds was not passed",
    async run() {
      mock.timers.enable({ apis: ["setTimeout"] });
      try {
        const { core, handed, first } = scripted([{ do: "challenge", instance: "i", underAttack: false, next: bytes("1") }, REPLY]);
        const ended = run(core, first, { ...HOOKS, challenge: () => new Promise(() => {}) });
        mock.timers.tick(10_000);
        assert.equal(await ended, REPLY);
        assert.deepEqual(handed, [["1", false]]);
      } finally {
        mock.timers.reset();
      }
    },
  },
  {
    name: "of an object that fails the core is told so, and nobody is told why",
    async run() {
      const { core, handed, first } = scripted([APPLY, REPLY]);
      const printed = await printedBy(async () => {
        assert.equal(await run(core, first, { ...HOOKS, apply: () => Promise.reject(new TypeError("secret")) }), REPLY);
      });
      assert.deepEqual(handed, [["1", { failure: "storage" }]]);
      assert.deepEqual(printed, ["hypersender-otp: TypeError in an object"]);
    },
  },
];
