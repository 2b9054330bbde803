/** The flow as data, without a page: which state an event leads to, and what survives a reload. */

import assert from "node:assert/strict";
import { isBusy, lifeLeft, next, START, waitLeft } from "../../www/flow.js";
import { fromText, toText } from "../../www/keep.js";

/** @typedef {import("../../www/flow.js").Event} Event */
/** @typedef {import("../../www/flow.js").Flow} Flow */

const NOW = 1_700_000_000_000;
const CHAT = "20123456789@c.us";
const challenge = { uuid: "00000000-0000-4000-8000-000000000001", chatId: CHAT, expiresAt: NOW + 60_000, triesLeft: null };
const wait = { chatId: CHAT, until: NOW + 30_000 };
/** @type {import("../../www/flow.js").Notice} */
const notice = { tone: "info", about: "code", key: "sent", values: {} };

/** @type {Event} */
const sent = { type: "sent", challenge, wait, notice };
/** @type {Event} */
const refused = { type: "refused", locked: false, triesLeft: 4, notice };
/** @type {Event} */
const locked = { type: "refused", locked: true, triesLeft: 0, notice };
/** One event of each kind. @type {Event[]} */
const EVENTS = [
  { type: "send" }, sent, { type: "not-sent", notice }, { type: "check" }, { type: "verified", notice },
  refused, { type: "not-checked", notice }, { type: "told", notice }, { type: "skipped", ms: 1000 },
];

/** How each phase is reached. @type {Record<string, Event[]>} */
const WAYS = {
  idle: [],
  sending: [{ type: "send" }],
  sent: [{ type: "send" }, sent],
  checking: [{ type: "send" }, sent, { type: "check" }],
  locked: [{ type: "send" }, sent, { type: "check" }, locked],
  verified: [{ type: "send" }, sent, { type: "check" }, { type: "verified", notice }],
};

/** @param {Event[]} events @returns {Flow} */
const after = (...events) => events.reduce(next, START);

/** Where each event leads from each phase; a dot means that it does not fit and changes nothing. */
const TABLE = `
             idle     sending  sent     checking locked   verified
  send       sending  .        sending  .        sending  sending
  sent       .        sent     .        .        .        .
  not-sent   .        idle     .        .        .        .
  check      .        .        checking .        checking checking
  verified   .        .        .        verified .        .
  refused    .        .        .        sent     .        .
  not-checked .       .        .        sent     .        .
  told       idle     .        sent     .        locked   .
  skipped    idle     sending  sent     checking locked   verified`;

/** @type {import("../support/runner.mjs").Test[]} */
export const flowTests = [
  {
    name: "every event leads from every phase to the phase the table names, or changes nothing at all",
    run() {
      const [head = [], ...rows] = TABLE.trim().split("\n").map((line) => line.trim().split(/\s+/));
      assert.deepEqual(rows.map(([type]) => type), EVENTS.map(({ type }) => type));
      for (const [row, event] of EVENTS.entries()) {
        for (const [column, phase] of head.entries()) {
          const before = after(...(WAYS[phase] ?? []));
          assert.equal(before.phase, phase);
          const expected = rows[row]?.[column + 1];
          const got = next(before, event);
          if (expected === ".") assert.equal(got, before, `${event.type} while ${phase}`);
          else assert.equal(got.phase, expected, `${event.type} while ${phase}`);
        }
      }
    },
  },
  {
    name: "while an answer is awaited neither a send nor a check starts",
    run() {
      for (const way of [WAYS.sending ?? [], WAYS.checking ?? []]) {
        const busy = after(...way);
        assert.ok(isBusy(busy));
        assert.equal(next(busy, { type: "send" }), busy);
        assert.equal(next(busy, { type: "check" }), busy);
      }
    },
  },
  {
    name: "a send that fails leaves the code sent before as it was",
    run() {
      const failed = after(...(WAYS.sent ?? []), { type: "send" }, { type: "not-sent", notice });
      assert.equal(failed.phase, "sent");
      assert.deepEqual(failed.challenge, challenge);
    },
  },
  {
    name: "a refused code brings the tries left, and only a final refusal locks",
    run() {
      const open = after(...(WAYS.checking ?? []), refused);
      assert.deepEqual([open.phase, open.challenge?.triesLeft], ["sent", 4]);
      assert.equal(after(...(WAYS.checking ?? []), locked).phase, "locked");
    },
  },
  {
    name: "times count down to nought, for the number that has to wait only",
    run() {
      const flow = after(...(WAYS.sent ?? []));
      assert.equal(lifeLeft(flow, NOW + 1000), 59_000);
      assert.equal(lifeLeft(flow, NOW + 99_000), 0);
      assert.equal(waitLeft(flow, CHAT, NOW), 30_000);
      assert.equal(waitLeft(flow, CHAT, NOW + 99_000), 0);
      assert.equal(waitLeft(flow, "447700900123@c.us", NOW), 0);
      const later = next(flow, { type: "skipped", ms: 40_000 });
      assert.deepEqual([lifeLeft(later, NOW), waitLeft(later, CHAT, NOW)], [20_000, 0]);
    },
  },
  {
    name: "a reload goes on where the page was, and an answer that was awaited is forgotten",
    run() {
      const kept = { idle: "idle", sending: "idle", sent: "sent", checking: "sent", locked: "locked", verified: "verified" };
      for (const [phase, expected] of Object.entries(kept)) {
        const flow = fromText(toText(after(...(WAYS[phase] ?? []))), NOW);
        assert.equal(flow.phase, expected, phase);
        assert.deepEqual(flow.challenge, expected === "idle" ? null : { ...challenge, triesLeft: phase === "locked" ? 0 : null });
        assert.ok(!isBusy(flow));
      }
    },
  },
  {
    name: "a code whose time is up is not brought back, and neither is what is no flow",
    run() {
      const text = toText(after(...(WAYS.sent ?? [])));
      assert.deepEqual(fromText(text, NOW + 60_000), START);
      for (const other of [null, "", "null", "{", "7", "[]", "{}", '{"phase":"sent"}', '{"phase":"sending","challenge":{}}']) {
        assert.deepEqual(fromText(other, NOW), START, String(other));
      }
      assert.equal(fromText(text.replace('"sent"', '"checking"'), NOW).phase, "idle");
    },
  },
  {
    name: "a state survives JSON",
    run() {
      for (const way of Object.values(WAYS)) {
        const flow = after(...way);
        assert.deepEqual(JSON.parse(JSON.stringify(flow)), flow);
      }
    },
  },
];
