/** Neither a token nor a code shows in anything a call gives, throws or prints. The last theme: it searches all others. */

import * as api from "hypersender-otp";
import { seen } from "./before.js";
import { canariesIn } from "./canaries.js";
import { equal, gives, kept, leaks, ok, shown, theme } from "./harness.js";
import { answer, answering, CHAT, ISSUED, options, requested, TOKEN } from "./support.js";

const test = theme("secrets");

const made = () => gives(api.requestCode({ chatId: CHAT }, options({ fetch: answering(answer(200, requested())) })));

test("the code is given by reveal, and by nothing else", async () => {
  const { code } = await made();
  ok(code !== undefined, "there is a code");
  equal(code.reveal(), ISSUED);
  equal([String(code), `${code}`, code + "", JSON.stringify({ code }), code.toString(), code.toJSON()], [
    "[redacted]", "[redacted]", "[redacted]", '{"code":"[redacted]"}', "[redacted]", "[redacted]",
  ]);
  equal(Object.keys(code), []);
  equal(Object.getOwnPropertyNames(code), []);
  equal(JSON.stringify(structuredClone(code)), "{}");
  equal({ ...code }, {});
  equal([Object.prototype.toString.call(code).includes(ISSUED), shown(code).flatMap(canariesIn)], [false, []]);
});

test("a whole result can be printed, spread and serialised without the code", async () => {
  const result = await made();
  equal(shown(result).flatMap(canariesIn), []);
  equal(JSON.stringify({ ...result }).includes("[redacted]"), true);
  console.debug("the suite prints a result on purpose:", result);
});

test("reveal of something else is no way in", async () => {
  const { code } = await made();
  const { reveal } = /** @type {import("hypersender-otp").Secret} */ (code);
  let thrown;
  try {
    reveal.call(/** @type {any} */ ({}));
  } catch (error) {
    thrown = error;
  }
  ok(thrown instanceof TypeError, "a TypeError");
});

test("a client can be printed without its token", () => {
  const client = new api.OtpClient(options());
  equal(shown(client).flatMap(canariesIn), []);
  equal([JSON.stringify(client), Object.getOwnPropertyNames(client)], ["{}", []]);
  console.debug("the suite prints a client on purpose:", client);
});

test("a runtime's own text about a header never becomes a cause", async () => {
  for (const [name, thrown] of Object.entries({
    message: new TypeError(`Invalid header value: Bearer ${TOKEN}`),
    cause: new TypeError("fetch failed", { cause: new Error(`Bearer ${TOKEN}`) }),
    code: Object.assign(new Error("x"), { code: TOKEN }),
    name: Object.assign(new Error("x"), { name: TOKEN }),
    text: `Bearer ${TOKEN}`,
  })) {
    const fetch = /** @type {any} */ (async () => { throw thrown; });
    const error = await api.requestCode({ chatId: CHAT }, options({ fetch })).catch((error) => error);
    equal([error.code, shown(error).flatMap(canariesIn)], ["network", []], name);
  }
});

test("a cause tells the kind of failure", async () => {
  for (const [thrown, kind] of /** @type {[unknown, string | undefined][]} */ ([
    [new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) }), "ECONNREFUSED"],
    [Object.assign(new Error("x"), { code: "UND_ERR_SOCKET" }), "UND_ERR_SOCKET"],
    [new TypeError("x"), "TypeError"],
    ["x", undefined],
  ])) {
    const fetch = /** @type {any} */ (async () => { throw thrown; });
    const error = await api.requestCode({ chatId: CHAT }, options({ fetch })).catch((error) => error);
    equal(error.cause?.message, kind);
  }
});

test("no canary shows in any value or error of the whole suite", () => {
  ok(kept() > 1000, `only ${kept()} values and errors were kept`);
  equal(leaks(), []);
});

test("no canary shows in anything that was printed", () => {
  ok(seen.printed.length >= 2, "the suite itself printed something");
  equal(seen.printed.flat().flatMap(shown).flatMap(canariesIn), []);
});

test("the search finds a canary where there is one", () => {
  for (const value of [new Error(TOKEN), new Error("x", { cause: new Error(TOKEN) }), { deep: { deeper: [TOKEN] } }, Object.assign(new Error("x"), { code: TOKEN }), TOKEN]) {
    equal([...new Set(shown(value).flatMap(canariesIn))], [TOKEN]);
  }
});
