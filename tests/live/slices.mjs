/** The packed service on workerd, slice by slice: `node tests/live/slices.mjs`. */

import assert from "node:assert/strict";
import { prepared, runTests } from "../support/runner.mjs";
import { Courier } from "./support/courier.mjs";
import { raw } from "./support/raw.mjs";
import { checked, exampleOf, fits } from "./support/schemas.mjs";
import { BASE_PATH, freshChat, INSTANCE, SECRETS, startService, wrong } from "./support/service.mjs";

const MINUTE = 60_000;

const { service, courier, dead } = await prepared(async () => {
  const courier = await new Courier().start();
  courier.mood = "fail";
  const [service, dead] = await Promise.all([
    startService({ main: "clock.js" }),
    startService({ main: "clock.js", bindings: { OTP_COURIER: courier.setting } }),
  ]);
  return { service, courier, dead };
});

/** What a format allows, and how its codes look. @type {[object, RegExp][]} */
const FORMATS = [
  [{}, /^[0-9]+$/],
  [{ useNumber: true }, /^[0-9]+$/],
  [{ allCapital: true }, /^[0-9]+$/],
  [{ useLetter: true }, /^[0-9A-Za-z]+$/],
  [{ useLetter: true, allCapital: true }, /^[0-9A-Z]+$/],
  [{ useLetter: true, useNumber: false }, /^[A-Za-z]+$/],
  [{ useLetter: true, useNumber: false, allCapital: true }, /^[A-Z]+$/],
];
const LENGTHS = [4, 5, 6, 7, 8, 9, 10];

/** @type {import("../support/runner.mjs").Test[]} */
const tests = [
  {
    name: "a request is pending, then sent, then validated",
    async run() {
      const chatId = freshChat();
      const { uuid, status } = await service.request(chatId);
      assert.equal(status, "pending");
      await service.becomes(uuid, "sent");
      const [message] = await service.inbox();
      assert.equal(message.chat_id, chatId);
      const { status: answered, body } = await service.server("validate-code", { chatId, code: message.code });
      assert.equal(answered, 200);
      assert.equal(body.data.uuid, uuid);
      await service.becomes(uuid, "validated");
    },
  },
  {
    name: "a request is pending, then sent, then expired, and then its code is refused",
    async run() {
      const chatId = freshChat();
      const { uuid, code } = await service.request(chatId, { expires: 60 });
      await service.becomes(uuid, "sent");
      await service.turnClock(MINUTE - 2000);
      assert.equal(await service.status(uuid), "sent");
      await service.turnClock(MINUTE);
      assert.equal(await service.status(uuid), "expired");
      const { status, body } = await service.server("validate-code", { chatId, code });
      assert.deepEqual([status, body.error.code], [410, "expired_code"]);
      await service.turnClock(0);
    },
  },
  {
    name: "with a dead courier a request stays pending until it is expired",
    async run() {
      const { uuid } = await dead.request(freshChat(), { expires: 60 });
      while (courier.received.length === 0) await dead.status(uuid);
      assert.equal(await dead.status(uuid), "pending");
      await dead.turnClock(MINUTE);
      assert.equal(await dead.status(uuid), "expired");
      await dead.turnClock(0);
    },
  },
  {
    name: "a page gets no code, must name the request, and is told when it was right",
    async run() {
      const chatId = freshChat();
      const asked = await service.page("request-code", { chatId });
      assert.equal(asked.status, 200);
      assert.equal(asked.body.data.code, undefined);
      const { uuid } = asked.body.data;
      await service.becomes(uuid, "sent");
      const { code } = (await service.inbox()).find((message) => message.uuid === uuid);
      assert.ok(!asked.text.includes(code));
      assert.equal((await service.page("validate-code", { chatId, code })).status, 422);
      assert.equal((await service.page("validate-code", { chatId, code: wrong(code), uuid })).body.error.code, "invalid_code");
      const right = await service.page("validate-code", { chatId, code, uuid });
      assert.equal(right.status, 200);
      assert.equal(right.headers.get("access-control-allow-origin"), "https://shop.example");
      fits("validate-code", right.body);
    },
  },
  {
    name: `every flag combination that makes a code, with lengths 4 to 10, arrives in the inbox as asked (${FORMATS.length * LENGTHS.length})`,
    async run() {
      for (const [flags, looks] of FORMATS) {
        for (const length of LENGTHS) {
          const chatId = freshChat();
          const asked = await service.server("request-code", { chatId, length, ...flags });
          assert.equal(asked.status, 200, asked.text);
          fits("request-code", asked.body);
          const { code, uuid } = asked.body.data;
          assert.equal(code.length, length);
          assert.match(code, looks);
          await service.becomes(uuid, "sent");
          const message = (await service.inbox()).find((message) => message.uuid === uuid);
          assert.equal(message.code, code);
          assert.ok(message.text.includes(code));
          const right = await service.server("validate-code", { chatId, code });
          assert.equal(right.status, 200, right.text);
          fits("validate-code", right.body);
        }
      }
    },
  },
  {
    name: "flags that leave nothing to draw from are refused with their names",
    async run() {
      const { status, body } = await service.server("request-code", { chatId: freshChat(), useNumber: false });
      assert.deepEqual([status, body.error.code], [422, "invalid_request"]);
      assert.ok(Object.keys(body.errors ?? body.error.errors ?? {}).length > 0);
    },
  },
  {
    name: "the contract's own examples, sent as bytes on a socket, get answers of the examples' shape",
    async run() {
      const asking = exampleOf("request-code");
      const asked = await raw(service.workerd.origin, `${BASE_PATH}/${INSTANCE}/request-code`, asking.request, SECRETS.token);
      assert.equal(asked.status, 200);
      assert.match(asked.headers, /^content-type: application\/json/im);
      sameShape(asked.body, asking.response);
      fits("request-code", asked.body);
      assert.deepEqual([asked.body.message, asked.body.data.otp_type], [asking.response.message, "code"]);

      const validating = exampleOf("validate-code");
      const request = { ...validating.request, code: asked.body.data.code };
      const validated = await raw(service.workerd.origin, `${BASE_PATH}/${INSTANCE}/validate-code`, request, SECRETS.token);
      assert.equal(validated.status, 200);
      const { proof, ...data } = validated.body.data;
      assert.match(proof, /^[\w-]+\.[\w-]+\.[\w-]+$/);
      sameShape({ ...validated.body, data }, validating.response);
      fits("validate-code", validated.body);
      assert.equal(validated.body.message, validating.response.message);
    },
  },
  {
    name: "1,000 requests are listed, filtered and paged, each exactly once",
    async run() {
      const listed = await startService({ main: "clock.js" });
      try {
        const made = new Map();
        for (let at = 0; at < 1000; at += 50) {
          const requests = await Promise.all(Array.from({ length: 50 }, () => listed.request(freshChat(), { expires: 600 })));
          for (const { uuid, chat_id, code } of requests) made.set(uuid, { chat_id, code });
        }
        assert.equal(made.size, 1000);
        const chosen = [...made.keys()].filter((_, at) => at % 10 === 0);
        for (const uuid of chosen) {
          const { chat_id: chatId, code } = made.get(uuid);
          assert.equal((await listed.server("validate-code", { chatId, code, uuid })).status, 200);
        }
        await listed.becomes([...made.keys()].at(-1), "sent");

        const all = await pages(listed, "limit=100");
        assert.deepEqual(all.map(({ uuid }) => uuid).sort(), [...made.keys()].sort());
        const times = all.map(({ created_at }) => Date.parse(created_at));
        assert.deepEqual(times, [...times].sort((a, b) => b - a), "newest first");
        for (const { uuid, chat_id } of all) assert.match(chat_id, masked(made.get(uuid).chat_id));

        const validated = await pages(listed, "status=validated&limit=7");
        assert.deepEqual(validated.map(({ uuid }) => uuid).sort(), [...chosen].sort());
        assert.equal((await pages(listed, "status=sent&limit=64")).length, 900);
        const [uuid] = chosen;
        const one = await pages(listed, `chatId=${encodeURIComponent(made.get(uuid).chat_id)}`);
        assert.deepEqual(one.map((entry) => entry.uuid), [uuid]);
        const text = JSON.stringify(all);
        for (const { chat_id } of made.values()) assert.ok(!text.includes(chat_id.slice(2, 12)));
      } finally {
        await listed.remove();
      }
    },
  },
  {
    name: "the list is for token holders, and not for pages",
    async run() {
      assert.equal((await service.send(`${INSTANCE}/requests`)).status, 401);
      assert.equal((await service.send(`${INSTANCE}/requests`, { headers: { origin: "https://shop.example" } })).status, 403);
    },
  },
];

/**
 * Every entry of a list, page by page.
 * @param {typeof service} from
 * @param {string} query
 * @returns {Promise<any[]>}
 */
async function pages(from, query) {
  const all = [];
  let cursor = "";
  do {
    const { status, body, text } = await from.server(`requests?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    assert.equal(status, 200, text);
    all.push(...body.data.requests);
    cursor = body.data.next_cursor ?? "";
  } while (cursor);
  return all;
}

/** A number with its middle hidden. @param {string} chatId */
const masked = (chatId) => new RegExp(`^\\+?${chatId.slice(0, 2)}\\d{0,2}\\*+\\d{0,2}(@c\\.us)?$`);

/**
 * Asserts the same fields with values of the same type, and dates with an offset.
 * @param {any} actual
 * @param {any} example
 */
function sameShape(actual, example) {
  assert.deepEqual(Object.keys(actual), Object.keys(example));
  for (const [name, value] of Object.entries(example)) {
    assert.equal(typeof actual[name], typeof value, name);
    if (typeof value === "object") sameShape(actual[name], value);
    if (/_at$/.test(name)) assert.match(actual[name], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  }
}

try {
  await runTests([
    ...tests,
    { name: "at least 90 answers were held against the vendor's document", run: () => assert.ok(checked >= 90, String(checked)) },
  ]);
} finally {
  courier.stop();
  await Promise.all([service.remove(), dead.remove()]);
}
