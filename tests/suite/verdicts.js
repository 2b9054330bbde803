/** What an answer means: every reason, every error code, and what is never taken for a yes. */

import { canariesIn } from "./canaries.js";
import { equal, fails, gives, ok, outcome, shown, theme } from "./harness.js";
import * as api from "./recorded.js";
import {
  answer, answering, CHAT, CODE, ISSUED, options, OTHER_CHAT, OTHER_UUID, refused, requested, TOKEN, UUID, validated,
} from "./support.js";

const test = theme("verdicts");

/** @typedef {import("hypersender-otp").RefusedCode} RefusedCode */
/** @typedef {import("./support.js").Answer} Answer */

/** @param {Answer} answer */
const request = (answer) => api.requestCode({ chatId: CHAT }, options({ fetch: answering(answer), retry: 0 }));
/** @param {Answer} answer */
const validate = (answer) =>
  api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options({ fetch: answering(answer), retry: 0 }));

/**
 * @param {Answer} answer
 * @param {string} [label]
 */
async function refusal(answer, label) {
  const result = await gives(validate(answer), label);
  ok(!result.valid, `${label}: a refusal was expected`);
  return /** @type {RefusedCode} */ (result);
}

/** JSON that says almost what `body` says. @param {object} body @param {string | RegExp} from @param {string} to */
function spoilt(body, from, to) {
  const text = JSON.stringify(body);
  const changed = text.replace(from, to);
  ok(changed !== text, `nothing was spoilt: ${from}`);
  return changed;
}

test("the right code is valid, with everything the answer said", async () => {
  equal(await gives(validate(answer(200, validated()))), {
    valid: true, uuid: UUID, chatId: CHAT, status: "validated", message: "OTP code validated successfully",
    validatedAt: new Date("2025-12-29T17:43:36Z"),
  });
  const proven = await gives(validate(answer(200, validated({ proof: "a.b.c", more: [{}] }))), "with a proof");
  ok(proven.valid && proven.proof === "a.b.c", "the proof is passed on");
});

test("the same person may be named in the answer's other form", async () => {
  const result = await gives(validate(answer(200, validated({ chat_id: "20123456789@s.whatsapp.net" }))));
  ok(result.valid && result.chatId === CHAT, "the chat is the one that was asked for");
});

for (const reason of /** @type {const} */ ([
  "invalid_code", "expired_code", "already_used", "no_active_otp", "too_many_attempts", "refused",
])) {
  test(`error.code ${reason} is that reason, at any status and whatever the prose says`, async () => {
    for (const status of [200, 400, 404, 409, 410, 422, 429]) {
      const result = await refusal(answer(status, { ...refused(reason), message: "already expired" }), String(status));
      equal(result, { valid: false, reason, message: "already expired" });
    }
  });
}

test("tries left and the time to wait are told where the answer told them", async () => {
  const result = await refusal(answer(429, refused("too_many_attempts", { attempts_remaining: 0 }), { "retry-after": "900" }));
  equal([result.attemptsRemaining, result.retryAfter], [0, 900_000]);
  for (const odd of ["3", -1, 1.5, null, 1e300]) {
    const result = await refusal(answer(422, refused("invalid_code", { attempts_remaining: odd })), String(odd));
    ok(!("attemptsRemaining" in result), `${odd} is no number of tries`);
  }
});

test("without an error.code the wording tells the reason", async () => {
  for (const [message, reason] of [
    ["Invalid OTP code", "invalid_code"],
    ["The code is incorrect.", "invalid_code"],
    ["The code doesn’t match", "invalid_code"],
    ["OTP code has expired", "expired_code"],
    ["This code was already used", "already_used"],
    ["No active OTP found for this chat", "no_active_otp"],
    ["Too many attempts for this code", "too_many_attempts"],
    ["The code is invalid or has expired", "refused"],
    ["رمز غير صحيح", "refused"],
    ["", "refused"],
  ]) {
    for (const status of [200, 400, 422]) {
      equal((await refusal(answer(status, { success: false, message }), `${status} ${message}`)).reason, reason, message);
    }
  }
});

test("a mistake of the field code alone is a verdict on the code", async () => {
  const said = { message: "The given data was invalid.", errors: { code: ["The selected code is invalid."] } };
  equal((await refusal(answer(422, said))).reason, "invalid_code");
});

/** @type {[number, unknown, import("hypersender-otp").OtpErrorCode][]} */
const FAILURES = [
  [400, { message: "Bad Request" }, "invalid_request"],
  [401, { message: "Unauthenticated." }, "unauthorized"],
  [402, { message: "Payment Required" }, "invalid_request"],
  [403, { message: "This action is unauthorized." }, "forbidden"],
  [404, { message: "Not Found." }, "not_found"],
  [404, "<html>not found</html>", "not_found"],
  [405, { message: "The GET method is not supported for this route." }, "invalid_request"],
  [413, "", "invalid_request"],
  [415, "", "invalid_request"],
  [418, "", "invalid_request"],
  [422, { message: "The given data was invalid.", errors: { chatId: ["The chat id field is required."] } }, "invalid_request"],
  [422, { message: "The code field is required.", errors: { code: ["The code field is required."] } }, "invalid_request"],
  [423, { message: "Locked until tomorrow" }, "channel_restricted"],
  [429, { message: "Too Many Attempts." }, "rate_limited"],
  [429, { success: false, message: "Too Many Attempts." }, "rate_limited"],
  [429, "<html>slow down</html>", "rate_limited"],
  [500, { message: "Server Error" }, "server_error"],
  [502, "<html>Bad gateway</html>", "server_error"],
  [503, { success: false, error: { code: "invalid_code" } }, "server_error"],
  [504, "", "server_error"],
  [599, "", "server_error"],
];

for (const [status, body, code] of FAILURES) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  test(`${status} ${text} is ${code} for either call, and no verdict on the code`, async () => {
    const failed = await fails(validate(answer(status, body)), code, "validate");
    equal([failed.status, failed.delivery], [status, undefined]);
    const error = await fails(request(answer(status, body)), code, "request");
    equal(error.status, status);
    equal(error.delivery, code === "server_error" ? "unknown" : "no");
    equal(error.retryable, code === "rate_limited" || code === "server_error");
  });
}

test("a number that is not on WhatsApp is recipient_unavailable, with its details", async () => {
  const body = {
    message: "The given data was invalid.",
    errors: { messages: ["The number you want to send the message to is not on whatsapp."], jid: "20121323124131@s.whatsapp.net", exists: false },
    statusCode: 422,
  };
  const error = await fails(request(answer(422, body)), "recipient_unavailable");
  equal(Object.keys(error.details ?? {}).sort(), ["exists", "jid", "messages"]);
  equal(error.details?.exists, ["false"]);
});

test("the details of a field mistake are told by field, odd names included", async () => {
  const error = await fails(request(answer(422, '{"message":"no","errors":{"name":["a","b"],"__proto__":["c"]}}')), "invalid_request");
  equal(error.details?.name, ["a", "b"]);
  equal(Object.keys(error.details ?? {}), ["name", "__proto__"]);
});

/** @type {[string, () => string][]} */
const NOT_VALIDATED = [
  ['success "true"', () => spoilt(validated(), "true", '"true"')],
  ["success 1", () => spoilt(validated(), "true", "1")],
  ["success null", () => spoilt(validated(), "true", "null")],
  ["success missing", () => spoilt(validated(), '"success":true,', "")],
  ["success twice", () => spoilt(validated(), '"success":true', '"success":true,"success":true')],
  ["data twice", () => spoilt(validated(), /\}$/, ',"data":{}}')],
  ["status Validated", () => spoilt(validated(), '"validated"', '"Validated"')],
  ["status pending", () => spoilt(validated(), '"validated"', '"pending"')],
  ["status true", () => spoilt(validated(), '"validated"', "true")],
  ["status missing", () => JSON.stringify(validated({ status: undefined }))],
  ["data missing", () => '{"success":true,"message":"ok"}'],
  ["data null", () => '{"success":true,"message":"ok","data":null}'],
  ["data an array", () => `{"success":true,"data":[${JSON.stringify(validated().data)}]}`],
  ["another chat", () => JSON.stringify(validated({ chat_id: OTHER_CHAT }))],
  ["a group", () => JSON.stringify(validated({ chat_id: "20123456789@g.us" }))],
  ["a chat that is a number", () => JSON.stringify(validated({ chat_id: 20123456789 }))],
  ["another request", () => JSON.stringify(validated({ uuid: OTHER_UUID }))],
  ["no request", () => JSON.stringify(validated({ uuid: undefined }))],
  ["a request that is no UUID", () => JSON.stringify(validated({ uuid: "1" }))],
  ["a date that does not exist", () => JSON.stringify(validated({ validated_at: "2025-02-30T00:00:00Z" }))],
  ["a date without an offset", () => JSON.stringify(validated({ validated_at: "2025-12-29T17:43:36" }))],
  ["a date that is a number", () => JSON.stringify(validated({ validated_at: 1767030216 }))],
  ["a proof that is no text", () => JSON.stringify(validated({ proof: { alg: "none" } }))],
  ["a byte order mark", () => `\ufeff${JSON.stringify(validated())}`],
  ["two documents", () => JSON.stringify(validated()).repeat(2)],
  ["cut off", () => JSON.stringify(validated()).slice(0, -2)],
  ["empty", () => ""],
  ["a page", () => "<html>validated</html>"],
  ["wrapped in an array", () => `[${JSON.stringify(validated())}]`],
  ["comments", () => `/**/${JSON.stringify(validated())}`],
  ["a depth of 32,000", () => spoilt(validated(), '"data"', `"deep":${"[".repeat(32_000)}${"]".repeat(32_000)},"data"`)],
  ["a lone surrogate as the chat", () => JSON.stringify(validated({ chat_id: "20123456789\ud800@c.us" }))],
  ["__proto__ in place of data", () => spoilt(validated(), '"data"', '"__proto__"')],
];

for (const [name, body] of NOT_VALIDATED) {
  test(`an answer to a validation with ${name} is bad_response`, async () => {
    const error = await fails(validate(answer(200, body())), "bad_response");
    equal([error.status, error.retryable], [200, false]);
  });
}

test("bytes that are no UTF-8 are bad_response", async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(validated()));
  bytes[bytes.indexOf(0x4f)] = 0xff;
  await fails(validate(answer(200, bytes)), "bad_response");
});

test("a body over 64 KiB is bad_response, and its rest is not read", async () => {
  let sent = 0;
  let cancelled = 0;
  const endless = () => new Response(new ReadableStream({
    pull(controller) {
      sent += 1;
      controller.enqueue(new TextEncoder().encode(" ".repeat(16_384)));
    },
    cancel() {
      cancelled += 1;
    },
  }), { status: 200, headers: { "content-type": "application/json" } });
  await fails(validate(endless), "bad_response");
  ok(sent < 12, `${sent} pieces were read`);
  equal(cancelled, 1);
});

test("a right answer that goes on beyond 64 KiB is bad_response, even if only spaces follow", async () => {
  const text = JSON.stringify(validated());
  await fails(validate(answer(200, text + " ".repeat(65_537 - text.length))), "bad_response", "in one piece");
  const pieces = [text, " ".repeat(60_000), " ".repeat(60_000)];
  const inPieces = () => new Response(new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(piece));
    },
  }), { status: 200, headers: { "content-type": "application/json" } });
  await fails(validate(inPieces), "bad_response", "in pieces");
});

test("a body of exactly 64 KiB in a thousand pieces is read whole", async () => {
  const text = JSON.stringify(validated());
  const bytes = new TextEncoder().encode(text + " ".repeat(65_536 - text.length));
  let at = 0;
  const pieces = () => new Response(new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + 66));
      at += 66;
    },
  }), { status: 200, headers: { "content-type": "application/json" } });
  ok((await gives(validate(pieces))).valid, "it is the right code's answer");
});

for (const status of [201, 202, 203, 299]) {
  test(`a perfect body with status ${status} is bad_response`, async () => {
    equal((await fails(validate(answer(status, validated())), "bad_response", "validate")).status, status);
    equal((await fails(request(answer(status, requested())), "bad_response", "request")).delivery, "yes");
  });
}

test("204 is bad_response", async () => {
  await fails(validate(() => new Response(null, { status: 204 })), "bad_response");
});

test("a perfect body of another content type is bad_response", async () => {
  for (const type of ["text/html", "text/plain", "application/jsonx", "application/javascript", ""]) {
    await fails(validate(answer(200, validated(), { "content-type": type })), "bad_response", type);
  }
  for (const type of ["application/json; charset=utf-8", "Application/JSON", "application/problem+json"]) {
    ok((await gives(validate(answer(200, validated(), { "content-type": type })), type)).valid, type);
  }
});

test("a code that is a number, empty or an object is bad_response; null and none mean that it is kept", async () => {
  for (const code of [439713, "", { code: "1" }, ["439713"], true]) {
    const error = await fails(request(answer(200, requested({ code }))), "bad_response", typeof code);
    equal(error.delivery, "yes");
  }
  for (const code of [null, undefined]) {
    ok(!("code" in (await gives(request(answer(200, requested({ code }))), String(code)))), "there is no code");
  }
});

test("an answer to a request with a field missing or wrong is bad_response, and a message went out", async () => {
  for (const name of ["uuid", "chat_id", "status", "otp_type", "expires_at", "created_at"]) {
    for (const value of [undefined, null, 1, ["x"]]) {
      const error = await fails(request(answer(200, requested({ [name]: value }))), "bad_response", `${name} ${value}`);
      equal(error.delivery, "yes");
    }
  }
  await fails(request(answer(200, requested({ chat_id: OTHER_CHAT }))), "bad_response", "another chat");
});

test("a status that this version does not know is passed through", async () => {
  equal((await gives(request(answer(200, requested({ status: "queued", further: { field: 1 } }))))).status, "queued");
});

test("a refused request for a code is an error, whatever code it names", async () => {
  for (const code of ["invalid_code", "already_used", "unheard_of"]) {
    await fails(request(answer(422, refused(code))), "invalid_request", code);
  }
  await fails(request(answer(200, { success: false, message: "No." })), "invalid_request", "200");
  await fails(request(answer(429, refused("rate_limited"))), "rate_limited", "throttled");
});

test("a validation that says rate_limited is no verdict on the code", async () => {
  await fails(validate(answer(429, refused("rate_limited"))), "rate_limited");
  await fails(validate(answer(400, refused("rate_limited"))), "rate_limited");
});

test("the time to wait is read in every form", async () => {
  for (const [headers, expected] of /** @type {[Record<string, string>, number | undefined][]} */ ([
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "Mon, 29 Dec 2025 17:43:06 GMT" }, 0],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "99999999999999999999" }, undefined],
    [{ "retry-after": "86401" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ ratelimit: '"default";r=0;t=30' }, 30_000],
    [{ ratelimit: "limit=10, remaining=0, reset=5" }, 5_000],
    [{ "ratelimit-reset": "9" }, 9_000],
    [{ "x-ratelimit-reset": "1767030220" }, 0],
    [{}, undefined],
  ])) {
    const error = await fails(validate(answer(429, { message: "Too Many Attempts." }, headers)), "rate_limited", JSON.stringify(headers));
    equal(error.retryAfter, expected, JSON.stringify(headers));
  }
  const soon = new Date(Date.now() + 60_000).toUTCString();
  const error = await request(answer(503, "", { "retry-after": soon })).catch((error) => error);
  ok(error.retryAfter > 50_000 && error.retryAfter <= 61_000, `a date is told as ${error.retryAfter}`);
});

test("the request's id is told with every failure", async () => {
  for (const status of [302, 401, 422, 500]) {
    equal((await fails(request(answer(status, "", { "s-request-id": OTHER_UUID })), codeOf(status), String(status))).requestId, OTHER_UUID);
  }
});
/** @param {number} status @returns {import("hypersender-otp").OtpErrorCode} */
const codeOf = (status) =>
  status === 302 ? "bad_response" : status === 401 ? "unauthorized" : status === 422 ? "invalid_request" : "server_error";

test("what the server says is told, without control characters and not for ever", async () => {
  const error = await fails(validate(answer(400, { message: `no\u0000\u001b[31m\n${"x".repeat(5000)}` })), "invalid_request");
  ok(!/[\u0000-\u001f]/.test(error.message), "no control character");
  ok(error.message.length < 500, `${error.message.length} characters`);
});

test("a server that repeats token and code does not bring them back", async () => {
  for (const status of [200, 400, 401, 404, 422, 429, 500]) {
    const checked = { success: false, message: `${TOKEN} ${CODE} is wrong`, errors: { [CODE]: [TOKEN], [TOKEN]: CODE } };
    const made = { success: false, message: `${TOKEN}: code ${ISSUED}, not sent`, errors: { [ISSUED]: [TOKEN], [TOKEN]: ISSUED } };
    const ended = [
      await outcome(validate(answer(status, checked, { "s-request-id": TOKEN }))),
      await outcome(request(answer(status, made, { "s-request-id": TOKEN }))),
    ];
    equal(ended.flatMap(({ value, error }) => shown(value ?? error).flatMap(canariesIn)), [], `status ${status}`);
  }
});
