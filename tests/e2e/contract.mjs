/** The HTTP contract, asked as a server asks it. */

import assert from "node:assert/strict";
import { chatIdOf, freshNumber, wrongCode } from "./person.mjs";
import { demo } from "./stage.mjs";

/** Asks for a code with the token. @param {string} chatId */
async function requested(chatId) {
  const { status, body } = await demo.call("request-code", { chatId });
  assert.equal(status, 200);
  return /** @type {{ uuid: string, code: string }} */ (body.data);
}

/**
 * Asserts a refusal of the contract.
 * @param {{ status: number, body: any }} answer
 * @param {number} status
 * @param {string} code
 */
function refused(answer, status, code) {
  assert.equal(answer.status, status);
  assert.equal(answer.body.success, false);
  assert.equal(answer.body.data, null);
  assert.equal(answer.body.error.code, code);
  assert.match(answer.body.message, /\w/);
}

/** @type {import("../support/runner.mjs").Test[]} */
export const contractTests = [
  {
    name: "with the token a request answers as the contract says, code included",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { status, headers, body } = await demo.call("request-code", { chatId, name: "Demo Shop" });
      assert.equal(status, 200);
      assert.match(headers.get("content-type") ?? "", /^application\/json/);
      assert.equal(headers.get("cache-control"), "no-store");
      assert.equal(body.success, true);
      assert.equal(body.data.chat_id, chatId);
      assert.match(body.data.uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      assert.match(body.data.code, /^\d{6}$/);
      assert.ok(["pending", "sent"].includes(body.data.status));
      assert.equal(body.data.otp_type, "code");
      assert.equal(Date.parse(body.data.expires_at) - Date.parse(body.data.created_at), 1_800_000);
      assert.match(body.data.expires_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    },
  },
  {
    name: "with the token the right code is validated",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { uuid, code } = await requested(chatId);
      const { status, body } = await demo.call("validate-code", { chatId, code });
      assert.equal(status, 200);
      assert.equal(body.success, true);
      assert.equal(body.data.uuid, uuid);
      assert.equal(body.data.chat_id, chatId);
      assert.equal(body.data.status, "validated");
      assert.ok(Date.parse(body.data.validated_at) > 0);
    },
  },
  {
    name: "a wrong code is a 422 invalid_code with the tries left",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { code } = await requested(chatId);
      const answer = await demo.call("validate-code", { chatId, code: wrongCode(code) });
      refused(answer, 422, "invalid_code");
      assert.equal(answer.body.error.attempts_remaining, 4);
    },
  },
  {
    name: "a code used twice is a 409 already_used",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { code } = await requested(chatId);
      assert.equal((await demo.call("validate-code", { chatId, code })).status, 200);
      refused(await demo.call("validate-code", { chatId, code }), 409, "already_used");
    },
  },
  {
    name: "the sixth guess is a 429 too_many_attempts even if it is right",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { code } = await requested(chatId);
      for (const left of [4, 3, 2, 1, 0]) {
        const answer = await demo.call("validate-code", { chatId, code: wrongCode(code) });
        refused(answer, 422, "invalid_code");
        assert.equal(answer.body.error.attempts_remaining, left);
      }
      refused(await demo.call("validate-code", { chatId, code }), 429, "too_many_attempts");
    },
  },
  {
    name: "an expired code is a 410 expired_code",
    alone: true,
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { code } = await requested(chatId);
      await demo.advance(1801);
      refused(await demo.call("validate-code", { chatId, code }), 410, "expired_code");
    },
  },
  {
    name: "a chat without a code is a 404 no_active_otp",
    async run() {
      refused(await demo.call("validate-code", { chatId: chatIdOf(freshNumber()), code: "123456" }), 404, "no_active_otp");
    },
  },
  {
    name: "a chatId that is no number is a 422 invalid_request that names the field",
    async run() {
      for (const chatId of ["", "12@c.us", "20123456789", "20123456789@g.us", 20123456789, null]) {
        const answer = await demo.call("request-code", { chatId });
        refused(answer, 422, "invalid_request");
        assert.ok(Array.isArray(answer.body.errors.chatId));
      }
    },
  },
  {
    name: "a wrong token is a 401 unauthorized",
    async run() {
      const answer = await fetch(`${demo.baseUrl}/${demo.instance}/request-code`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer 1|wrong" },
        body: JSON.stringify({ chatId: chatIdOf(freshNumber()) }),
      });
      refused({ status: answer.status, body: await answer.json() }, 401, "unauthorized");
    },
  },
];
