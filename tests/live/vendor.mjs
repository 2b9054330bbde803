/**
 * The service in workerd in front of a simulated vendor, over real sockets: `node tests/live/vendor.mjs`.
 *
 * The simulator shares no code with the core, so that a misreading of the vendor's documents shows.
 */

import assert from "node:assert/strict";
import { prepared, runTests } from "../support/runner.mjs";
import { freshChat, POLICY, SECRETS, startService, wrong } from "./support/service.mjs";
import { Vendor } from "./support/vendor/simulator.mjs";

const { vendor, service } = await prepared(async () => {
  const vendor = await new Vendor().listen();
  // Failures come one after another to one chat, so the pace of sends must not be what refuses them.
  const policy = JSON.stringify({ ...POLICY, sendGap: 0, sendsInWindow: 100, sendsADay: 100 });
  const service = await startService({
    bindings: {
      OTP_ISSUER: "hypersender", OTP_COURIER: "", OTP_POLICY: policy,
      HYPERSENDER_OTP_BASE_URL: vendor.baseUrl, HYPERSENDER_OTP_API_KEY: vendor.token, HYPERSENDER_OTP_INSTANCE_ID: vendor.instance,
    },
  });
  return { vendor, service };
});

/** Every code the vendor made. @type {string[]} */
const codes = [];

/** A request by a server; gives the service's data, and notes the vendor's code. @param {string} chatId */
async function requested(chatId) {
  const data = await service.request(chatId, { name: "Acme", expires: 300 });
  codes.push(vendor.codeOf(chatId));
  return data;
}

/** @param {string} chatId @param {string} code @param {string} [uuid] */
async function guess(chatId, code, uuid) {
  const { status, body, headers } = await service.server("validate-code", { chatId, code, uuid });
  return { status, code: body.error?.code, left: body.error?.attempts_remaining, wait: headers.get("retry-after"), data: body.data };
}

const asked = (/** @type {string} */ route) => vendor.seen.filter((call) => call.route === route).length;

/** What a vendor's failure comes to: for a request, and for a guess. @type {[import("./support/vendor/simulator.mjs").FailureName, string, string][]} */
const FAILURES = [
  ["throttled", "429 rate_limited wait 17", "429 rate_limited wait 17"],
  ["unauthenticated", "502 issuer_misconfigured", "502 issuer_misconfigured"],
  ["restricted", "423 channel_restricted", "423 channel_restricted"],
  ["not on WhatsApp", "422 recipient_unavailable", "422 recipient_unavailable"],
  ["server error", "502 issuer_failed", "502 issuer_failed"],
  ["bad gateway page", "502 issuer_failed", "502 issuer_failed"],
  ["maintenance", "502 issuer_failed", "502 issuer_failed"],
  ["another chat's success", "502 issuer_failed", "502 issuer_failed"],
  ["success without data", "502 issuer_failed", "502 issuer_failed"],
  ["redirected", "502 issuer_failed", "502 issuer_failed"],
  ["answer lost", "502 issuer_failed", "502 issuer_failed"],
  ["no answer", "504 issuer_timeout", "504 issuer_timeout"],
];

/** @param {{ status: number, headers: Headers, body: any }} answer */
const outcome = ({ status, headers, body }) => {
  const wait = headers.get("retry-after");
  return `${status} ${body.error?.code ?? "success"}${wait === null ? "" : ` wait ${wait}`}`;
};

await runTests([
  {
    name: "the vendor makes and sends the code; the service's answer is the contract's, without it",
    async run() {
      const chatId = freshChat();
      const data = await requested(chatId);
      assert.equal(data.uuid, vendor.active.get(chatId)?.uuid);
      assert.deepEqual(Object.keys(data).sort(), ["chat_id", "created_at", "expires_at", "otp_type", "status", "uuid"]);
      const { headers, body } = /** @type {import("./support/vendor/simulator.mjs").Seen} */ (vendor.seen.at(-1));
      assert.equal(headers.authorization, `Bearer ${vendor.token}`);
      assert.deepEqual(body, { chatId, length: 6, useLetter: false, useNumber: true, allCapital: false, name: "Acme", expires: 300 });
    },
  },
  {
    name: "the code that the vendor made is validated once, with a proof",
    async run() {
      const chatId = freshChat();
      const { uuid } = await requested(chatId);
      const { status, data } = await guess(chatId, vendor.codeOf(chatId), uuid);
      assert.deepEqual([status, data.uuid, data.chat_id, data.status], [200, uuid, chatId, "validated"]);
      assert.equal(data.proof.split(".").length, 3);
      const again = await guess(chatId, vendor.codeOf(chatId), uuid);
      assert.deepEqual([again.status, again.code], [409, "already_used"]);
      await service.becomes(uuid, "validated");
    },
  },
  {
    name: "five wrong guesses end a request; the vendor is not asked about the sixth, though it is right",
    async run() {
      const chatId = freshChat();
      const { uuid } = await requested(chatId);
      const bad = wrong(vendor.codeOf(chatId));
      const lefts = [];
      for (let count = 0; count < 5; count += 1) lefts.push((await guess(chatId, bad, uuid)).left);
      assert.deepEqual(lefts, [4, 3, 2, 1, 0]);
      const before = asked("validate-code");
      const sixth = await guess(chatId, vendor.codeOf(chatId), uuid);
      assert.deepEqual([sixth.status, sixth.code], [429, "too_many_attempts"]);
      assert.equal(asked("validate-code"), before);
    },
  },
  {
    name: "a code that expired at the vendor is expired",
    async run() {
      const chatId = freshChat();
      const { uuid } = await requested(chatId);
      vendor.expire(chatId);
      const { status, code } = await guess(chatId, vendor.codeOf(chatId), uuid);
      assert.deepEqual([status, code], [410, "expired_code"]);
    },
  },
  {
    name: "a chat without a request is refused without asking the vendor",
    async run() {
      const before = asked("validate-code");
      const { status, code } = await guess(freshChat(), "439713");
      assert.deepEqual([status, code], [404, "no_active_otp"]);
      assert.equal(asked("validate-code"), before);
    },
  },
  {
    name: "a page never sees the code, and must name its request",
    async run() {
      const chatId = freshChat();
      const { status, body } = await service.page("request-code", { chatId });
      assert.deepEqual([status, "code" in body.data], [200, false]);
      const code = vendor.codeOf(chatId);
      codes.push(code);
      assert.equal((await service.page("validate-code", { chatId, code })).status, 422);
      assert.equal((await service.page("validate-code", { chatId, code, uuid: body.data.uuid })).status, 200);
    },
  },
  ...FAILURES.map(([failure, request, validation]) => ({
    name: `vendor ${failure}: a request is ${request}, a guess ${validation}, and nothing is validated`,
    async run() {
      const chatId = freshChat();
      const { uuid } = await requested(chatId);
      vendor.plan("validate-code", failure);
      const guessed = await service.server("validate-code", { chatId, code: vendor.codeOf(chatId), uuid });
      assert.equal(outcome(guessed), validation);
      assert.equal(await service.status(uuid) === "validated", false);
      vendor.plan("request-code", failure);
      assert.equal(outcome(await service.server("request-code", { chatId })), request);
    },
  })),
  {
    name: "a guess of unknown outcome stays charged",
    async run() {
      const chatId = freshChat();
      const { uuid } = await requested(chatId);
      vendor.plan("validate-code", "server error");
      await guess(chatId, "000000", uuid);
      assert.equal((await guess(chatId, wrong(vendor.codeOf(chatId)), uuid)).left, 3);
    },
  },
  {
    name: "when the answer to a right code was lost, the code stays unproven: nobody is told it was valid",
    async run() {
      const chatId = freshChat();
      const { uuid } = await requested(chatId);
      vendor.plan("validate-code", "answer lost");
      await guess(chatId, vendor.codeOf(chatId), uuid);
      const again = await guess(chatId, vendor.codeOf(chatId), uuid);
      assert.deepEqual([again.status, again.code], [409, "already_used"]);
      assert.notEqual(await service.status(uuid), "validated");
    },
  },
  {
    name: "neither the vendor's token nor a code it made is in an answer or in the log",
    run() {
      const said = [...service.answers.map((answer) => answer.text), service.workerd.printed].join("\n");
      assert.ok(codes.length > 10);
      for (const secret of [vendor.token, SECRETS.token, SECRETS.pepper, ...codes]) assert.equal(said.includes(secret), false);
    },
  },
]);

await service.remove();
await vendor.close();
