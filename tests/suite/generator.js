/** The code generator of the sealed package: the same bytes give the same codes, and nothing else does. */

import * as api from "hypersender-otp";
import { forceTrap } from "hypersender-otp/testing";
import golden from "../data/codes.json" with { type: "json" };
import { seen } from "./before.js";
import { equal, fails, gives, ok, theme } from "./harness.js";

const test = theme("generator");

/** @typedef {import("hypersender-otp").CodeFormat} CodeFormat */
/** @typedef {(array: Uint8Array) => unknown} Source */

const DIGITS = "0123456789", UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", LOWER = UPPER.toLowerCase();
const SIXTY_FOUR = `${DIGITS}${UPPER}${LOWER}-_`;

/** A fresh instance: its page of random bytes is empty. */
function afresh() {
  try {
    forceTrap();
  } catch {
    // That it throws, and what, is seen in the theme "trap".
  }
}

/**
 * Runs `work` while the runtime's randomness comes from `source`; nothing of it is left afterwards.
 * @template T
 * @param {Source} source
 * @param {() => T} work
 * @returns {T}
 */
function drawingFrom(source, work) {
  const before = crypto.getRandomValues;
  afresh();
  crypto.getRandomValues = /** @type {any} */ (source);
  try {
    return work();
  } finally {
    crypto.getRandomValues = before;
    afresh();
  }
}

/** The bytes that tests/data/codes.json describes, one after another. @param {number} seed */
function stream(seed) {
  return () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 24;
  };
}

/** A source that begins with these bytes and goes on with others. @param {number[]} bytes @returns {Source} */
function beginning(bytes) {
  const next = stream(7);
  let at = 0;
  return (array) => array.forEach((_, index) => (array[index] = bytes[at++] ?? next()));
}

/** @param {string} hex */
const bytesOf = (hex) => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

// First, because WebKit goes on with the `crypto` it knows once it has compiled code that was called often.
test("no source at all is an error, and the next code is drawn when there is one", async () => {
  const { crypto } = globalThis;
  // The edge runtime lets it be written and not defined anew, and browsers the other way about.
  const fixed = Object.getOwnPropertyDescriptor(globalThis, "crypto")?.configurable === false;
  const put = (/** @type {any} */ value) => {
    if (fixed) globalThis.crypto = value;
    else Object.defineProperty(globalThis, "crypto", { value, configurable: true, writable: true });
  };
  for (const value of [undefined, {}, { getRandomValues: undefined }]) {
    afresh();
    put(value);
    try {
      await fails(() => api.generateCode(), "internal", String(value));
      await fails(() => api.generateCodes(5), "internal", String(value));
    } finally {
      put(crypto);
    }
    ok(/^\d{6}$/.test(api.generateCode()), "a code");
  }
});

for (const { name, format, random, code, used } of golden.draws) {
  // Bytes that give no code are the core's own test: a page of the package always suffices.
  if (code === null || used === null) continue;
  test(`golden: ${name}`, async () => {
    const bytes = bytesOf(random).slice(0, used);
    // Sixteen bytes that come twice would be held for a broken source.
    const twice = used % 16 > 0;
    const codes = drawingFrom(beginning(twice ? [...bytes, ...bytes] : bytes), () => [
      api.generateCode(format),
      ...(twice ? [api.generateCode(format)] : []),
    ]);
    equal(await gives(() => codes), twice ? [code, code] : [code]);
    equal(drawingFrom(beginning(bytes), () => api.generateCodes(1, format)), [code], "as a batch of one");
  });
}

for (const { name, format, seed, pages, count, codes } of golden.streams) {
  test(`golden: ${name}`, async () => {
    for (const [way, draw, most] of /** @type {[string, () => string[], number][]} */ ([
      ["in one batch", () => api.generateCodes(count, format), pages],
      // One at a time they are drawn ahead, so the last page asked for may be for codes nobody took.
      ["one at a time", () => Array.from({ length: count }, () => api.generateCode(format)), Infinity],
    ])) {
      let asked = 0;
      const next = stream(seed);
      const drawn = drawingFrom((array) => {
        asked += 1;
        equal(array.length, 4096, "bytes of a page");
        array.forEach((_, index) => (array[index] = next()));
      }, draw);
      equal(drawn.length, count, way);
      ok(asked >= pages && asked <= most, `${way}: ${asked} pages instead of ${pages}`);
      equal(await gives(() => Object.fromEntries(Object.keys(codes).map((at) => [at, drawn[Number(at)]])), way), codes, way);
    }
  });
}

for (const { format, combinations, bits, odds } of golden.entropies) {
  test(`golden: the entropy of ${JSON.stringify(format)}`, async () => {
    const entropy = await gives(() => api.codeEntropy(format));
    equal([entropy.combinations, entropy.bits], [BigInt(combinations), Number(bits)]);
    for (const [tries, probability] of Object.entries(odds)) {
      equal(await gives(() => entropy.guessProbability(Number(tries)), tries), Number(probability), `${tries} guesses`);
    }
  });
}

test("the odds of one format stay its own while others are drawn", () => {
  const { guessProbability } = api.codeEntropy({ length: 4 });
  api.generateCode({ length: 9 });
  afresh();
  equal(guessProbability(5), 0.0005);
});

for (const [what, format, alphabet] of /** @type {[string, CodeFormat | undefined, string][]} */ ([
  ["nothing is given", undefined, DIGITS],
  ["an empty format is given", {}, DIGITS],
  ["every field is undefined", { length: undefined, useLetter: undefined, useNumber: undefined, allCapital: undefined, alphabet: undefined, unambiguous: undefined, requireEach: undefined }, DIGITS],
  ["useLetter", { useLetter: true }, DIGITS + UPPER + LOWER],
  ["useLetter and allCapital", { useLetter: true, allCapital: true }, DIGITS + UPPER],
  ["useLetter without useNumber", { useLetter: true, useNumber: false }, UPPER + LOWER],
  ["allCapital without useLetter, which changes nothing", { allCapital: true }, DIGITS],
  ["unambiguous", { unambiguous: true }, "23456789"],
  ["unambiguous letters", { useLetter: true, unambiguous: true }, (DIGITS + UPPER + LOWER).replace(/[0O1Il]/g, "")],
  ["an own alphabet of two", { alphabet: "01" }, "01"],
  ["an own alphabet of sixty-four", { alphabet: SIXTY_FOUR }, SIXTY_FOUR],
  ["an own alphabet of signs", { alphabet: "!~\\\"'" }, "!~\\\"'"],
])) {
  test(`the codes have six characters, of exactly the alphabet, with ${what}`, () => {
    const codes = api.generateCodes(3000, format);
    ok(codes.every((code) => typeof code === "string" && code.length === 6), "six characters");
    equal([...new Set(codes.join(""))].sort(), [...alphabet].sort());
  });
}

test("every length from 1 to 64 can be drawn, alone and in batches of any size", () => {
  for (let length = 1; length <= 64; length++) {
    const format = { length, useLetter: true };
    const shaped = new RegExp(`^[0-9A-Za-z]{${length}}$`);
    ok(shaped.test(api.generateCode(format)), `one of ${length}`);
    for (const count of [1, 2, Math.floor(16_384 / length), Math.ceil(16_385 / length)]) {
      const codes = api.generateCodes(count, format);
      ok(codes.length === count && codes.every((code) => shaped.test(code)), `${count} of ${length}`);
    }
  }
});

test("requireEach gives each class in every code", () => {
  const codes = api.generateCodes(2000, { length: 4, alphabet: `${DIGITS}${UPPER}${LOWER}-`, requireEach: true });
  ok(codes.every((code) => [/\d/, /[A-Z]/, /[a-z]/, /-/].every((each) => each.test(code))), "all four classes");
});

test("a million codes can be drawn at once, and they differ", () => {
  const codes = api.generateCodes(1_000_000, { length: 12 });
  equal([codes.length, new Set(codes).size > 999_990, codes.every((code) => /^\d{12}$/.test(code))], [1_000_000, true, true]);
});

test("nothing is drawn before the first code, and then a page at a time", () => {
  afresh();
  const before = seen.draws;
  api.codeEntropy({ length: 8 });
  equal(seen.draws - before, 0, "draws for an entropy, on a fresh instance");
  for (let code = 0; code < 900; code++) api.generateCode();
  equal(seen.draws - before, 1, "draws for 900 codes");
});

test("a used byte is zero in the module's memory, and no other is touched", () => {
  /** @type {Uint8Array | undefined} */
  let page;
  /** @type {number[]} */
  let given = [];
  const next = stream(3);
  drawingFrom((array) => {
    array.forEach((_, index) => (array[index] = next()));
    [page, given] = [array, [...array]];
  }, () => {
    for (const [format, count] of /** @type {[CodeFormat, number][]} */ ([[{}, 1], [{ length: 9, useLetter: true }, 1], [{}, 100]])) {
      api.generateCodes(count, format);
      const now = [...(page ?? [])];
      const used = now.findIndex((byte) => byte !== 0);
      ok(used >= 4, `${used} bytes are wiped`);
      equal(now.slice(used), given.slice(used), "what is left");
    }
    ok((page?.findIndex((byte) => byte !== 0) ?? 0) >= 414, "as many as the codes have taken");
  });
});

/** Sources that fail, give too little or give what is not random. @type {[string, Source][]} */
const SOURCES = [
  ["throws", () => { throw new Error("no entropy"); }],
  ["throws nothing", () => { throw undefined; }],
  ["does nothing", () => {}],
  ["fills with zeros", (array) => array.fill(0)],
  ["fills with one byte", (array) => array.fill(0xa5)],
  ["repeats eight bytes", (array) => array.forEach((_, at) => (array[at] = at % 8))],
  ["fills the first half", (array) => beginning([])(array.subarray(0, 2048))],
  ["leaves out the last sixteen bytes", (array) => beginning([])(array.subarray(0, 4080))],
];

for (const [what, source] of SOURCES) {
  test(`a source that ${what} is an error and never a weaker code`, async () => {
    // With two and with sixty-four characters no bytes are skipped, so nothing else would stop it.
    for (const format of [undefined, { length: 8 }, { alphabet: "01" }, { alphabet: SIXTY_FOUR }]) {
      for (const draw of [() => api.generateCode(format), () => api.generateCodes(1000, format)]) {
        const { message } = await drawingFrom(source, () => fails(draw, "internal", JSON.stringify(format)));
        ok(message.startsWith("crypto.getRandomValues "), message);
      }
    }
    ok(/^\d{6}$/.test(api.generateCode()), "the next code is drawn again");
  });
}

test("a source that fails in the middle of a batch gives none of it, and the rest of its page is not used", () => {
  let asked = 0;
  const next = stream(11);
  drawingFrom((array) => {
    asked += 1;
    if (asked === 2) throw new Error("no entropy");
    array.forEach((_, index) => (array[index] = next()));
  }, () => {
    let problem;
    try {
      api.generateCodes(2000);
    } catch (error) {
      problem = /** @type {any} */ (error).code;
    }
    equal([problem, asked], ["internal", 2], "the error, and pages asked for");
    equal([api.generateCodes(5).length, asked], [5, 3], "codes afterwards, and pages asked for");
  });
});

test("a code drawn ahead is never given for another format, and never twice", () => {
  const next = stream(5);
  /** @type {string[]} */
  const given = [];
  drawingFrom((array) => array.forEach((_, index) => (array[index] = next())), () => {
    for (let time = 0; time < 500; time++) {
      for (const length of [12, 13]) {
        const code = api.generateCode({ length, useLetter: true });
        equal(code.length, length);
        given.push(code);
      }
    }
  });
  equal(new Set(given).size, 1000, "different codes");
});

test("a code is gone from the module's memory once it is drawn", () => {
  /** @type {ArrayBufferLike | undefined} */
  let memory;
  const next = stream(9);
  drawingFrom((array) => {
    memory = array.buffer;
    array.forEach((_, index) => (array[index] = next()));
  }, () => {
    const format = { length: 16, useLetter: true };
    const codes = [...api.generateCodes(3, format), api.generateCode(format)];
    const bytes = new TextDecoder("latin1").decode(new Uint8Array(/** @type {ArrayBuffer} */ (memory)));
    equal(codes.filter((code) => bytes.includes(code)), []);
  });
});

test("a trap takes nothing away: the same format is drawn from a fresh page", () => {
  const format = { length: 8, alphabet: "abc" };
  for (let time = 0; time < 50; time++) {
    ok(/^[abc]{8}$/.test(api.generateCode(format)), "before");
    afresh();
    ok(/^[abc]{8}$/.test(api.generateCode(format)), "after");
    afresh();
    equal(api.codeEntropy(format).combinations, 6561n);
  }
});

test("codes are drawn while other calls make the module's memory grow", () => {
  for (let size = 1; size <= 4_194_304; size *= 4) {
    const { length } = api.generateCodes(10);
    try {
      api.normalizeCode("x".repeat(size));
    } catch {
      // A text without a code, which is not the point.
    }
    ok(length === 10 && /^\d{6}$/.test(api.generateCode()), `after a text of ${size}`);
  }
});
