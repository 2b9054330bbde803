/** A trap inside WebAssembly is one typed error, and the next call works. */

import * as api from "hypersender-otp";
import { forceTrap } from "hypersender-otp/testing";
import { seen } from "./before.js";
import { equal, fails, gives, ok, theme } from "./harness.js";
import { answer, answering, CHAT, CODE, options, refused, requested, UUID, validated } from "./support.js";

const test = theme("trap");

/** @param {typeof globalThis.fetch} fetch */
const validate = (fetch) => api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options({ fetch }));

test("a trap is internal, and the core is started afresh", async () => {
  const before = seen.instances;
  const error = await fails(() => forceTrap(), "internal");
  ok(error.message.includes("started afresh"), error.message);
  equal(error.retryable, false);
  equal(seen.instances - before, 1, "fresh instances");
});

test("the call after a trap works, a hundred times", async () => {
  for (let time = 0; time < 100; time++) {
    let trapped = false;
    try {
      forceTrap();
    } catch (error) {
      trapped = api.isOtpError(error) && error.code === "internal";
    }
    ok(trapped, "it trapped");
    const result = await validate(answering(answer(200, validated())));
    ok(result.valid, "the next call works");
  }
});

test("a trap while a call waits for its answer does not touch that call", async () => {
  const { promise, resolve } = later();
  const fetch = answering(async () => {
    await promise;
    return Response.json(refused("invalid_code", { attempts_remaining: 2 }), { status: 422 });
  });
  const running = validate(fetch);
  await fails(() => forceTrap(), "internal");
  resolve();
  equal(await gives(running), { valid: false, reason: "invalid_code", message: "The code was not accepted.", attemptsRemaining: 2 });
});

test("fifty calls under way survive a trap each", async () => {
  const fetch = answering(() => {
    try {
      forceTrap();
    } catch {
      // Every one of them is seen by the test above.
    }
    return Response.json(validated());
  });
  const results = await Promise.all(Array.from({ length: 50 }, () => validate(fetch)));
  equal(results.filter(({ valid }) => valid).length, 50);
});

test("a trap in the middle of judging an answer ends that call with internal, never with a verdict", async () => {
  const before = seen.timers.size;
  // A header that is not ASCII is encoded on its way into the core.
  const { encode } = TextEncoder.prototype;
  let trapped = 0;
  const trapping = () => {
    const answer = Response.json(validated(), { headers: { "s-request-id": "\u00e9" } });
    TextEncoder.prototype.encode = () => {
      TextEncoder.prototype.encode = encode;
      trapped += 1;
      return forceTrap();
    };
    return answer;
  };
  const error = await fails(validate(answering(trapping)), "internal", "validate");
  equal(error.delivery, undefined);
  const request = api.requestCode({ chatId: CHAT }, options({ fetch: answering(trapping) }));
  equal((await fails(request, "internal", "request")).delivery, "unknown");
  equal([trapped, seen.timers.size], [2, before], "traps and timers");
  ok((await gives(validate(answering(answer(200, validated()))))).valid, "the next call works");
  equal((await gives(api.requestCode({ chatId: CHAT }, options({ fetch: answering(answer(200, requested())) })))).uuid, UUID);
});

function later() {
  /** @type {() => void} */
  let resolve = () => {};
  /** @type {Promise<void>} */
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
