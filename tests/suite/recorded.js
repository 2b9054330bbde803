/**
 * The package's calls, each with what it was given and answered kept beside what it came to, so that
 * the core can be asked the same without any JavaScript around it.
 */

import * as real from "hypersender-otp";
import { toldOf } from "./support.js";

export * from "hypersender-otp";

/**
 * What the core is asked: the call, its fields and options as `name NUL tag value NUL`, and the answer.
 * @typedef {object} Input
 * @property {string} call
 * @property {string} request
 * @property {string} [options]
 * @property {import("./support.js").Told | undefined} [answer] absent where nothing was sent
 */

/** By the value or error that the call came to. @type {Map<unknown, Input>} */
const inputs = new Map();
/** Longer ones would make the record heavy and say nothing more. */
const MAX_TEXT = 20_000;

/** @param {unknown} verdict */
export const inputOf = (verdict) => inputs.get(verdict);

/** @type {typeof real.requestCode} */
export const requestCode = (request, options) =>
  calling("requestCode", () => fieldsOf(request), options, () => real.requestCode(request, options));

/** @type {typeof real.validateCode} */
export const validateCode = (request, options) =>
  calling("validateCode", () => fieldsOf(request), options, () => real.validateCode(request, options));

/** @type {typeof real.getRequest} */
export const getRequest = (uuid, options) =>
  calling("getRequest", () => fieldsOf({ uuid }), options, () => real.getRequest(uuid, options));

/** @type {typeof real.listRequests} */
export const listRequests = (filter, options) =>
  calling("listRequests", () => fieldsOf(filter ?? {}), options, () => real.listRequests(filter, options));

/** @type {typeof real.toChatId} */
export const toChatId = (phone) => reading("toChatId", phone, real.toChatId);

/** @type {typeof real.normalizeCode} */
export const normalizeCode = (text) => reading("normalizeCode", text, real.normalizeCode);

/**
 * @template T
 * @param {string} name
 * @param {() => string | undefined} requestOf
 * @param {any} options
 * @param {() => Promise<T>} call
 */
function calling(name, requestOf, options, call) {
  const given = plainly(() => ({ request: requestOf(), options: fieldsOf(options) }));
  const promise = call();
  const settled = (/** @type {unknown} */ verdict) => {
    const answers = given && plainly(() => toldOf(options.fetch));
    if (given?.request === undefined || given.options === undefined || answers === undefined) return;
    if (answers.length > 1 || (answers[0]?.body.length ?? 0) > MAX_TEXT) return;
    inputs.set(verdict, { call: name, request: given.request, options: given.options, answer: answers[0] });
  };
  promise.then(settled, settled);
  return promise;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {(text: string) => string} call
 */
function reading(name, text, call) {
  const keep = (/** @type {unknown} */ verdict) => {
    if (typeof text === "string" && text.length <= MAX_TEXT) inputs.set(verdict, { call: name, request: text.toWellFormed() });
  };
  try {
    const value = call(text);
    keep(value);
    return value;
  } catch (error) {
    keep(error);
    throw error;
  }
}

/** @template T @param {() => T} look @returns {T | undefined} */
function plainly(look) {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/**
 * The fields of a plain object as text; undefined for everything that only JavaScript has.
 * @param {object} value
 * @returns {string | undefined}
 */
function fieldsOf(value, prefix = "") {
  if (Object.getPrototypeOf(value) !== Object.prototype || Symbol.iterator in value) return undefined;
  let text = "";
  for (const [name, { enumerable, value: part, get }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    // Whether an object is a signal is for the shell to say; the core sees no more than that it is an object.
    if (get !== undefined || (name === "signal" && typeof part === "object")) return undefined;
    if (!enumerable || part === undefined) continue;
    if (prefix === "" && name === "headers" && typeof part === "object" && part !== null) {
      const inner = fieldsOf(part, "headers.");
      if (inner === undefined) return undefined;
      text += inner;
    } else {
      text += `${prefix}${plain(name.replaceAll(".", "\ufffd"))}\0${tagged(part)}\0`;
    }
  }
  return text.length > MAX_TEXT ? undefined : text;
}

/** @param {unknown} value */
function tagged(value) {
  if (typeof value === "string") return `s${plain(value)}`;
  if (typeof value === "number" || typeof value === "boolean") return `${(typeof value)[0]}${value}`;
  return `o${value === null ? "null" : Array.isArray(value) ? "array" : typeof value}`;
}

/** @param {string} text */
const plain = (text) => text.replaceAll("\0", "\ufffd").toWellFormed();
