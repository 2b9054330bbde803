/** @import * as Api from "../index.js" */
import { code_format, count_codes, draw_codes } from "../wasm/client.js";
import { errorFrom } from "./calls.js";
import { ask, guarded, memory } from "./core.js";
import { entriesOf, refused, textOf } from "./fields.js";
import { OtpError } from "./otp-error.js";

/**
 * Bytes of codes the core draws at once at most, bytes of its count of codes, and codes drawn at once
 * where one is asked for: crossing into the core takes longer than drawing. Codes drawn ahead are as
 * well kept as the random bytes they are made of.
 */
const ROOM = 16_384, COUNT = 52, AHEAD = 64;

const decoder = new TextDecoder();
/** The format the core was told last, as text. @type {string | undefined} */
let told;
/** The memory of the instance that was told. @type {WebAssembly.Memory | undefined} */
let toldTo;
/** How many characters a code of that format has. */
let length = 0;
/** Codes of it that were drawn ahead, and where the first of them is that was not given yet. */
let text = "", next = 0;

/** @type {typeof Api.generateCode} */
export function generateCode(format) {
  tell(format);
  if (next === text.length) {
    text = draw(AHEAD);
    next = 0;
  }
  return text.slice(next, (next += length));
}

/** @type {typeof Api.generateCodes} */
export function generateCodes(count, format) {
  check("count", count, 1, 1_000_000);
  tell(format);
  const codes = new Array(count);
  for (let done = 0; done < count; ) {
    const some = draw(Math.min(count - done, Math.floor(ROOM / length)));
    for (let at = 0; at < some.length; at += length) codes[done++] = some.slice(at, at + length);
  }
  return codes;
}

/** @type {typeof Api.codeEntropy} */
export function codeEntropy(format) {
  tell(format);
  const bits = guarded(count_codes);
  let combinations = 0n;
  // Drawing nothing tells where the room is that the count was left in.
  for (const byte of room(0, COUNT).reverse()) combinations = (combinations << 8n) | BigInt(byte);
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
  const fields = format === undefined ? "" : textOf(entriesOf("format", format));
  if (fields === told && memory === toldTo) return;
  const [outcome, ...parts] = ask(() => code_format(fields));
  if (outcome !== "format") throw errorFrom(parts);
  told = fields;
  toldTo = memory;
  length = parts[0];
  text = "";
  next = 0;
}

/**
 * So many codes as one text.
 * @param {number} count
 */
function draw(count) {
  const bytes = room(count, count * length);
  const codes = decoder.decode(bytes);
  bytes.fill(0);
  return codes;
}

/**
 * Lets the core draw so many codes into its room; gives the first bytes of that.
 * @param {number} count
 * @param {number} size
 */
function room(count, size) {
  const at = guarded(() => draw_codes(count));
  if (at === 0) {
    throw new OtpError(
      "internal",
      "crypto.getRandomValues failed or was not random; in a Worker call this while handling a request",
    );
  }
  return new Uint8Array(/** @type {WebAssembly.Memory} */ (toldTo).buffer, at, size);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 */
function check(name, value, least, most) {
  if (Number.isInteger(value) && /** @type {number} */ (value) >= least && /** @type {number} */ (value) <= most) return;
  throw refused(name, `a whole number from ${least} to ${most}`, value);
}
