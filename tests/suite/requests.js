/** What a call puts on the wire. */

import { equal, gives, note, ok, theme } from "./harness.js";
import * as api from "./recorded.js";
import { answer, answering, BASE_URL, CHAT, CODE, INSTANCE, options, requested, TOKEN, UUID, validated } from "./support.js";

const test = theme("requests");

/** @param {Record<string, unknown>} request */
async function bodyOf(request) {
  const fetch = answering(answer(200, requested()));
  await gives(api.requestCode(/** @type {any} */ ({ chatId: CHAT, ...request }), options({ fetch })));
  note("body", fetch.calls[0]?.init.body);
  return fetch.calls[0]?.body;
}

test("a chatId alone asks for the five documented defaults", async () => {
  equal(await bodyOf({}), { chatId: CHAT, length: 6, useLetter: false, useNumber: true, allCapital: false, expires: 1800 });
});

test("every field that is given is sent as it is", async () => {
  const request = { length: 10, useLetter: true, useNumber: false, allCapital: true, name: "7enkesh", expires: 60 };
  equal(await bodyOf(request), { chatId: CHAT, ...request });
  equal((await bodyOf({ length: 4, expires: 1800 })).length, 4);
});

test("undefined counts as not given", async () => {
  equal(await bodyOf({ length: undefined, name: undefined }), await bodyOf({}));
});

test("a name may be of any script, right to left included, and hold quotes", async () => {
  for (const name of ["شركة ‏الأمل‎", "חברה", "Ünïcode 株式会社 😀", `"quoted" \\ back`, "x".repeat(64), "😀".repeat(64)]) {
    equal((await bodyOf({ name })).name, name);
  }
});

test("request-code is one POST of JSON with the bearer token", async () => {
  const fetch = answering(answer(200, requested()));
  await gives(api.requestCode({ chatId: CHAT }, options({ fetch })));
  equal(fetch.calls.length, 1);
  const [call] = fetch.calls;
  equal(call?.url, `${BASE_URL}/${INSTANCE}/request-code`);
  equal(call?.init.method, "POST");
  equal(call?.headers, { accept: "application/json", "content-type": "application/json", authorization: `Bearer ${TOKEN}` });
  equal(call?.init.redirect, "manual");
  ok(call?.init.signal instanceof AbortSignal, "the request carries a signal");
});

test("validate-code sends chatId and code, and the uuid only when it is given", async () => {
  const fetch = answering(answer(200, validated()));
  await gives(api.validateCode({ chatId: CHAT, code: CODE }, options({ fetch })));
  await gives(api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options({ fetch })));
  equal(fetch.calls.map(({ url }) => url), Array(2).fill(`${BASE_URL}/${INSTANCE}/validate-code`));
  equal(fetch.calls.map(({ body }) => body), [{ chatId: CHAT, code: CODE }, { chatId: CHAT, code: CODE, uuid: UUID }]);
});

test("letters of a code keep their case", async () => {
  const fetch = answering(answer(200, validated()));
  await gives(api.validateCode({ chatId: CHAT, code: "aBcD" }, options({ fetch })));
  equal(fetch.calls[0]?.body.code, "aBcD");
});

test("without a token there is no authorization header", async () => {
  const fetch = answering(answer(200, requested()));
  await gives(api.requestCode({ chatId: CHAT }, { instance: INSTANCE, baseUrl: BASE_URL, fetch }));
  equal(fetch.calls[0]?.headers, { accept: "application/json", "content-type": "application/json" });
});

test("without a baseUrl the vendor is called", async () => {
  const fetch = answering(answer(200, requested()));
  await gives(api.requestCode({ chatId: CHAT }, options({ fetch, baseUrl: undefined })));
  equal(fetch.calls[0]?.url, `https://app.hypersender.com/api/otp/v2/${INSTANCE}/request-code`);
});

test("a baseUrl may be https anywhere, http on loopback, with a port, and with or without a last slash", async () => {
  for (const [baseUrl, expected] of /** @type {const} */ ([
    ["https://otp.test/", "https://otp.test"],
    ["https://otp.test:8443/a/b-c_d.e~f/", "https://otp.test:8443/a/b-c_d.e~f"],
    ["https://otp.test:443/x", "https://otp.test/x"],
    ["http://127.0.0.1:8787/api", "http://127.0.0.1:8787/api"],
    ["http://localhost/api", "http://localhost/api"],
    ["http://[::1]:9/api", "http://[::1]:9/api"],
  ])) {
    const fetch = answering(answer(200, requested()));
    await gives(api.requestCode({ chatId: CHAT }, options({ fetch, baseUrl })), baseUrl);
    equal(fetch.calls[0]?.url, `${expected}/${INSTANCE}/request-code`);
  }
});

test("in a page a baseUrl may be a path of its own origin", async () => {
  const fetch = answering(answer(200, requested()));
  await gives(api.requestCode({ chatId: CHAT }, { instance: INSTANCE, baseUrl: "/api/otp/v2", fetch }));
  equal(fetch.calls[0]?.url, `${globalThis.location.origin}/api/otp/v2/${INSTANCE}/request-code`);
}, "in a page");

test("an instance in upper case is the same instance", async () => {
  const fetch = answering(answer(200, requested()));
  await gives(api.requestCode({ chatId: CHAT }, options({ fetch, instance: INSTANCE.toUpperCase() })));
  equal(fetch.calls[0]?.url, `${BASE_URL}/${INSTANCE}/request-code`);
});

test("further headers are sent, with their names in lower case", async () => {
  const fetch = answering(answer(200, requested()));
  const headers = { "X-Trace": "a b", "idempotency-key": UUID };
  await gives(api.requestCode({ chatId: CHAT }, options({ fetch, headers })));
  equal(fetch.calls[0]?.headers["x-trace"], "a b");
  equal(fetch.calls[0]?.headers["idempotency-key"], UUID);
});

test("getRequest and listRequests are GETs without a body", async () => {
  const one = { uuid: UUID, chat_id: "2012*****89@c.us", status: "sent", otp_type: "code", expires_at: "2025-12-29T18:09:38Z", created_at: "2025-12-29T17:39:38Z" };
  const fetch = answering(
    answer(200, { success: true, message: "ok", data: one }),
    answer(200, { success: true, message: "ok", data: { requests: [one, { ...one, validated_at: "2025-12-29T17:50:00Z" }], next_cursor: "abc_-1" } }),
    answer(200, { success: true, message: "ok", data: { requests: [], next_cursor: null } }),
  );
  const request = await gives(api.getRequest(UUID, options({ fetch })));
  equal(request.createdAt, new Date("2025-12-29T17:39:38Z"));
  ok(!("validatedAt" in request), "what is not known is not there");
  const page = await gives(api.listRequests({ status: "sent", chatId: CHAT, cursor: "abc", limit: 7 }, options({ fetch })));
  equal(page.requests.length, 2);
  equal(page.requests[1]?.validatedAt, new Date("2025-12-29T17:50:00Z"));
  equal(page.nextCursor, "abc_-1");
  const empty = await gives(api.listRequests(undefined, options({ fetch })));
  equal(empty, { requests: [] });
  equal(fetch.calls.map(({ url }) => url.slice(BASE_URL.length + INSTANCE.length + 1)), [
    `/requests/${UUID}`, "/requests?limit=7&status=sent&chatId=20123456789%40c.us&cursor=abc", "/requests?limit=20",
  ]);
  for (const call of fetch.calls) {
    equal([call.init.method, call.init.body, call.headers["content-type"]], ["GET", undefined, undefined]);
  }
});

test("a client's options are kept, and those of a single call go before them", async () => {
  const fetch = answering(answer(200, requested()));
  const given = options({ fetch, headers: { "x-first": "1" } });
  const client = new api.OtpClient(given);
  given.instance = UUID;
  await gives(client.requestCode({ chatId: CHAT }));
  await gives(client.requestCode({ chatId: CHAT }, { instance: UUID, headers: { "x-second": "2" } }));
  equal(fetch.calls.map(({ url }) => url.split("/").at(-2)), [INSTANCE, UUID]);
  equal(fetch.calls.map(({ headers }) => [headers["x-first"], headers["x-second"]]), [["1", undefined], [undefined, "2"]]);
  const check = answering(answer(200, validated()));
  equal((await gives(client.validateCode({ chatId: CHAT, code: CODE }, { fetch: check }))).valid, true);
});

test("a header given in two spellings is sent with both values", async () => {
  const fetch = answering(answer(200, requested()));
  await gives(api.requestCode({ chatId: CHAT }, options({ fetch, headers: { "X-Trace": "1", "x-trace": "2", "x-other": "3" } })));
  equal([fetch.calls[0]?.headers["x-trace"], fetch.calls[0]?.headers["x-other"]], ["1, 2", "3"]);
});

test("a fetch is called without the options as its this", async () => {
  /** @type {unknown[]} */
  const seen = [];
  const fetch = answering(answer(200, requested()));
  const bare = /** @type {typeof globalThis.fetch} */ (function (/** @type {unknown} */ input, init) {
    // @ts-expect-error: looking at `this` is the point
    seen.push(this);
    return fetch(/** @type {string} */ (input), init);
  });
  await gives(api.requestCode({ chatId: CHAT }, options({ fetch: bare })));
  equal(seen, [undefined]);
});

test("dates come as Date, the code as a Secret, and the request's id as it was answered", async () => {
  const fetch = answering(answer(200, requested({ expires_at: "2025-12-29T20:09:38+02:00" }), { "s-request-id": OTHER }));
  const result = await gives(api.requestCode({ chatId: CHAT }, options({ fetch })));
  equal(result.expiresAt, new Date("2025-12-29T18:09:38Z"));
  equal(result.createdAt, new Date("2025-12-29T17:39:38Z"));
  equal(result.requestId, OTHER);
  equal([result.uuid, result.chatId, result.status, result.otpType], [UUID, CHAT, "pending", "code"]);
});
const OTHER = "c2d7f18c-d6b3-43b2-82c7-5afa7c4c6a58";
