/** A call settles in time, really ends its request, and leaves nothing behind. */

import * as api from "hypersender-otp";
import { pause, seen } from "./before.js";
import { equal, fails, gives, ok, theme } from "./harness.js";
import { answer, answering, CHAT, CODE, options, requested, silent, UUID, validated, watchedSignal } from "./support.js";

const test = theme("abort-and-timeout");

/** Milliseconds by which a call may miss its timeout. */
const GRACE_MS = 250;

/** @type {[string, (more: object) => Promise<unknown>][]} */
const CALLS = [
  ["requestCode", (more) => api.requestCode({ chatId: CHAT }, options(more))],
  ["validateCode", (more) => api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options(more))],
  ["getRequest", (more) => api.getRequest(UUID, options(more))],
  ["listRequests", (more) => api.listRequests({}, options(more))],
];

/** @param {typeof globalThis.fetch} fetch */
const request = (fetch, more = {}) => api.requestCode({ chatId: CHAT }, options({ fetch, ...more }));

/** A body whose first piece comes and whose second never does. */
function stuck() {
  const facts = { cancelled: 0 };
  const response = () => new Response(new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"success":true,')),
    cancel: () => void (facts.cancelled += 1),
  }), { status: 200, headers: { "content-type": "application/json" } });
  return { facts, response };
}

/** Nothing of what a call set up is left. @param {number} before */
async function leavesNothing(before) {
  await pause(0);
  equal(seen.timers.size, before, "timers");
}

for (const [name, call] of CALLS) {
  test(`${name} ends with timeout when no answer comes, within ${GRACE_MS} ms of it, and aborts the request`, async () => {
    const before = seen.timers.size;
    const fetch = silent();
    // A timer of the same length tells how late this machine is by itself.
    const clock = pause(60).then(() => Date.now());
    const error = await fails(call({ fetch, timeout: 60 }), "timeout");
    const late = Date.now() - (await clock);
    ok(late <= GRACE_MS, `${late} ms too late`);
    equal(fetch.aborts.count, 1, "aborted requests");
    equal([error.retryable, error.delivery], [true, name === "requestCode" ? "unknown" : undefined]);
    await leavesNothing(before);
  });

  test(`${name} ends with timeout when a fetch ignores its signal`, async () => {
    const before = seen.timers.size;
    await fails(call({ fetch: () => new Promise(() => {}), timeout: 30 }), "timeout");
    await leavesNothing(before);
  });

  test(`${name} ends with timeout when the body never ends`, async () => {
    const before = seen.timers.size;
    await fails(call({ fetch: answering(stuck().response), timeout: 30 }), "timeout");
    await leavesNothing(before);
  });

  test(`${name} ends with aborted when its signal fires, and aborts the request`, async () => {
    const before = seen.timers.size;
    const { controller, signal, listeners } = watchedSignal();
    const fetch = silent();
    const running = call({ fetch, signal });
    await pause(5);
    controller.abort(new Error("the caller's own reason"));
    const error = await fails(running, "aborted");
    equal(fetch.aborts.count, 1, "aborted requests");
    equal([error.retryable, listeners.now], [false, 0], "listeners");
    await leavesNothing(before);
  });

  test(`${name} with a signal that has fired makes no request`, async () => {
    const before = seen.timers.size;
    const fetch = answering();
    const error = await fails(call({ fetch, signal: AbortSignal.abort() }), "aborted");
    equal([fetch.calls.length, error.delivery], [0, name === "requestCode" ? "no" : undefined]);
    await leavesNothing(before);
  });
}

test("a call that succeeds leaves no timer and no listener", async () => {
  const before = seen.timers.size;
  const { signal, listeners } = watchedSignal();
  await gives(request(answering(answer(200, requested())), { signal }));
  equal([listeners.now, listeners.ever], [0, 1]);
  await leavesNothing(before);
});

test("a call that fails leaves no timer and no listener", async () => {
  const before = seen.timers.size;
  const { signal, listeners } = watchedSignal();
  await fails(request(answering(answer(500, "")), { signal }), "server_error");
  await fails(request(answering(() => Promise.reject(new TypeError("fetch failed"))), { signal }), "network");
  await fails(request(answering(), { signal, timeout: 0 }), "invalid_argument");
  equal([listeners.now, listeners.ever], [0, 2]);
  await leavesNothing(before);
});

test("one signal serves a hundred calls at once without a listener left", async () => {
  const before = seen.timers.size;
  const { controller, signal, listeners } = watchedSignal();
  const fetch = silent();
  const running = Array.from({ length: 100 }, () => request(fetch, { signal }).catch((error) => error.code));
  await pause(5);
  controller.abort();
  equal(new Set(await Promise.all(running)).size, 1);
  equal([fetch.aborts.count, listeners.now, listeners.ever], [100, 0, 100]);
  await leavesNothing(before);
});

test("an abort while the body is read ends the call", async () => {
  const { controller, signal, listeners } = watchedSignal();
  const running = request(answering(stuck().response), { signal });
  await pause(5);
  controller.abort();
  equal((await fails(running, "aborted")).delivery, "unknown");
  equal(listeners.now, 0);
});

test("an abort while a retry waits ends the call, and nothing is sent again", async () => {
  const before = seen.timers.size;
  const { controller, signal, listeners } = watchedSignal();
  const fetch = answering(answer(429, "", { "retry-after": "1" }));
  const running = request(fetch, { signal });
  await pause(20);
  controller.abort();
  await fails(running, "aborted");
  equal([fetch.calls.length, listeners.now], [1, 0]);
  await leavesNothing(before);
});

test("an abort after the answer changes nothing", async () => {
  const { controller, signal } = watchedSignal();
  const result = await gives(request(answering(answer(200, requested())), { signal }));
  controller.abort();
  await pause(5);
  equal(result.uuid, UUID);
});

test("a throttle that is answered after the abort is not obeyed: nothing is sent again and no timer is set", async () => {
  const before = seen.timers.size;
  const { controller, signal } = watchedSignal();
  const fetch = answering(async () => {
    await pause(20);
    return new Response("", { status: 429, headers: { "retry-after": "0" } });
  });
  const running = request(fetch, { signal });
  await pause(5);
  controller.abort();
  await fails(running, "aborted");
  await pause(60);
  equal(fetch.calls.length, 1, "requests");
  await leavesNothing(before);
});

test("an answer after the timeout is not taken", async () => {
  const late = answering(async () => {
    await pause(60);
    return Response.json(validated());
  });
  await fails(api.validateCode({ chatId: CHAT, code: CODE }, options({ fetch: late, timeout: 20 })), "timeout");
  await pause(60);
});

test("the timeout covers retries", async () => {
  const before = seen.timers.size;
  const clock = pause(150).then(() => Date.now());
  const fetch = answering(answer(429, "", { "retry-after": "0" }), () => new Promise(() => {}));
  await fails(request(fetch, { timeout: 150 }), "timeout");
  const late = Date.now() - (await clock);
  ok(late <= GRACE_MS, `${late} ms too late`);
  equal(fetch.calls.length, 2);
  await leavesNothing(before);
});

test("the fetch's own signal is not the caller's", async () => {
  const { signal } = watchedSignal();
  const fetch = answering(answer(200, requested()));
  await gives(request(fetch, { signal }));
  ok(fetch.calls[0]?.init.signal !== signal, "one of its own");
  equal(fetch.calls[0]?.init.signal?.aborted, false, "a request that succeeded is not aborted");
});
