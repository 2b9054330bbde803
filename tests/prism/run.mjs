/**
 * The packed client against Prism, which serves the vendor's own OpenAPI document: it refuses a
 * request that the document does not allow, and answers with the document's examples.
 *
 * usage: node tests/prism/run.mjs
 */

import assert from "node:assert/strict";
import { importFrom, installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { startPrism } from "./server.mjs";

// The values of the document's examples.
const CHAT = "20123456789@c.us";
const UUID = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
const CODE = "439713";
const INSTANCE = "0c8a2c1e-4c2b-4f0a-9d55-5b6d3c1f7a10";

const { api, prism } = await prepared(async () => {
  return { api: await importFrom(await installPackage()), prism: await startPrism() };
});
const options = { instance: INSTANCE, token: "1|any-token", baseUrl: prism.origin };
/** Answers made up by the schema alone instead of the example. */
const dynamic = { ...options, headers: { prefer: "dynamic=true" } };

/** What a call came to in one word. @param {Promise<any>} call */
async function outcome(call) {
  try {
    const result = await call;
    return "valid" in result ? (result.valid ? "valid" : `refused ${result.reason}`) : "requested";
  } catch (error) {
    assert.ok(api.isOtpError(error), String(error));
    return error.delivery === undefined ? error.code : `${error.code} ${error.delivery}`;
  }
}

await runTests([
  {
    name: "Prism refuses what the document does not allow",
    async run() {
      const answer = await fetch(`${prism.origin}/${INSTANCE}/validate-code`, {
        method: "POST", headers: { authorization: "Bearer x", "content-type": "application/json" }, body: '{"chatId":1}',
      });
      assert.equal(answer.status, 422);
    },
  },
  {
    name: "a chatId alone requests a code",
    async run() {
      const result = await api.requestCode({ chatId: CHAT }, options);
      assert.deepEqual(
        { ...result, code: result.code?.reveal() },
        {
          uuid: UUID, chatId: CHAT, code: CODE, status: "pending", otpType: "code", message: "OTP code generated and message queued successfully",
          expiresAt: new Date("2025-12-29T18:09:38Z"), createdAt: new Date("2025-12-29T17:39:38Z"),
        },
      );
    },
  },
  {
    name: "every field of a request passes the document's schema",
    async run() {
      const requests = [
        { length: 4 }, { length: 10 }, { useLetter: true }, { useLetter: true, useNumber: false }, { useLetter: true, allCapital: true },
        { name: "Acme" }, { name: "مرحبا" }, { expires: 60 }, { expires: 1800 },
        { length: 8, useLetter: true, useNumber: true, allCapital: true, name: "Acme", expires: 300 },
      ];
      for (const request of requests) assert.equal(await outcome(api.requestCode({ chatId: CHAT, ...request }, options)), "requested");
    },
  },
  {
    name: "a code is validated",
    async run() {
      assert.deepEqual(await api.validateCode({ chatId: CHAT, code: CODE }, options), {
        valid: true, uuid: UUID, chatId: CHAT, status: "validated", message: "OTP code validated successfully",
        validatedAt: new Date("2025-12-29T17:43:36Z"),
      });
    },
  },
  {
    name: "a code is validated for the request it belongs to",
    run: async () => assert.equal(await outcome(api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options)), "valid"),
  },
  {
    name: "the answer for another request is refused",
    run: async () => assert.equal(await outcome(api.validateCode({ chatId: CHAT, code: CODE, uuid: INSTANCE }, options)), "bad_response"),
  },
  {
    name: "the answer for another chat is refused",
    async run() {
      assert.equal(await outcome(api.validateCode({ chatId: "20123456780@c.us", code: CODE }, options)), "bad_response");
      assert.equal(await outcome(api.requestCode({ chatId: "20123456780@c.us" }, options)), "bad_response yes");
    },
  },
  {
    name: "without a token the calls are unauthorized",
    async run() {
      const { token, ...nobody } = options;
      assert.equal(await outcome(api.requestCode({ chatId: CHAT }, nobody)), "unauthorized no");
      assert.equal(await outcome(api.validateCode({ chatId: CHAT, code: CODE }, nobody)), "unauthorized");
    },
  },
  {
    name: "a wrong base URL is not found",
    async run() {
      const lost = { ...options, baseUrl: `${prism.origin}/api/otp/v1` };
      assert.equal(await outcome(api.requestCode({ chatId: CHAT }, lost)), "not_found no");
      assert.equal(await outcome(api.validateCode({ chatId: CHAT, code: CODE }, lost)), "not_found");
    },
  },
  {
    name: "calls that only our own service answers are not found",
    async run() {
      assert.equal(await outcome(api.getRequest(UUID, options)), "not_found");
      assert.equal(await outcome(api.listRequests({}, options)), "not_found");
    },
  },
  {
    name: "made-up answers that only fit the schema are never accepted",
    async run() {
      // `success` is drawn too; where it is false that is a refusal, and everything else is no answer at all.
      for (let left = 25; left > 0; left--) {
        assert.match(await outcome(api.requestCode({ chatId: CHAT }, dynamic)), /^(bad_response (yes|unknown)|invalid_request no)$/);
        assert.match(await outcome(api.validateCode({ chatId: CHAT, code: CODE }, dynamic)), /^(bad_response|refused refused)$/);
      }
    },
  },
]);
await prism.stop();
