/** The service in Node over a compare-and-swap store, with the real core: `node tests/live/stores.mjs`. */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { importService, installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { BASE_PATH, freshChat, INSTANCE, ORIGIN, POLICY, SECRETS, wrong } from "./support/service.mjs";

const { createOtpService, memoryStore } = await prepared(async () => importService(await installPackage()));

/** @typedef {import("hypersender-otp/service").ServiceConfig} Config */
/** @typedef {import("hypersender-otp/service").Store} Store */

/** Seconds by which every clock of these tests is ahead. */
let ahead = 0;
const realNow = Date.now;
Date.now = () => realNow() + ahead * 1000;

/** @returns {Config} */
const config = () => ({
  instances: [{ id: INSTANCE, tokens: [SECRETS.token], origins: [ORIGIN], name: "Canary Shop" }],
  pepper: SECRETS.pepper, nameKey: SECRETS.nameKey, proofKey: SECRETS.proofKey,
  courier: { type: "inbox" }, policy: POLICY, store: memoryStore({ singleProcess: true }),
});

/** @param {Partial<Config>} [changed] */
const service = (changed) => createOtpService({ ...config(), ...changed });

/**
 * One call with the token; `headers` may make it another's.
 * @param {{ fetch(request: Request): Promise<Response> }} of
 * @param {string} route
 * @param {object} [body]
 * @param {Record<string, string>} [headers]
 */
async function call(of, route, body, headers = { authorization: `Bearer ${SECRETS.token}` }) {
  const init = body === undefined ? { headers } : { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
  const path = route.startsWith("dev/") ? route : `${INSTANCE}/${route}`;
  const answer = await of.fetch(new Request(`http://127.0.0.1${BASE_PATH}/${path}`, init));
  const said = /** @type {any} */ (await answer.json());
  return { status: answer.status, headers: answer.headers, body: said, word: answer.status === 200 ? "validated" : said.error.code };
}

/** @param {{ word: string }[]} answers */
function tally(answers) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { word } of answers) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/**
 * A store whose `failing`th call fails, before or after its work.
 * @param {number} failing
 * @param {boolean} after
 */
function faulty(failing, after) {
  const inner = memoryStore({ singleProcess: true });
  const state = { calls: 0, failed: 0 };
  const wrap = (/** @type {"get" | "compareAndSwap"} */ name) => async (/** @type {any[]} */ ...args) => {
    const fails = state.calls++ === failing;
    if (fails) state.failed += 1;
    if (fails && !after) throw new Error("the network broke");
    const result = await /** @type {any} */ (inner[name])(...args);
    if (fails) throw new Error("the network broke afterwards");
    return result;
  };
  return { state, store: /** @type {Store} */ ({ get: wrap("get"), compareAndSwap: wrap("compareAndSwap") }) };
}

/** A proper store over a slow network. @returns {Store} */
function slow() {
  const inner = memoryStore({ singleProcess: true });
  const later = () => new Promise((resolve) => setImmediate(resolve));
  return {
    get: async (key) => (await later(), inner.get(key)),
    compareAndSwap: async (key, expected, value) => (await later(), inner.compareAndSwap(key, expected, value)),
  };
}

/** A thousand guesses at once, from four processes over one store. @param {(code: string) => string} guess */
async function race(guess) {
  const store = slow();
  const processes = Array.from({ length: 4 }, () => service({ store }));
  const [first] = /** @type {[any]} */ (/** @type {unknown} */ (processes));
  const chatId = freshChat();
  const { code, uuid } = (await call(first, "request-code", { chatId })).body.data;
  const body = { chatId, code: guess(code), uuid };
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, at) => call(processes[at % 4] ?? first, "validate-code", body)));
  console.log(`        ${JSON.stringify(tally(answers))}`);
  return answers;
}

/** @param {boolean} after */
async function sweep(after) {
  let places = 0;
  for (let failing = 0; ; failing++) {
    const { state, store } = faulty(failing, after);
    const one = service({ store });
    const chatId = freshChat();
    const asked = await call(one, "request-code", { chatId });
    if (asked.status === 200) {
      const { code, uuid } = asked.body.data;
      const said = [];
      for (const guess of [wrong(code), code, code, wrong(code), code, code]) said.push((await call(one, "validate-code", { chatId, code: guess, uuid })).word);
      const won = said.filter((word) => word === "validated").length;
      const where = `call ${failing}: ${said.join(", ")}`;
      assert.ok(won <= 1, where);
      if (!after) assert.equal(won, 1, where);
      if (state.failed === 0) break;
    } else {
      assert.ok([500, 503].includes(asked.status), String(asked.status));
    }
    places += 1;
  }
  console.log(`        ${places} places failed`);
  assert.ok(places >= 6);
}

/** @type {import("../support/runner.mjs").Test[]} */
const configurations = Object.entries(/** @type {Record<string, object>} */ ({
  pepper: { pepper: undefined }, nameKey: { nameKey: "short" }, proofKey: { proofKey: SECRETS.pepper }, instances: { instances: [] },
  courier: { courier: { type: "pigeon" } }, policy: { policy: { guesses: 11 } }, store: { store: undefined }, basePath: { basePath: "otp" },
  issuer: { issuer: "nobody" }, challenge: { challenge: true }, onEvent: { onEvent: "log" }, fetch: { fetch: 1 }, peper: { peper: "x" },
})).map(([name, changed]) => ({
  name: `a start with a wrong ${name} is refused with one sentence that begins with that name`,
  run() {
    assert.throws(() => service(/** @type {any} */ (changed)), (/** @type {any} */ error) => {
      assert.deepEqual([error.name, error.code], ["OtpError", "invalid_argument"]);
      assert.match(error.message, new RegExp(`^${name}\\b`));
      for (const secret of Object.values(SECRETS)) assert.ok(!error.message.includes(secret));
      return true;
    });
  },
}));

await runTests([
  ...configurations,
  {
    name: "of 1,000 right codes at once in four processes over one store exactly one wins",
    async run() {
      const answers = await race((code) => code);
      assert.equal(tally(answers)["validated"], 1);
      for (const { status, headers } of answers) if (status === 503) assert.equal(headers.get("retry-after"), "1");
    },
  },
  {
    name: "of 1,000 wrong codes at once in four processes over one store exactly five are compared",
    async run() {
      assert.equal(tally(await race(wrong))["invalid_code"], 5);
    },
  },
  { name: "whichever call of the store fails before its work, the code is accepted exactly once", run: () => sweep(false) },
  { name: "whichever call of the store fails after its work, the code is accepted at most once", run: () => sweep(true) },
  {
    name: "a clock that jumps back gives neither guesses nor sends, and one that jumps forward gives no guesses",
    async run() {
      const one = service();
      const chatId = freshChat();
      const { code, uuid } = (await call(one, "request-code", { chatId })).body.data;
      const said = [];
      for (const jump of [0, -60, -1200, -86_400, 600, 0, 1700]) {
        ahead = jump;
        said.push((await call(one, "validate-code", { chatId, code: wrong(code), uuid })).word);
        if (said.length <= 4) assert.equal((await call(one, "request-code", { chatId })).status, 429, String(jump));
      }
      ahead = 0;
      assert.ok(said.filter((word) => word === "invalid_code").length <= 5, said.join());
      assert.notEqual((await call(one, "validate-code", { chatId, code, uuid })).word, "validated");
    },
  },
  {
    name: "a rotated pepper keeps codes good that were made under the old one",
    async run() {
      const store = memoryStore({ singleProcess: true });
      const chatId = freshChat();
      const { code, uuid } = (await call(service({ store }), "request-code", { chatId })).body.data;
      const fresh = "canary-pepper-2-5d1f0b8a3c7e4926aa";
      const rotated = service({ store, pepper: [fresh, SECRETS.pepper] });
      assert.equal((await call(rotated, "validate-code", { chatId, code, uuid })).word, "validated");
      const other = freshChat();
      const made = (await call(rotated, "request-code", { chatId: other })).body.data;
      assert.equal((await call(service({ store, pepper: fresh }), "validate-code", { chatId: other, code: made.code, uuid: made.uuid })).word, "validated");
    },
  },
  {
    name: "pages pass the challenge before a message is sent, and a challenge that throws refuses",
    async run() {
      /** @type {unknown[]} */
      const asked = [];
      const headers = { origin: ORIGIN };
      for (const [answer, status] of /** @type {[any, number][]} */ ([[true, 200], [false, 403], ["true", 403], [undefined, 403]])) {
        const challenge = async (/** @type {Request} */ request, /** @type {any} */ facts) => {
          asked.push([facts, request.headers.get("x-captcha"), await request.json()]);
          return answer;
        };
        const chatId = freshChat();
        const said = await call(service({ challenge }), "request-code", { chatId }, { ...headers, "x-captcha": "solved" });
        assert.equal(said.status, status, JSON.stringify(said.body));
        assert.deepEqual(asked.at(-1), [{ instance: INSTANCE, underAttack: false }, "solved", { chatId }]);
      }
      const challenge = () => Promise.reject(new Error("the captcha's server is down"));
      assert.equal((await call(service({ challenge }), "request-code", { chatId: freshChat() }, headers)).status, 500);
      assert.equal((await call(service({ challenge }), "request-code", { chatId: freshChat() })).status, 200);
    },
  },
  {
    name: "a start is told as an event, with the odds of an attacker",
    run() {
      /** @type {any[]} */
      const events = [];
      service({ onEvent: (event) => void events.push(event) });
      assert.equal(events[0]?.type, "started");
      assert.ok(JSON.stringify(events[0]).includes("odds"), JSON.stringify(events[0]));
    },
  },
  {
    name: "two services in one process do not know each other's instances",
    async run() {
      const id = "5e1f7a10-0b6d-4f0a-9d55-0c8a2c1e4c2b";
      const other = service({ instances: [{ id, tokens: ["another-token-of-16"] }] });
      assert.equal((await call(other, "request-code", { chatId: freshChat() })).status, 404);
      assert.equal((await call(service(), "request-code", { chatId: freshChat() })).status, 200);
    },
  },
  {
    name: "a message is delivered soon after its request was answered",
    async run() {
      const one = service();
      const chatId = freshChat();
      const { uuid } = (await call(one, "request-code", { chatId })).body.data;
      for (let left = 100; (await call(one, `requests/${uuid}`)).body.data.status !== "sent"; left--) {
        assert.ok(left > 0);
        await pause(10);
      }
      assert.equal((await call(one, "dev/inbox")).body.messages[0].chat_id, chatId);
    },
  },
]);
// Timers of the stores that fail may still ring, and would have the last word.
process.exit();
