import { OtpError } from "./otp-error.js";

/** @typedef {[name: string, value: unknown][]} Entries */

/**
 * The type's name for an error text.
 * @param {unknown} value
 */
const typeOf = (value) => value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

/**
 * The error for an argument; it names what was given, never its value.
 * @param {string} name
 * @param {string} rule
 * @param {unknown} value
 */
export const refused = (name, rule, value) =>
  new OtpError("invalid_argument", `${name} must be ${rule}; given: ${typeOf(value)}`);

/**
 * The own properties of an argument, each read once, so that neither a prototype nor a getter can
 * change them afterwards.
 * @param {string} name
 * @param {unknown} value
 * @returns {Entries}
 */
export function entriesOf(name, value) {
  if (typeOf(value) !== "object") throw refused(name, "an object", value);
  try {
    // Headers and Maps keep what they hold where it would be silently left out.
    if (!(Symbol.iterator in /** @type {object} */ (value))) return Object.entries(/** @type {object} */ (value));
  } catch {
    throw new OtpError("invalid_argument", `${name} could not be read: a property of it threw`);
  }
  throw new OtpError("invalid_argument", `${name} must be a plain object; given: an iterable, such as Headers or a Map`);
}

/**
 * Entries as the core reads them: `name NUL tag value NUL`.
 * @param {Iterable<[name: string, value: unknown]>} entries
 * @param {string} [prefix] of every name
 * @returns {string}
 */
export function textOf(entries, prefix = "") {
  let text = "";
  for (const [name, value] of entries) {
    // A dot parts a header's name from `headers`, so no name brings its own.
    if (value !== undefined) text += `${prefix}${plain(plain(name), ".")}\0${tagged(value)}\0`;
  }
  return text;
}

/** @param {unknown} value */
function tagged(value) {
  switch (typeof value) {
    case "string":
      return `s${plain(value)}`;
    case "number":
      return `n${value}`;
    case "boolean":
      return `b${value}`;
    default:
      return `o${typeOf(value)}`;
  }
}

/**
 * NUL parts the fields, so inside one it becomes a character that no field accepts. Looked for
 * first, because to replace nothing takes several times as long.
 * @param {string} text
 * @param {string} [mark]
 */
const plain = (text, mark = "\0") => text.includes(mark) ? text.replaceAll(mark, "\ufffd") : text;

/**
 * The parts of what the core gave: texts, numbers, and nothing.
 * @param {string} text
 * @returns {any[]}
 */
export function partsOf(text) {
  /** @type {any[]} */
  const parts = [];
  text = `s${text}\0`;
  // Cut once: to split, and then to cut the tags off, takes twice as long.
  for (let at = 0, next; next = text.indexOf("\0", at) + 1; at = next) {
    const value = text.slice(at + 1, next - 1), tag = text[at];
    parts.push(tag === "s" ? value : tag === "n" ? Number(value) : undefined);
  }
  return parts;
}
