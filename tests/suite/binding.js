/** A code proves one chat and one request: the answer must name both. */

import { equal, fails, gives, ok, theme } from "./harness.js";
import * as api from "./recorded.js";
import { answer, answering, CHAT, CODE, options, OTHER_CHAT, OTHER_UUID, UUID, validated } from "./support.js";

const test = theme("binding");

/**
 * @param {Record<string, unknown>} data what the answer says
 * @param {Partial<import("hypersender-otp").CodeValidation>} [asked]
 */
function validate(data, asked = {}) {
  const fetch = answering(answer(200, validated(data)));
  return api.validateCode({ chatId: CHAT, code: CODE, ...asked }, options({ fetch }));
}

test("the uuid that was asked for must be the one that is answered", async () => {
  ok((await gives(validate({ uuid: UUID }, { uuid: UUID }), "same")).valid, "the same uuid");
  await fails(validate({ uuid: OTHER_UUID }, { uuid: UUID }), "bad_response", "another");
  await fails(validate({ uuid: undefined }, { uuid: UUID }), "bad_response", "none");
  await fails(validate({ uuid: "" }, { uuid: UUID }), "bad_response", "empty");
});

test("upper and lower case write the same uuid", async () => {
  const result = await gives(validate({ uuid: UUID.toUpperCase() }, { uuid: UUID }));
  ok(result.valid && result.uuid === UUID, "the uuid is told in lower case");
  ok((await gives(validate({ uuid: UUID }, { uuid: UUID.toUpperCase() }))).valid, "asked in upper case");
});

test("without a uuid any request of the chat may be answered, and the answer tells which", async () => {
  const result = await gives(validate({ uuid: OTHER_UUID }));
  equal(result.valid && result.uuid, OTHER_UUID);
});

test("another chat's success is no success, with and without a uuid", async () => {
  await fails(validate({ chat_id: OTHER_CHAT }), "bad_response", "without");
  await fails(validate({ chat_id: OTHER_CHAT, uuid: UUID }, { uuid: UUID }), "bad_response", "with");
  await fails(validate({ chat_id: `${CHAT} ` }), "bad_response", "a space");
  await fails(validate({ chat_id: "020123456789@c.us" }), "bad_response", "a zero");
});

test("a request's summary must be of the request that was asked for", async () => {
  const data = {
    uuid: OTHER_UUID, chat_id: "2012*****89@c.us", status: "validated", otp_type: "code",
    expires_at: "2025-12-29T18:09:38Z", created_at: "2025-12-29T17:39:38Z",
  };
  const fetch = answering(answer(200, { success: true, message: "", data }));
  await fails(api.getRequest(UUID, options({ fetch })), "bad_response");
  equal((await gives(api.getRequest(OTHER_UUID, options({ fetch })))).uuid, OTHER_UUID);
});
