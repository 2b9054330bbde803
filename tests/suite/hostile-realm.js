/** A page can patch its realm and hand over objects that lie; a refusal still reads as a refusal. */

import * as api from "hypersender-otp";
import { equal, fails, gives, ok, theme } from "./harness.js";
import { answer, answering, CHAT, CODE, INSTANCE, options, OTHER_CHAT, OTHER_UUID, refused, requested, UUID, validated } from "./support.js";

const test = theme("hostile-realm");

const REQUEST = ["chatId", "length", "useLetter", "useNumber", "allCapital", "name", "expires", "code", "uuid"];
const OPTIONS = ["instance", "token", "baseUrl", "fetch", "timeout", "signal", "retry", "headers", "dangerouslyAllowBrowser"];
const ANSWER = ["success", "data", "error", "chat_id", "validated_at", "valid", "reason", "proof", "cause", "details", "delivery", "retryAfter", "method", "body", "redirect", "credentials"];

/**
 * Runs `work` while `Object.prototype` has these properties.
 * @template T
 * @param {Record<string, unknown>} properties
 * @param {() => Promise<T>} work
 */
async function polluted(properties, work) {
  for (const [name, value] of Object.entries(properties)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
  }
  try {
    return await work();
  } finally {
    for (const name of Object.keys(properties)) delete (/** @type {any} */ (Object.prototype)[name]);
  }
}

/**
 * Runs `work` while a property of an object of the realm is another.
 * @template T
 * @param {object} target
 * @param {PropertyKey} name
 * @param {unknown} value
 * @param {() => Promise<T>} work
 */
async function patched(target, name, value, work) {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, writable: true, ...before, value });
  try {
    return await work();
  } finally {
    if (before === undefined) delete (/** @type {any} */ (target)[name]);
    else Object.defineProperty(target, name, before);
  }
}

/** What a page would love to slip in, by the option's name. */
const evil = answering(answer(200, validated()));
/** @type {Record<string, unknown>} */
const SLIPPED = {
  chatId: OTHER_CHAT, length: 4, useLetter: true, useNumber: false, allCapital: true, name: "Evil", expires: 60, code: "0000", uuid: OTHER_UUID,
  instance: OTHER_UUID, token: "evil", baseUrl: "https://evil.test", fetch: evil, timeout: 1, signal: { aborted: true, addEventListener() {}, removeEventListener() {} }, retry: 5,
  headers: { "x-evil": "1" }, dangerouslyAllowBrowser: true, method: "PUT", body: "evil", redirect: "follow", credentials: "include",
};

for (const name of [...REQUEST, ...OPTIONS, ...ANSWER]) {
  test(`Object.prototype.${name} changes nothing`, async () => {
    /** What a fetch would find in its second argument at that moment. @type {unknown[]} */
    const found = [];
    /** @param {import("./support.js").Answer} answer @returns {import("./support.js").Answer} */
    const looking = (answer) => (call, number) => {
      found.push(/** @type {any} */ (call.init)[name]);
      return answer(call, number);
    };
    const fetch = answering(looking(answer(200, requested())), looking(answer(422, refused("invalid_code"))));
    const plain = answering(answer(200, requested()), answer(422, refused("invalid_code")));
    /** @param {typeof globalThis.fetch} fetch */
    const both = async (fetch) => [
      await gives(api.requestCode({ chatId: CHAT }, options({ fetch }))),
      await gives(api.validateCode({ chatId: CHAT, code: CODE }, options({ fetch }))),
    ];
    const clean = await both(plain);
    const dirty = await polluted({ [name]: SLIPPED[name] ?? true }, () => both(fetch));
    equal(dirty, clean);
    equal(fetch.calls.map(({ url, headers, body }) => [url, headers, body]), plain.calls.map(({ url, headers, body }) => [url, headers, body]));
    equal(fetch.calls.map(({ init }) => Object.keys(init)), plain.calls.map(({ init }) => Object.keys(init)));
    equal(found, fetch.calls.map(({ init }) => (Object.hasOwn(init, name) ? /** @type {any} */ (init)[name] : undefined)));
    equal(evil.calls.length, 0);
  });
}

test("everything on Object.prototype at once changes nothing", async () => {
  const all = Object.fromEntries([...REQUEST, ...OPTIONS, ...ANSWER].map((name) => [name, SLIPPED[name] ?? true]));
  const fetch = answering(answer(200, requested()), answer(422, refused("expired_code")), answer(200, { message: "x" }));
  const { request, verdict, error } = await polluted(all, async () => ({
    request: await gives(api.requestCode({ chatId: CHAT }, options({ fetch }))),
    verdict: await gives(api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options({ fetch }))),
    error: await fails(api.validateCode({ chatId: CHAT, code: CODE }, options({ fetch })), "bad_response"),
  }));
  equal([request.chatId, verdict.valid, error.code], [CHAT, false, "bad_response"]);
  equal(fetch.calls.map(({ body }) => body.chatId), [CHAT, CHAT, CHAT]);
});

test("what only a prototype holds is not given", async () => {
  const heir = Object.create({ chatId: CHAT });
  ok((await fails(api.requestCode(heir, options({ fetch: answering() })), "invalid_argument")).message.startsWith("chatId "), "chatId is missing");
  const given = Object.create(options());
  ok((await fails(api.requestCode({ chatId: CHAT }, given), "invalid_argument")).message.startsWith("instance "), "instance is missing");
});

/** A refusal and a yes-man's patch: whatever it does, nobody is verified. @type {[string, object, PropertyKey, unknown][]} */
const PATCHES = [
  ["JSON.parse", JSON, "parse", () => validated()],
  ["JSON.stringify", JSON, "stringify", () => JSON.stringify],
  ["Promise.race", Promise, "race", async () => ({ text: YES })],
  ["Promise.resolve", Promise, "resolve", () => new Promise((resolve) => resolve(YES))],
  ["Promise.all", Promise, "all", async () => [YES]],
  ["Promise.prototype.catch", Promise.prototype, "catch", async () => ({ valid: true })],
  ["Promise.prototype.finally", Promise.prototype, "finally", async () => ({ valid: true })],
  ["Object.assign", Object, "assign", () => ({ valid: true })],
  ["Object.prototype.hasOwnProperty", Object.prototype, "hasOwnProperty", () => true],
  ["Response.prototype.json", Response.prototype, "json", async () => validated()],
  ["Response.prototype.text", Response.prototype, "text", async () => JSON.stringify(validated())],
  ["Response.prototype.arrayBuffer", Response.prototype, "arrayBuffer", async () => new TextEncoder().encode(JSON.stringify(validated())).buffer],
  ["RegExp.prototype.test", RegExp.prototype, "test", () => true],
  ["Date.parse", Date, "parse", () => 0],
];
const YES = `validated\0s${UUID}\0s${CHAT}\0svalidated\0sok\0n0`;

for (const [name, target, property, value] of PATCHES) {
  test(`with ${name} patched a refusal is a refusal and a right code is right`, async () => {
    const no = answering(answer(422, refused("invalid_code")));
    const yes = answering(answer(200, validated()));
    const broken = answering(answer(200, "<html>"));
    const [refusal, success, error] = await patched(target, property, value, async () => {
      /** @param {typeof globalThis.fetch} fetch */
      const check = async (fetch) => {
        try {
          return await api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options({ fetch, retry: 0 }));
        } catch (error) {
          return /** @type {any} */ (error);
        }
      };
      return [await check(no), await check(yes), await check(broken)];
    });
    equal([refusal.valid, refusal.reason], [false, "invalid_code"]);
    equal([success.valid, success.uuid], [true, UUID]);
    equal(error.code, "bad_response");
  });
}

test("a getter is read once, and what it says later does not count", async () => {
  const fetch = answering(answer(200, requested()));
  /** @param {unknown} first @param {unknown} then */
  const changing = (first, then) => {
    let reads = 0;
    return { get: () => (reads++ === 0 ? first : then), enumerable: true, reads: () => reads };
  };
  const chatId = changing(CHAT, "..");
  const instance = changing(INSTANCE, "../../evil");
  const trace = changing("1", "2\r\nx: y");
  const headers = Object.defineProperty({}, "x-trace", trace);
  const request = Object.defineProperty({}, "chatId", chatId);
  const given = Object.defineProperties({}, {
    instance, fetch: changing(fetch, evil), headers: changing(headers, {}), baseUrl: changing("https://otp.test", "https://evil.test"),
    signal: changing(undefined, AbortSignal.abort()), timeout: changing(5000, NaN),
  });
  await gives(api.requestCode(/** @type {any} */ (request), /** @type {any} */ (given)));
  equal([chatId.reads(), instance.reads(), trace.reads()], [1, 1, 1], "reads");
  equal(fetch.calls[0]?.url, `https://otp.test/${INSTANCE}/request-code`);
  equal(fetch.calls[0]?.headers["x-trace"], "1");
  equal(evil.calls.length, 0);
});

test("a base URL that this realm's parser reads otherwise is refused, and the next time too", async () => {
  const fetch = answering();
  const elsewhere = options({ fetch, baseUrl: "https://otherwise.test/api" });
  const URL = class { href = "https://evil.test/api"; };
  await patched(globalThis, "URL", URL, async () => {
    for (const time of ["first", "second"]) await fails(api.requestCode({ chatId: CHAT }, elsewhere), "invalid_argument", time);
  });
  equal(fetch.calls.length, 0);
});

test("what a caller changes after the call was made does not count", async () => {
  const fetch = answering(answer(200, requested()));
  const request = { chatId: CHAT };
  const given = options({ fetch, headers: { "x-a": "1" } });
  const call = api.requestCode(request, given);
  request.chatId = OTHER_CHAT;
  given.token = "evil";
  given.headers["x-a"] = "2";
  await gives(call);
  equal([fetch.calls[0]?.body.chatId, fetch.calls[0]?.headers["x-a"]], [CHAT, "1"]);
  ok(!fetch.calls[0]?.headers.authorization?.includes("evil"), "the token is the one that was given");
});

/** @param {object} target @returns {any} */
const throwing = (target) => new Proxy(target, {
  get: () => { throw new Error("trapped"); },
  has: () => { throw new Error("trapped"); },
  ownKeys: () => { throw new Error("trapped"); },
  getOwnPropertyDescriptor: () => { throw new Error("trapped"); },
  getPrototypeOf: () => { throw new Error("trapped"); },
});
const thrower = { get: () => { throw new Error("trapped"); }, enumerable: true };

test("a Proxy or getter that throws is an invalid_argument that names its place", async () => {
  const fetch = answering();
  const call = { chatId: CHAT };
  for (const request of [throwing({}), Object.defineProperty({}, "chatId", thrower)]) {
    ok((await fails(api.requestCode(request, options({ fetch })), "invalid_argument")).message.startsWith("the request "), "the request");
    await fails(api.validateCode(request, options({ fetch })), "invalid_argument");
    await fails(api.listRequests(request, options({ fetch })), "invalid_argument");
  }
  for (const given of [throwing({}), Object.defineProperty({ ...options({ fetch }) }, "token", thrower)]) {
    ok((await fails(api.requestCode(call, given), "invalid_argument")).message.startsWith("options "), "options");
  }
  for (const headers of [throwing({}), Object.defineProperty({}, "x-a", thrower)]) {
    ok((await fails(api.requestCode(call, options({ fetch, headers })), "invalid_argument")).message.startsWith("headers "), "headers");
  }
  ok((await fails(api.requestCode(call, options({ fetch, signal: throwing({}) })), "invalid_argument")).message.startsWith("signal "), "signal");
  equal(fetch.calls.length, 0);
});

test("a Proxy or getter that throws does so as a rejection of a client's call too", async () => {
  const fetch = answering(answer(200, requested()));
  for (const given of [throwing({}), Object.defineProperty({ ...options({ fetch }) }, "token", thrower)]) {
    await fails(() => new api.OtpClient(given).requestCode({ chatId: CHAT }), "invalid_argument", "the client's");
    const client = new api.OtpClient(options({ fetch }));
    /** @type {Promise<unknown> | undefined} */
    let call;
    try {
      call = client.requestCode({ chatId: CHAT }, given);
    } catch (error) {
      ok(false, `it threw instead of rejecting: ${error}`);
    }
    await fails(/** @type {Promise<unknown>} */ (call), "invalid_argument", "the call's");
  }
});

test("whatever an injected fetch throws or gives, the call ends with a typed error", async () => {
  /** @type {[string, () => unknown][]} */
  const odd = [
    ["undefined", () => undefined], ["null", () => null], ["a text", () => "ok"], ["an empty object", () => ({})],
    ["a throwing Proxy", () => throwing({})], ["no headers", () => ({ status: 200 })],
    ["a body that is locked", () => { const response = Response.json(validated()); response.body?.getReader(); return response; }],
    ["a status that is a text", () => Object.defineProperty(Response.json(validated()), "status", { value: "two hundred" })],
    ["throws a text", () => { throw "no"; }], ["throws nothing", () => { throw undefined; }],
    ["rejects with a throwing Proxy", () => Promise.reject(throwing({}))],
    ["rejects with hostile getters", () => Promise.reject(Object.defineProperties({}, { cause: thrower, code: thrower, name: thrower }))],
  ];
  for (const [name, make] of odd) {
    const fetch = /** @type {any} */ (async () => make());
    /** @type {any} */
    const error = await api.validateCode({ chatId: CHAT, code: CODE }, options({ fetch })).catch((error) => error);
    ok(error instanceof Error && api.isOtpError(error), `${name}: no OtpError`);
    ok(["network", "bad_response", "internal"].includes(error.code), `${name}: ${error.code}`);
  }
});

test("a fetch that throws at once is a network failure like one that rejects", async () => {
  const fetch = /** @type {any} */ (() => { throw new TypeError("fetch failed"); });
  equal((await fails(api.requestCode({ chatId: CHAT }, options({ fetch })), "network")).delivery, "unknown");
});
