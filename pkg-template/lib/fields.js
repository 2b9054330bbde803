import { OtpError } from "./otp-error.js";

/** @typedef {[name: string, value: unknown][]} Entries */

/**
 * The own properties of an argument, each read once, so that neither a prototype nor a getter can
 * change them afterwards.
 * @param {string} name
 * @param {unknown} value
 * @returns {Entries}
 */
export function entriesOf(name, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const given = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    throw new OtpError("invalid_argument", `${name} must be an object; given: ${given}`);
  }
  try {
    const entries = Object.entries(value);
    // Headers and Maps keep what they hold where it would be silently left out.
    if (!(Symbol.iterator in value)) {
      // A dot parts a header's name from `headers` on its way into the core, so no name brings its own.
      return entries.map(([key, part]) => [key.replaceAll(".", "\ufffd"), part]);
    }
  } catch {
    throw new OtpError("invalid_argument", `${name} could not be read: a property of it threw`);
  }
  throw new OtpError("invalid_argument", `${name} must be a plain object; given: an iterable one, such as Headers or a Map`);
}

/**
 * Entries as the core reads them: `name NUL tag value NUL`.
 * @param {Entries} entries
 * @returns {string}
 */
export function textOf(entries) {
  let text = "";
  for (const [name, value] of entries) {
    if (value !== undefined) text += `${plain(name)}\0${tagged(value)}\0`;
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
    case "object":
      return value === null ? "onull" : Array.isArray(value) ? "oarray" : "oobject";
    default:
      return `o${typeof value}`;
  }
}

/**
 * NUL parts the fields, so inside one it becomes a character that no field accepts.
 * @param {string} text
 */
const plain = (text) => text.replaceAll("\0", "\ufffd");

/**
 * The parts of what the core gave: texts, numbers, and nothing.
 * @param {string} text
 * @returns {any[]}
 */
export function partsOf(text) {
  return text.split("\0").map((part, at) => {
    if (at === 0) return part;
    return part[0] === "s" ? part.slice(1) : part[0] === "n" ? Number(part.slice(1)) : undefined;
  });
}
