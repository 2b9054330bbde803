/** Refusals of the call, and of the code. */

import { CODE, TOKEN, UUID, honest } from "../answers.mjs";
import { answerBytes } from "../server.mjs";
import { answers, fails, fault, ours, refused, NETWORK, NOW, PAGE, SERVER } from "../table.mjs";

// Refusals of the call.

/** @type {[number, string, string][]} */
const REFUSALS = [
  [400, "invalid_request", "Bad Request"],
  [401, "unauthorized", "Unauthenticated."],
  [402, "invalid_request", "Payment Required"],
  [403, "forbidden", "This action is unauthorized."],
  [404, "not_found", "Not Found."],
  [405, "invalid_request", "The POST method is not supported for this route."],
  [409, "invalid_request", "Conflict"],
  [413, "invalid_request", "The POST data is too large."],
  [415, "invalid_request", "Unsupported Media Type"],
  [418, "invalid_request", "I'm a teapot"],
  [422, "invalid_request", "The given data was invalid."],
  [423, "channel_restricted", "Your number has been restricted by WhatsApp."],
];
for (const [status, code, message] of REFUSALS) {
  answers(`${status}, Laravel`, fails(code, "no"), { status, body: JSON.stringify({ message }) });
  answers(`${status}, empty`, fails(code, "no"), { status, body: "" });
  answers(`${status}, HTML`, fails(code, "no"), { status, headers: { "content-type": "text/html" }, body: PAGE });
  answers(`${status} with a perfect success`, fails(code, "no"), { status });
  fault(`${status}, reset in the body`, NETWORK, (peer) => {
    peer.write(answerBytes({ status, body: JSON.stringify({ message, padding: "x".repeat(100) }) }).subarray(0, -50));
    peer.later(20, () => peer.reset());
  });
}
answers("422, errors of several fields", fails("invalid_request", "no"), {
  status: 422, body: JSON.stringify({ message: "The given data was invalid.", errors: { chatId: ["The chat id field is required."], code: ["The code is invalid."] } }),
});
answers("422, number not on WhatsApp", fails("recipient_unavailable", "no"), {
  status: 422,
  body: JSON.stringify({
    message: "The given data was invalid.",
    errors: { messages: ["The number you want to send the message to is not on whatsapp."], jid: "20123456789@s.whatsapp.net", exists: false },
    statusCode: 422,
  }),
});

// What is wrong here is not the code, though the words could be taken for it.
for (const [status, message] of /** @type {[number, string][]} */ ([
  [400, "Invalid JSON payload"], [400, "Your token has expired"], [409, "Already exists"], [419, "CSRF token mismatch."],
  [419, "Page Expired"], [422, "Invalid instance"],
])) {
  answers(`${status}, "${message}"`, fails("invalid_request", "no"), { status, body: JSON.stringify({ message }) });
}

// Refusals of the code.

/** @type {[number, string, string][]} */
const REASONS = [
  [422, "invalid_code", "invalid_request no"],
  [410, "expired_code", "invalid_request no"],
  [409, "already_used", "invalid_request no"],
  [404, "no_active_otp", "not_found no"],
];
for (const [status, reason, request] of REASONS) {
  answers(`${status} ${reason}`, refused(reason, request), { status, body: JSON.stringify(ours(reason, { attempts_remaining: 3 })) });
}
answers("429 too_many_attempts", {
  request: "rate_limited no wait 60s", validate: "refused too_many_attempts wait 60s",
}, { status: 429, headers: { "retry-after": "60" }, body: JSON.stringify(ours("too_many_attempts")) });
fault("429 too_many_attempts, Retry-After: 0", { ...refused("too_many_attempts", "rate_limited no"), hits: 1 }, (peer) =>
  peer.json(ours("too_many_attempts"), { status: 429, headers: NOW }));
/** @type {[string, string][]} */
const PROSE = [
  ["Invalid OTP code", "invalid_code"],
  ["The OTP code has expired", "expired_code"],
  ["This code has already been validated", "already_used"],
  ["No active OTP found for this chat", "no_active_otp"],
  ["Maximum attempts exceeded", "too_many_attempts"],
  ["El código no es correcto", "refused"],
];
for (const [message, reason] of PROSE) {
  for (const status of [200, 400]) {
    answers(`${status}, "${message}"`, refused(reason, "invalid_request no"), { status, body: JSON.stringify({ success: false, message, data: null }) });
  }
}
answers("refusal beside the data of a success", refused("refused", "invalid_request no"), (call) => ({
  body: JSON.stringify(honest(call, { success: false, message: "?" })),
}));
answers("refusal that repeats token and code", refused("invalid_code", "invalid_request no"), {
  status: 400, body: JSON.stringify({ success: false, message: `Wrong code ${CODE} for ${TOKEN}`, errors: { code: [`${CODE} is wrong`] }, uuid: UUID }),
});
answers("failure that repeats token and code", SERVER, {
  status: 500, headers: { "s-request-id": TOKEN }, body: JSON.stringify({ message: `Authorization: Bearer ${TOKEN} code=${CODE}`, errors: { [TOKEN]: [CODE] } }),
});
