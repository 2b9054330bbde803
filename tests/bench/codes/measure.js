/** Draws six digits in every way there is, uses the codes, and times it. Runs in every runtime. */

import { generateCode, generateCodes, init } from "hypersender-otp";
import { customAlphabet } from "nanoid";
import { sixDigits } from "./twin.js";

/** Codes of a batch, and between two looks at the clock: few, so that most samples are not interrupted. */
const BATCH = 1000, CODES = 5 * BATCH;
/** Rounds that are not counted, in which the engine tunes what it runs. */
const WARM_UP = 50;

/**
 * A way to draw: fills `codes` and reads each of them; gives what reading them came to.
 * @typedef {(codes: string[]) => number} Draw
 */

/**
 * A loop of its own for each way: engines tune a loop to what it calls, and a shared one to nothing.
 * @param {string} draw what draws one code
 * @param {Record<string, unknown>} tools what that mentions
 * @returns {Draw}
 */
function each(draw, tools) {
  const body = `return (codes) => {
    let sum = 0;
    for (let at = 0; at < ${CODES}; at++) {
      const code = ${draw};
      sum += code.charCodeAt(at % 6);
      codes[at] = code;
    }
    return sum;
  }`;
  return new Function(...Object.keys(tools), body)(...Object.values(tools));
}

/** @type {Draw} */
function batches(codes) {
  let sum = 0;
  for (let at = 0; at < CODES; ) {
    const drawn = generateCodes(BATCH);
    for (let index = 0; index < BATCH; index++, at++) {
      const code = /** @type {string} */ (drawn[index]);
      sum += code.charCodeAt(at % 6);
      codes[at] = code;
    }
  }
  return sum;
}

/** @returns {Promise<Record<string, Draw>>} */
async function ways() {
  await init();
  const nanoid = customAlphabet("0123456789", 6);
  // A browser has no such module.
  const crypto = await import("node:crypto").catch(() => undefined);
  return {
    package: each("generateCode()", { generateCode }),
    "package, with a format": each("generateCode({ length: 6 })", { generateCode }),
    "package, batches": batches,
    ...(crypto && { randomInt: each(`String(randomInt(0, 1_000_000)).padStart(6, "0")`, { randomInt: crypto.randomInt }) }),
    nanoid: each("nanoid()", { nanoid }),
    twin: each("sixDigits()", { sixDigits }),
    // Draws nothing: what is left of the package's time when the codes are there already.
    "texts alone": each("text.slice((at % 1000) * 6, (at % 1000) * 6 + 6)", { text: "042137".repeat(BATCH) }),
  };
}

/**
 * Times every way in turn; gives nanoseconds a code, sample by sample, and how many codes were checked.
 * @param {number} rounds
 */
export async function measure(rounds) {
  const all = Object.entries(await ways());
  /** @type {Record<string, number[]>} */
  const samples = Object.fromEntries(all.map(([name]) => [name, []]));
  let checked = 0;
  for (let round = -WARM_UP; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      // Each goes first equally often, because the first of a round meets what the round before left.
      const [name, draw] = /** @type {[string, Draw]} */ (all[(turn + round + WARM_UP) % all.length]);
      // A fresh one, because to keep young objects in an old one costs more than to draw them.
      const codes = new Array(CODES).fill("");
      const began = performance.now();
      const sum = draw(codes);
      const time = performance.now() - began;
      check(name, codes, sum);
      checked += CODES;
      if (round >= 0) samples[name]?.push((time * 1e6) / CODES);
    }
  }
  return { samples, checked };
}

/**
 * That every code is six digits, and that what was read while they were drawn is what they are.
 * @param {string} name
 * @param {string[]} codes
 * @param {number} sum
 */
function check(name, codes, sum) {
  for (const [at, code] of codes.entries()) {
    if (!/^[0-9]{6}$/.test(code)) throw new Error(`${name} drew ${JSON.stringify(code)}`);
    sum -= code.charCodeAt(at % 6);
  }
  if (sum !== 0) throw new Error(`${name}: the codes that were read are not those that were drawn`);
}
