/** Loading the module. This theme is the first to run: nothing has been started yet. */

import * as api from "hypersender-otp";
import * as copy from "hypersender-otp-copy";
import { forceTrap } from "hypersender-otp-copy/testing";
import { seen } from "./before.js";
import { equal, fails, gives, ok, theme } from "./harness.js";
import { answer, answering, CHAT, options, requested, watchedSignal } from "./support.js";

const test = theme("init");
const atImport = { fetches: seen.fetches.length, draws: seen.draws, instances: seen.instances, timers: seen.timers.size };

test("an import fetches nothing, draws nothing, sets no timer and starts nothing", () => {
  equal(atImport, { fetches: 0, draws: 0, instances: 0, timers: 0 });
});

test("a synchronous call before init says what to do", async () => {
  for (const call of [() => copy.initSync(), () => forceTrap(), () => copy.generateCode(), () => copy.generateCodes(2), () => copy.codeEntropy()]) {
    const error = await fails(call, "not_initialized");
    ok(error.message.includes("await init()"), error.message);
  }
}, "in a page");

test("a synchronous call outside a page starts the core by itself", async () => {
  const before = seen.instances;
  await fails(() => forceTrap(), "internal");
  ok(seen.instances > before, "an instance was made");
}, "outside pages");

test("what is no module is refused with a typed error, and can be tried again", async () => {
  const rejected = Promise.reject(new Error("not this time"));
  rejected.catch(() => {});
  for (const [name, input] of /** @type {[string, any][]} */ ([
    ["no wasm", new Uint8Array([0, 1, 2, 3])],
    ["an empty buffer", new ArrayBuffer(0)],
    ["a rejected promise", rejected],
    ["a number", 7],
    ["an object", {}],
    ["null's neighbour", Promise.resolve(false)],
    ["a module that fails to load", new Response("gone", { status: 404 })],
    ["a response that is no wasm", new Response("<html>")],
  ])) {
    /** @type {any} */
    const error = await api.init(input).then(() => undefined, (error) => error);
    ok(error !== undefined, `${name}: init took it`);
    ok(error instanceof Error && api.isOtpError(error), `${name}: ${error} is no OtpError`);
  }
});

test("a module that cannot be loaded fails a call with a typed error, and the next call loads it", async () => {
  const call = (more = {}) =>
    copy.requestCode({ chatId: CHAT }, options({ fetch: answering(answer(200, requested())), ...more }));
  // The server of the page spoils the copy's module: first with 500, then by half of it; then it is slow.
  for (const why of ["HTTP 500", "it does not compile"]) {
    /** @type {any} */
    const error = await call().then(() => undefined, (error) => error);
    ok(copy.isOtpError(error) && error.message.includes(`could not be loaded (${why}`), `${why}: ${error}`);
    equal([error.code, error.retryable, error.delivery], ["network", true, "no"]);
  }
  const late = await call({ timeout: 50 }).catch((error) => error);
  equal([late.code, late.delivery], ["timeout", "no"], "a call ends in its own time while the module loads");
  const { controller, signal, listeners } = watchedSignal();
  const ended = call({ signal }).catch((error) => error);
  controller.abort();
  equal([(await ended).code, listeners.now], ["aborted", 0], "and by its signal");
  ok((await call()).uuid.length === 36, "the module is there at last");
}, "in a page");

test("ten concurrent calls of init start one instance", async () => {
  const before = { instances: seen.instances, modules: seen.modules, fetches: seen.fetches.length };
  await gives(Promise.all(Array.from({ length: 10 }, () => api.init())));
  equal(seen.instances - before.instances, 1, "instances");
  ok(seen.modules - before.modules <= 1 && seen.fetches.length - before.fetches <= 1, "the module is loaded once");
});

test("init again does nothing, whatever it is given", async () => {
  const before = { instances: seen.instances, fetches: seen.fetches.length };
  await api.init();
  await api.init("https://nowhere.test/x.wasm");
  api.initSync();
  api.initSync(new Uint8Array([0]));
  await api.init(/** @type {any} */ (7));
  equal({ instances: seen.instances, fetches: seen.fetches.length }, before);
});

test("calls start no further instance and fetch nothing by themselves", async () => {
  const before = { instances: seen.instances, fetches: seen.fetches.length };
  const fetch = answering(answer(200, requested()));
  await Promise.all(Array.from({ length: 20 }, () => api.requestCode({ chatId: CHAT }, options({ fetch }))));
  equal([seen.instances - before.instances, seen.fetches.length - before.fetches, fetch.calls.length], [0, 0, 20]);
});

test("errors of another copy of the package are known", async () => {
  /** @type {any} */
  const error = await copy.requestCode(/** @type {any} */ ({}), options()).catch((error) => error);
  equal([error instanceof api.OtpError, api.isOtpError(error), copy.isOtpError(error)], [false, true, true]);
});

test("isOtpError knows nothing else", () => {
  const lookalike = Object.assign(new Error("x"), { name: "OtpError", code: "network" });
  for (const value of [undefined, null, 0, "", "OtpError", {}, [], () => {}, Symbol("x"), 1n, new Error("x"), lookalike, { code: "network" }]) {
    equal(api.isOtpError(value), false, String(value?.toString?.()));
  }
  equal(api.isOtpError(new api.OtpError("network", "x")), true);
});

test("an OtpError is an Error that prints as one", () => {
  const error = new api.OtpError("rate_limited", "wait", { retryAfter: 5, status: undefined, retryable: true, cause: new Error("why") });
  ok(error instanceof Error && error instanceof api.OtpError, "instanceof");
  equal([error.name, error.message, String(error)], ["OtpError", "wait", "OtpError: wait"]);
  equal([error.code, error.retryAfter, error.retryable, "status" in error], ["rate_limited", 5, true, false]);
  equal(/** @type {Error} */ (error.cause).message, "why");
  equal(Object.keys(error), ["code", "retryable", "retryAfter"]);
  equal(new api.OtpError("network", "x").retryable, false);
});
