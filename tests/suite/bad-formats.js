/** What the generator refuses: always with the field's name, before anything is drawn. */

import * as api from "hypersender-otp";
import { seen } from "./before.js";
import { equal, fails, ok, theme } from "./harness.js";

const test = theme("bad-formats");

const SIXTY_FIVE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_!";

/** Everything that takes a format. @type {[string, (format: any) => unknown][]} */
const CALLS = [
  ["generateCode", (format) => api.generateCode(format)],
  ["generateCodes", (format) => api.generateCodes(2, format)],
  ["codeEntropy", (format) => api.codeEntropy(format)],
];

/** A value as the name of its test. @param {unknown} value */
function named(value) {
  if (typeof value === "string") return value.length > 70 ? `a text of ${value.length}` : JSON.stringify(value);
  // Runtimes that transpile give a function's text in words of their own.
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return Object.prototype.toString.call(value);
  return `${String(value)} (${typeof value})`;
}

/**
 * @param {string} field
 * @param {object} format
 * @param {string} name
 */
function refuses(field, format, name) {
  test(`${field} is named in the refusal of ${name}`, async () => {
    const before = seen.draws;
    for (const [call, run] of CALLS) {
      const error = await fails(() => run(format), "invalid_argument", call);
      ok(error.message.startsWith(`${field} `), error.message);
      equal(Object.keys(error.details ?? {}), [field]);
      ok(error.message.length < 300, "a short sentence, without the value");
    }
    equal(seen.draws - before, 0, "draws");
  });
}

const object = { valueOf: () => 6, toString: () => "6" };
for (const value of [
  0, 65, -1, 3.5, 1e9, 2 ** 32 + 6, 2 ** 32, 2 ** 53, 262, NaN, Infinity, -Infinity, 6n, "6", "", true, null, [6], object, () => 6, Symbol("6"),
]) refuses("length", { length: value }, `length: ${named(value)}`);

for (const flag of ["useLetter", "useNumber", "allCapital", "unambiguous", "requireEach"]) {
  for (const value of ["false", "true", "", 0, 1, null, [], {}, 1n, Symbol("true"), () => true]) {
    refuses(flag, { [flag]: value }, `${flag}: ${named(value)}`);
  }
}

refuses("useNumber", { useNumber: false }, "neither letters nor digits");
refuses("useNumber", { useLetter: false, useNumber: false }, "both flags false");
refuses("useNumber", { useLetter: false, useNumber: false, allCapital: true, unambiguous: true }, "both flags false beside others");

for (const value of [
  "", "a", "aa", "abca", "0123456789 ", "ab cd", "ab\n", "\tab", "\0ab", "ab\u007f", "ab\u00e9", "\uff10\uff11", "\u0660\u0661", "ab\ud800", "\ud83d\ude00\ud83d\ude01",
  "ab\u202e", SIXTY_FIVE, "a".repeat(1_048_576), 10, 1n, true, null, ["a", "b"], { toString: () => "ab" }, Symbol("ab"), () => "ab",
]) refuses("alphabet", { alphabet: value }, `alphabet: ${named(value)}`);

for (const flag of ["useLetter", "useNumber", "allCapital", "unambiguous"]) {
  for (const value of [true, false, "yes"]) refuses(flag, { alphabet: "abc", [flag]: value }, `${flag}: ${named(value)} beside an alphabet`);
}

refuses("length", { length: 1, useLetter: true, allCapital: true, requireEach: true }, "two classes in one character");
refuses("length", { length: 2, useLetter: true, requireEach: true }, "three classes in two characters");
refuses("length", { length: 3, alphabet: "0aA-", requireEach: true }, "four classes in three characters");

for (const name of ["lenght", "Length", "count", "size", "constructor", "toString", "", " length", "x".repeat(60)]) {
  refuses(name, { [name]: 6 }, `the unknown name ${JSON.stringify(name)}`);
}
refuses("__proto__", JSON.parse('{ "__proto__": { "length": 8 } }'), "an own __proto__");
refuses("length\ufffdx", { "length.x": 6 }, "a name with a dot");
refuses("length\ufffd", { "length\0": 6 }, "a name with a NUL");

test("every mistake is told at once", async () => {
  const error = await fails(() => api.generateCode(/** @type {any} */ ({ length: 0, useLetter: "yes", allCapital: 1 })), "invalid_argument");
  equal(Object.keys(error.details ?? {}), ["length", "useLetter", "allCapital"]);
});

for (const value of [null, 6, "6", "", true, 6n, Symbol("x"), () => ({}), [], [6], new Map(), new Set(), new Headers(), new Uint8Array(2)]) {
  test(`${named(value)} is no format`, async () => {
    for (const [call, run] of CALLS) {
      const { message } = await fails(() => run(value), "invalid_argument", call);
      ok(/^format must be an? (plain )?object/.test(message), message);
    }
  });
}

const thrower = { get: () => { throw new Error("trapped"); }, enumerable: true };
const trapping = new Proxy({}, { ownKeys: thrower.get, get: thrower.get, has: thrower.get, getOwnPropertyDescriptor: thrower.get });
for (const [what, format] of /** @type {[string, object][]} */ ([
  ["a getter that throws", Object.defineProperty({}, "length", thrower)],
  ["a Proxy that throws", trapping],
])) {
  test(`${what} is an invalid_argument that names the format`, async () => {
    for (const [call, run] of CALLS) {
      ok((await fails(() => run(format), "invalid_argument", call)).message.startsWith("format "), call);
    }
  });
}

test("a getter is read once, and what it says later does not count", () => {
  for (const [call, run] of CALLS) {
    let reads = 0;
    const format = Object.defineProperty({}, "length", { get: () => (reads++ === 0 ? 8 : 65), enumerable: true });
    const given = run(format);
    const length = typeof given === "string" ? given.length : Array.isArray(given) ? given[1].length : String(/** @type {any} */ (given).combinations).length - 1;
    equal([reads, length], [1, 8], call);
  }
});

test("a format that changes between two calls is read again", () => {
  const format = { length: 4 };
  equal(api.generateCode(format).length, 4);
  format.length = 5;
  equal(api.generateCode(format).length, 5);
});

test("the caller's object is never changed, and may be frozen", async () => {
  for (const given of [{}, { length: 8, useLetter: true, allCapital: true, unambiguous: true, requireEach: true }, { length: 70 }, { alphabet: "ab" }]) {
    const before = JSON.stringify(given);
    /** @param {unknown} target @param {PropertyKey} key */
    const changing = (target, key) => { throw new Error(`changed ${String(key)}`); };
    const watched = new Proxy(given, { set: changing, defineProperty: changing, deleteProperty: changing, setPrototypeOf: () => { throw new Error("changed"); } });
    for (const [call, run] of CALLS) {
      for (const format of [watched, Object.freeze({ ...given })]) {
        try {
          run(format);
        } catch (error) {
          ok(/** @type {any} */ (error).code === "invalid_argument", `${call}: ${error}`);
        }
      }
    }
    equal(JSON.stringify(given), before);
  }
});

test("only own properties are given: a format may inherit, be of a class, or have no prototype", () => {
  equal(api.generateCode(Object.create({ length: 9 })).length, 6);
  class Format { length = 9; }
  equal(api.generateCode(new Format()).length, 9);
  equal(api.generateCode(Object.assign(Object.create(null), { length: 9 })).length, 9);
});

/** What a page may have put on Object.prototype, by the field's name. @type {Record<string, unknown>} */
const SLIPPED = {
  length: 1, useLetter: true, useNumber: false, allCapital: true, alphabet: "ab", unambiguous: true, requireEach: true, count: 1, bits: 0, combinations: 1n,
};

test("a format's name on Object.prototype changes nothing", () => {
  for (const names of [...Object.keys(SLIPPED).map((name) => [name]), Object.keys(SLIPPED)]) {
    for (const name of names) Object.defineProperty(Object.prototype, name, { value: SLIPPED[name], configurable: true, writable: true });
    let found;
    try {
      found = [api.generateCodes(300), api.generateCode({}), api.generateCode(), api.codeEntropy({})];
    } finally {
      for (const name of names) delete (/** @type {any} */ (Object.prototype)[name]);
    }
    const [batch, one, other, entropy] = /** @type {[string[], string, string, import("hypersender-otp").CodeEntropy]} */ (found);
    ok([...batch, one, other].every((code) => /^\d{6}$/.test(code)) && batch.length === 300, `${names}: six digits`);
    ok(/[018]/.test(batch.join("")), `${names}: of all ten`);
    equal([entropy.bits, entropy.combinations], [19.931568569324174, 1_000_000n], String(names));
  }
});

/** @param {unknown} value */
const type = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

for (const value of [
  0, -1, 1.5, 1_000_001, 2 ** 32 + 6, 1e300, NaN, Infinity, "6", "", 6n, true, null, undefined, [6], object, Symbol("6"), () => 6,
]) {
  test(`count is named in the refusal of ${named(value)} codes`, async () => {
    const before = seen.draws;
    const { message } = await fails(() => api.generateCodes(/** @type {any} */ (value)), "invalid_argument");
    equal(message, `count must be a whole number from 1 to 1000000; given: ${type(value)}`);
    equal(seen.draws - before, 0, "draws");
  });
}

for (const value of [-1, 1.5, 2 ** 53, 1e300, NaN, Infinity, "5", "", 5n, true, null, undefined, [5], object, Symbol("5"), () => 5]) {
  test(`tries is named in the refusal of ${named(value)} guesses`, async () => {
    const { guessProbability } = api.codeEntropy();
    const { message } = await fails(() => guessProbability(/** @type {any} */ (value)), "invalid_argument");
    equal(message, `tries must be a whole number from 0 to 9007199254740991; given: ${type(value)}`);
  });
}
