/** The mock that applications test with: it keeps the contract, and its reserved chats force what they say. */

import * as api from "hypersender-otp";
import { mockHypersender, reservedChatIds } from "hypersender-otp/testing";
import { pause, seen } from "./before.js";
import { canariesIn } from "./canaries.js";
import { equal, fails, gives, note, ok, outcome, shown, theme } from "./harness.js";
import { BASE_URL, CHAT, INSTANCE, options, OTHER_CHAT, OTHER_UUID, TOKEN } from "./support.js";

const test = theme("testing");
const START = Date.UTC(2026, 0, 1);

/** @param {import("hypersender-otp/testing").MockOptions} [given] */
function scene(given) {
  const mock = mockHypersender({ now: START, ...given });
  const client = new api.OtpClient(options({ fetch: mock, retry: 2 }));
  /** @param {string} code @param {string} [uuid] */
  const validate = (code, uuid, chatId = CHAT) => client.validateCode({ chatId, code, uuid });
  /** @param {string} code @param {string} [uuid] */
  const reason = async (code, uuid, chatId = CHAT) => {
    const result = await gives(validate(code, uuid, chatId));
    return result.valid ? "valid" : result.reason;
  };
  return { mock, client, validate, reason };
}
/** A code of the same form that is another one. @param {string} code */
const wrong = (code) => code.replace(/.$/, (last) => (last === "0" ? "1" : "0"));

test("a code is sent, read in the chat, and accepted once", async () => {
  const { mock, client, validate, reason } = scene();
  const request = await gives(client.requestCode({ chatId: CHAT, name: "Acme" }));
  const code = mock.codeFor(CHAT);
  equal(request.code?.reveal(), code);
  ok(/^\d{6}$/.test(code), "six digits");
  equal([request.createdAt, request.expiresAt], [new Date(START), new Date(START + 1_800_000)]);
  const result = await gives(validate(code, request.uuid));
  equal([result.valid, result.valid && result.validatedAt], [true, new Date(START)]);
  equal(await reason(code, request.uuid), "already_used");
  equal(await reason(code), "already_used");
});

test("a code expires by the mock's own clock", async () => {
  const { mock, client, reason } = scene();
  const { uuid } = await gives(client.requestCode({ chatId: CHAT, expires: 60 }));
  mock.clock.advance(59_999);
  equal(await reason(wrong(mock.codeFor(CHAT)), uuid), "invalid_code");
  mock.clock.advance(1);
  equal(await reason(mock.codeFor(CHAT), uuid), "expired_code");
  mock.clock.advance(-1);
  equal([await reason(mock.codeFor(CHAT), uuid), mock.clock.now()], ["valid", START + 59_999]);
});

test("five wrong tries, and then even the right code is refused", async () => {
  const { mock, client, validate, reason } = scene();
  const { uuid } = await gives(client.requestCode({ chatId: CHAT }));
  const code = mock.codeFor(CHAT);
  for (const left of [4, 3, 2, 1, 0]) {
    const result = await gives(validate(wrong(code), uuid));
    equal(!result.valid && result.attemptsRemaining, left);
  }
  equal(await reason(code, uuid), "too_many_attempts");
  await gives(client.requestCode({ chatId: CHAT }));
  equal(await reason(mock.codeFor(CHAT)), "valid");
});

test("a new code replaces the one before, and counts for its own chat and request alone", async () => {
  const { mock, client, reason } = scene();
  const first = await gives(client.requestCode({ chatId: CHAT }));
  const firstCode = mock.codeFor(CHAT);
  const second = await gives(client.requestCode({ chatId: CHAT }));
  ok(first.uuid !== second.uuid, "two requests");
  equal(await reason(firstCode, first.uuid), "no_active_otp");
  equal(await reason(mock.codeFor(CHAT), OTHER_UUID), "no_active_otp");
  equal(await reason(mock.codeFor(CHAT), second.uuid, OTHER_CHAT), "no_active_otp");
  equal(await reason(mock.codeFor(CHAT), second.uuid), "valid");
});

test("the same seed draws the same codes, another one draws others, in the format that was asked for", async () => {
  /** @param {string | number} seed */
  const draw = async (seed) => {
    const { mock, client } = scene({ seed });
    const drawn = [];
    for (const format of [{}, { length: 10, useLetter: true }, { length: 4, useLetter: true, useNumber: false, allCapital: true }]) {
      const { uuid } = await client.requestCode({ chatId: CHAT, ...format });
      drawn.push(uuid, mock.codeFor(CHAT));
    }
    return drawn;
  };
  const [first = [], again, other] = [await draw("a"), await draw("a"), await draw("b")];
  equal(first, again);
  ok(JSON.stringify(first) !== JSON.stringify(other), "another seed, other codes");
  note("drawn", first);
  ok(/^\d{6}$/.test(first[1] ?? "") && /^[0-9A-Za-z]{10}$/.test(first[3] ?? "") && /^[A-Z]{4}$/.test(first[5] ?? ""), String(first));
});

test("the vendor's dialect tells the same reasons in prose alone", async () => {
  const { mock, client, validate, reason } = scene({ dialect: "vendor" });
  equal(await reason("123456"), "no_active_otp");
  await gives(client.requestCode({ chatId: CHAT, expires: 60 }));
  const code = mock.codeFor(CHAT);
  const refusal = await gives(validate(wrong(code)));
  equal(refusal, { valid: false, reason: "invalid_code", message: "Invalid OTP code" });
  equal([await reason(code), await reason(code)], ["valid", "already_used"]);
  await gives(client.requestCode({ chatId: CHAT, expires: 60 }));
  mock.clock.advance(60_000);
  equal(await reason(mock.codeFor(CHAT)), "expired_code");
});

test("requests can be looked up and listed, masked, newest first and in pages", async () => {
  const { mock, client, reason } = scene();
  const made = [];
  for (const chatId of [CHAT, OTHER_CHAT, CHAT]) {
    made.push((await gives(client.requestCode({ chatId, expires: 60 }))).uuid);
    mock.clock.advance(1000);
  }
  equal(await reason(mock.codeFor(CHAT)), "valid");
  const [first = "", second = "", third = ""] = made;
  equal((await gives(client.getRequest(third))).status, "validated");
  equal((await gives(client.getRequest(first))).chatId, "2012*****89@c.us");
  const page = await gives(client.listRequests({ limit: 2 }));
  equal(page.requests.map(({ uuid }) => uuid), [third, second]);
  const rest = await gives(client.listRequests({ limit: 2, cursor: page.nextCursor }));
  equal([rest.requests.map(({ uuid }) => uuid), rest.nextCursor], [[first], undefined]);
  equal((await gives(client.listRequests({ chatId: OTHER_CHAT }))).requests.length, 1);
  equal((await gives(client.listRequests({ status: "sent" }))).requests.length, 2);
  mock.clock.advance(60_000);
  equal((await gives(client.listRequests({ status: "expired" }))).requests.length, 2);
  await fails(client.getRequest(OTHER_UUID), "not_found");
});

test("only its token and instance are known, and callers without a token only if it is told so", async () => {
  const { client } = scene({ token: TOKEN, instance: INSTANCE });
  await gives(client.requestCode({ chatId: CHAT }));
  await fails(client.requestCode({ chatId: CHAT }, { token: "another" }), "unauthorized");
  await fails(client.requestCode({ chatId: CHAT }, { instance: OTHER_UUID }), "not_found");
  const bare = { instance: INSTANCE, baseUrl: BASE_URL };
  await fails(api.requestCode({ chatId: CHAT }, { ...bare, fetch: mockHypersender() }), "unauthorized");
  const mock = mockHypersender({ allowPublic: true });
  const request = await gives(api.requestCode({ chatId: CHAT }, { ...bare, fetch: mock }).then(({ code }) => code));
  equal(request, undefined, "the code is kept from a public caller");
  const error = await fails(api.validateCode({ chatId: CHAT, code: mock.codeFor(CHAT) }, { ...bare, fetch: mock }), "invalid_request");
  equal(Object.keys(error.details ?? {}), ["uuid"]);
});

test("withholdCode leaves the code out even with a token", async () => {
  const { client, mock } = scene({ withholdCode: true });
  ok(!("code" in (await gives(client.requestCode({ chatId: CHAT })))), "no code");
  equal(mock.codeFor(CHAT).length, 6);
});

test("the log tells every call, without tokens and codes", async () => {
  const { mock, client, validate } = scene();
  await gives(client.requestCode({ chatId: CHAT }));
  mock.clock.advance(5000);
  await gives(validate("Ty9Canary7"));
  const [first, second] = mock.requests;
  equal([first?.method, first?.route, first?.status, first?.at], ["POST", "request-code", 200, new Date(START)]);
  equal([second?.route, second?.status, second?.at], ["validate-code", 422, new Date(START + 5000)]);
  equal([second?.body, second?.headers.authorization], [{ chatId: CHAT, code: "[redacted]" }, "[redacted]"]);
  equal(shown(mock.requests).flatMap(canariesIn), []);
  mock.requests.push(/** @type {any} */ ({}));
  equal(mock.requests.length, 2, "the log is a copy");
  mock.reset();
  equal(mock.requests.length, 0);
  await fails(() => mock.codeFor(CHAT), "invalid_argument");
});

test("it is a fetch for anyone: strings, URLs and Requests, and it refuses as a server does", async () => {
  const mock = mockHypersender({ now: START });
  const url = `${BASE_URL}/${INSTANCE}/request-code`;
  const headers = { authorization: "Bearer x", "content-type": "application/json" };
  const body = JSON.stringify({ chatId: CHAT });
  /** @param {[RequestInfo | URL, RequestInit?]} given */
  const status = async (...given) => (await mock(...given)).status;
  equal(await status(url, { method: "POST", headers, body }), 200);
  equal(await status(new URL(url), { method: "POST", headers, body }), 200);
  equal(await status(new Request(url, { method: "POST", headers, body })), 200);
  equal(await status(url, { headers }), 405);
  equal(await status(`${BASE_URL}/elsewhere`, { headers }), 404);
  equal(await status(url, { method: "POST", headers: { ...headers, "content-type": "text/plain" }, body }), 415);
  equal(await status(url, { method: "POST", headers, body: "{" }), 400);
  equal(await status(url, { method: "POST", headers, body: "[]" }), 400);
  const wrong = { chatId: "x", length: 3, expires: 59, useLetter: "no", useNumber: false, name: "x".repeat(65) };
  const refused = await mock(url, { method: "POST", headers, body: JSON.stringify(wrong) });
  equal(refused.status, 422);
  equal(Object.keys((await refused.json()).errors), ["chatId", "length", "expires", "useLetter", "useNumber", "name"]);
});

/** What each reserved chat forces: of a request, and of a validation with the right code. @type {Record<keyof typeof reservedChatIds, [string, string]>} */
const FORCED = {
  invalid_code: ["ok", "invalid_code"], expired_code: ["ok", "expired_code"], already_used: ["ok", "already_used"],
  no_active_otp: ["ok", "no_active_otp"], too_many_attempts: ["ok", "too_many_attempts"], refused: ["ok", "refused"],
  http_401: ["unauthorized", "unauthorized"], http_403: ["forbidden", "forbidden"], http_404: ["not_found", "not_found"],
  http_405: ["invalid_request", "invalid_request"], http_409: ["invalid_request", "invalid_request"], http_413: ["invalid_request", "invalid_request"],
  http_415: ["invalid_request", "invalid_request"], http_422: ["invalid_request", "invalid_request"], http_423: ["channel_restricted", "channel_restricted"],
  http_429: ["rate_limited", "rate_limited"], http_429_without_wait: ["rate_limited", "rate_limited"], http_429_once: ["ok", "valid"],
  http_500: ["server_error", "server_error"], http_502: ["server_error", "server_error"], http_503: ["server_error", "server_error"],
  http_503_once: ["ok", "valid"], http_504: ["server_error", "server_error"], not_on_whatsapp: ["recipient_unavailable", "recipient_unavailable"],
  bad_redirect: ["bad_response", "bad_response"], bad_page: ["bad_response", "bad_response"], bad_empty: ["bad_response", "bad_response"],
  bad_cut_off: ["bad_response", "bad_response"], bad_success: ["bad_response", "bad_response"], bad_chat: ["bad_response", "bad_response"],
  bad_request_uuid: ["bad_response", "bad_response"], bad_date: ["bad_response", "bad_response"], bad_content_type: ["bad_response", "bad_response"],
  bad_too_large: ["bad_response", "bad_response"], bad_status: ["bad_response", "bad_response"],
  network_error: ["network", "network"], breaks_off: ["network", "network"], lost_answer: ["timeout", "timeout"], slow_answer: ["ok", "valid"],
  duplicate: ["ok", "already_used"],
};

for (const [name, [request, validation]] of Object.entries(FORCED)) {
  test(`the chat ${name} forces ${request} of a request and ${validation} of a validation`, async () => {
    const before = seen.timers.size;
    const chatId = reservedChatIds[/** @type {keyof typeof reservedChatIds} */ (name)];
    const timeout = name === "lost_answer" ? 30 : undefined;
    for (const dialect of /** @type {const} */ (["service", "vendor"])) {
      const { mock, client } = scene({ dialect });
      const requested = await outcome(client.requestCode({ chatId }, { timeout }));
      note(`request ${dialect}`, withoutId(requested.value ?? requested.error));
      equal(requested.error?.code ?? "ok", request, "request");
      /** @type {string} */
      let code = "123456";
      try {
        code = mock.codeFor(chatId);
      } catch {
        // Nothing was sent to this chat.
      }
      const checked = await outcome(client.validateCode({ chatId, code }, { timeout }));
      note(`validation ${dialect}`, withoutId(checked.value ?? checked.error));
      const result = /** @type {any} */ (checked.value);
      equal(checked.error?.code ?? (result.valid ? "valid" : result.reason), validation, "validation");
    }
    await pause(0);
    equal(seen.timers.size, before, "timers");
  });
}

/** @param {any} verdict */
function withoutId(verdict) {
  if (verdict instanceof Error) delete (/** @type {any} */ (verdict).requestId);
  return verdict;
}

test("every reserved chat is tested, is a valid chatId, and is nobody's number", () => {
  equal(Object.keys(FORCED), Object.keys(reservedChatIds));
  for (const chatId of Object.values(reservedChatIds)) ok(/^999[0-9]{4,12}@c\.us$/.test(chatId), chatId);
  equal(new Set(Object.values(reservedChatIds)).size, Object.keys(reservedChatIds).length);
  ok(Object.isFrozen(reservedChatIds), "nobody changes them");
});

test("a chat of that form that forces nothing is answered with a sentence", async () => {
  const { client } = scene();
  const error = await fails(client.requestCode({ chatId: "99900007777@c.us" }), "server_error");
  ok(error.message.includes("99900007777@c.us is reserved but forces nothing"), error.message);
});

test("a lost answer ends with the caller's signal and leaves nothing", async () => {
  const before = seen.timers.size;
  const { client, mock } = scene();
  const controller = new AbortController();
  const running = client.requestCode({ chatId: reservedChatIds.lost_answer }, { signal: controller.signal });
  while (!carriedOut(mock)) await pause(5);
  controller.abort();
  equal((await fails(running, "aborted")).delivery, "unknown");
  equal([mock.requests[0]?.status, mock.codeFor(reservedChatIds.lost_answer).length], [undefined, 6], "it was carried out");
  equal(seen.timers.size, before);
});

/** @param {import("hypersender-otp/testing").MockHypersender} mock */
function carriedOut(mock) {
  try {
    return mock.codeFor(reservedChatIds.lost_answer) !== "";
  } catch {
    return false;
  }
}

test("latency is real time, and an abort ends it", async () => {
  const before = seen.timers.size;
  const { client } = scene({ latency: 40 });
  const began = Date.now();
  await gives(client.requestCode({ chatId: CHAT }));
  ok(Date.now() - began >= 38, "it took its time");
  await fails(client.requestCode({ chatId: CHAT }, { timeout: 10 }), "timeout");
  equal(seen.timers.size, before);
});

test("options of a mock that are wrong or unknown are refused by name", async () => {
  for (const [given, message] of /** @type {[any, string][]} */ ([
    [{ sed: 1 }, "mockHypersender: sed is not known here; allowed: token, instance, seed"],
    [{ constructor: 1 }, "mockHypersender: constructor is not known here"],
    [{ seed: null }, "mockHypersender: seed must be a string or a number; given: null"],
    [{ seed: NaN }, "mockHypersender: seed must be"],
    [{ token: "" }, "mockHypersender: token must be"],
    [{ instance: "x" }, "mockHypersender: instance must be"],
    [{ now: "2026" }, "mockHypersender: now must be"],
    [{ now: new Date(NaN) }, "mockHypersender: now must be"],
    [{ latency: -1 }, "mockHypersender: latency must be"],
    [{ dialect: "english" }, "mockHypersender: dialect must be"],
    [{ withholdCode: "yes" }, "mockHypersender: withholdCode must be"],
    [{ allowPublic: 1 }, "mockHypersender: allowPublic must be"],
    [null, "mockHypersender: the options must be an object; given: null"],
    ["x", "mockHypersender: the options must be an object; given: string"],
  ])) {
    const error = await fails(() => mockHypersender(given), "invalid_argument", message);
    ok(error.message.startsWith(message), error.message);
  }
  await fails(() => mockHypersender().clock.advance(/** @type {any} */ ("1")), "invalid_argument");
  const { mock, client } = scene();
  equal((await fails(() => mock.codeFor(CHAT), "invalid_argument")).message, `mockHypersender: no code was sent to ${CHAT}; no chat was sent any`);
  await gives(client.requestCode({ chatId: CHAT }));
  equal((await fails(() => mock.codeFor(OTHER_CHAT), "invalid_argument")).message, `mockHypersender: no code was sent to ${OTHER_CHAT}; codes were sent to ${CHAT}`);
});
