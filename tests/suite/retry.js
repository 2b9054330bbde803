/** What is sent again: a throttle and 503, when the service tells how long to wait; nothing else. */

import * as api from "hypersender-otp";
import { seen } from "./before.js";
import { equal, fails, gives, ok, theme } from "./harness.js";
import { answer, answering, CHAT, CODE, options, refused, requested, silent, UUID, validated } from "./support.js";

const test = theme("retry");
const AT_ONCE = { "retry-after": "0" };

/** @param {typeof globalThis.fetch} fetch */
const request = (fetch, more = {}) => api.requestCode({ chatId: CHAT }, options({ fetch, ...more }));
/** @param {typeof globalThis.fetch} fetch */
const validate = (fetch, more = {}) => api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options({ fetch, ...more }));

for (const status of [429, 503]) {
  test(`${status} with Retry-After is sent again, the very same request`, async () => {
    const fetch = answering(answer(status, "", AT_ONCE), answer(200, requested()));
    equal((await gives(request(fetch))).uuid, UUID);
    equal(fetch.calls.length, 2);
    const [first, second] = fetch.calls;
    equal([second?.url, second?.headers, second?.body], [first?.url, first?.headers, first?.body]);
    const check = answering(answer(status, "", AT_ONCE), answer(200, validated()));
    ok((await gives(validate(check))).valid, "validateCode too");
  });

  test(`${status} without Retry-After is not sent again`, async () => {
    const fetch = answering(answer(status, ""));
    const error = await fails(request(fetch), status === 429 ? "rate_limited" : "server_error");
    equal([fetch.calls.length, error.retryable, error.retryAfter], [1, true, undefined]);
  });

  test(`${status} is sent again twice unless retry says otherwise`, async () => {
    for (const [retry, calls] of [[undefined, 3], [0, 1], [1, 2], [5, 6]]) {
      const fetch = answering(answer(status, "", AT_ONCE));
      await fails(request(fetch, { retry }), status === 429 ? "rate_limited" : "server_error", String(retry));
      equal(fetch.calls.length, calls, `retry ${retry}`);
    }
  });

  test(`${status} with a wait beyond the timeout is told at once`, async () => {
    const before = seen.timers.size;
    const fetch = answering(answer(status, "", { "retry-after": "3" }));
    const error = await fails(request(fetch, { timeout: 2000 }), status === 429 ? "rate_limited" : "server_error");
    equal([fetch.calls.length, error.retryAfter, seen.timers.size], [1, 3000, before]);
  });

  test(`${status} with an absurd, negative or unreadable wait is not sent again`, async () => {
    for (const wait of ["86401", "99999999999999999999", "-1", "soon", "1e3", ""]) {
      const fetch = answering(answer(status, "", { "retry-after": wait }));
      await fails(request(fetch), status === 429 ? "rate_limited" : "server_error", wait);
      equal(fetch.calls.length, 1, wait);
    }
  });
}

test("a date in the past means at once", async () => {
  const fetch = answering(answer(503, "", { "retry-after": "Mon, 29 Dec 2025 17:43:06 GMT" }), answer(200, requested()));
  await gives(request(fetch));
  equal(fetch.calls.length, 2);
});

test("the wait is kept, with a little more", async () => {
  const fetch = answering(answer(429, "", { "retry-after": "1" }), answer(200, requested()));
  const began = Date.now();
  await gives(request(fetch));
  const took = Date.now() - began;
  ok(took >= 990, `it waited ${took} ms`);
});

for (const status of [200, 302, 400, 401, 403, 404, 409, 422, 423, 500, 502, 504]) {
  test(`${status} is never sent again, even with Retry-After`, async () => {
    const fetch = answering(answer(status, "<html>", AT_ONCE));
    const { error } = await request(fetch).then((value) => ({ value, error: undefined }), (error) => ({ error }));
    ok(api.isOtpError(error), "an error");
    equal(fetch.calls.length, 1);
  });
}

test("a broken connection is never sent again", async () => {
  const fetch = answering(() => Promise.reject(new TypeError("fetch failed")), answer(200, requested()));
  const error = await fails(request(fetch, { retry: 5 }), "network");
  equal([fetch.calls.length, error.delivery, error.retryable], [1, "unknown", true]);
});

test("a lost answer is never sent again", async () => {
  const fetch = silent();
  await fails(request(fetch, { retry: 5, timeout: 30 }), "timeout");
  equal(fetch.aborts.count, 1);
});

test("too_many_attempts and every other verdict are never sent again", async () => {
  for (const reason of ["too_many_attempts", "invalid_code", "expired_code", "already_used", "no_active_otp", "refused"]) {
    const fetch = answering(answer(429, refused(reason), AT_ONCE));
    equal(await gives(validate(fetch), reason), { valid: false, reason, message: "The code was not accepted.", retryAfter: 0 });
    equal(fetch.calls.length, 1, reason);
  }
});

test("already_used after a 503 is reported as unknown, not as a refusal", async () => {
  const fetch = answering(answer(503, "", AT_ONCE), answer(409, refused("already_used")));
  equal((await fails(validate(fetch), "server_error")).status, 409);
  equal(fetch.calls.length, 2);
});

test("already_used after a throttle is a refusal: the throttled call did nothing", async () => {
  const fetch = answering(answer(429, "", AT_ONCE), answer(409, refused("already_used")));
  const result = await gives(validate(fetch));
  equal(!result.valid && result.reason, "already_used");
});

test("after a 503 it stays unknown whether a message went out", async () => {
  const fetch = answering(answer(503, "", AT_ONCE), answer(422, { message: "no" }));
  equal((await fails(request(fetch), "invalid_request")).delivery, "unknown");
  const throttled = answering(answer(429, "", AT_ONCE), answer(422, { message: "no" }));
  equal((await fails(request(throttled), "invalid_request")).delivery, "no");
});

test("a 503 and then a lost answer is unknown too", async () => {
  const fetch = answering(answer(503, "", AT_ONCE), () => Promise.reject(new TypeError("fetch failed")));
  equal((await fails(request(fetch), "network")).delivery, "unknown");
});

test("no timer is left after a retry", async () => {
  const before = seen.timers.size;
  await gives(request(answering(answer(429, "", AT_ONCE), answer(503, "", AT_ONCE), answer(200, requested()))));
  equal(seen.timers.size, before);
});
