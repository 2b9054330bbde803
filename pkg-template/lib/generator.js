/** @import * as Api from "../index.js" */
import { code_format, count_codes, draw_codes } from "../wasm/client.js";
import { errorFrom } from "./calls.js";
import { guarded, memory, stopped } from "./core.js";
import { entriesOf, partsOf, textOf } from "./fields.js";
import { OtpError } from "./otp-error.js";

/** Bytes of codes the core draws at once at most, and bytes of its count of codes. */
const ROOM = 16_384, COUNT = 52;

const decoder = new TextDecoder();
/** The format the core was told last, as text. @type {string | undefined} */
let told;
/** The memory of the instance that was told. @type {WebAssembly.Memory | undefined} */
let toldTo;
/** That memory's bytes. @type {any} */
let bytes;
/** How many characters a code of that format has. */
let length = 0;

/** @type {typeof Api.generateCode} */
export function generateCode(format) {
  tell(format);
  const at = draw(1);
  // The usual length by hand, in a fifth of the decoder's time.
  return length === 6
    ? String.fromCharCode(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3], bytes[at + 4], bytes[at + 5])
    : decoder.decode(bytes.subarray(at, at + length));
}

/** @type {typeof Api.generateCodes} */
export function generateCodes(count, format) {
  check("count", count, 1, 1_000_000);
  tell(format);
  const codes = new Array(count);
  for (let done = 0; done < count; ) {
    const some = Math.min(count - done, Math.floor(ROOM / length));
    const at = draw(some);
    const text = decoder.decode(bytes.subarray(at, at + some * length));
    for (let from = 0; from < text.length; from += length) codes[done++] = text.slice(from, from + length);
  }
  return codes;
}

/** @type {typeof Api.codeEntropy} */
export function codeEntropy(format) {
  tell(format);
  const bits = guarded(count_codes);
  // Drawing nothing tells where the room is that the count was left in.
  const at = draw(0);
  let combinations = 0n;
  for (let place = at + COUNT; place-- > at; ) combinations = (combinations << 8n) | BigInt(bytes[place]);
  return {
    bits,
    combinations,
    guessProbability(tries) {
      check("tries", tries, 0, Number.MAX_SAFE_INTEGER);
      return Math.min(tries / Number(combinations), 1);
    },
  };
}

/**
 * Tells the core the format, unless this very instance was told it last.
 * @param {object} [format]
 */
function tell(format) {
  const text = format === undefined ? "" : textOf(entriesOf("format", format));
  if (text === told && memory === toldTo) return;
  const [outcome, ...parts] = partsOf(guarded(() => code_format(text)));
  if (outcome !== "format") throw errorFrom(parts);
  told = text;
  toldTo = memory;
  length = parts[0];
  bytes = "";
}

/**
 * Draws so many codes; gives where they are.
 * @param {number} count
 */
function draw(count) {
  let at;
  try {
    at = draw_codes(count);
  } catch {
    throw stopped();
  }
  if (!at) {
    throw new OtpError(
      "internal",
      "crypto.getRandomValues failed or gave nothing random, so no code was made; in a Worker call this while handling a request",
    );
  }
  // A memory that has grown leaves an empty view behind.
  if (!bytes.length) bytes = new Uint8Array(/** @type {WebAssembly.Memory} */ (toldTo).buffer);
  return at;
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 */
function check(name, value, least, most) {
  if (Number.isInteger(value) && /** @type {number} */ (value) >= least && /** @type {number} */ (value) <= most) return;
  const given = value === null ? "null" : typeof value;
  throw new OtpError("invalid_argument", `${name} must be a whole number from ${least} to ${most}; given: ${given}`);
}
