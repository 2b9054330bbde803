/** @import * as Api from "../index.js" */
import { prepare } from "../wasm/client.js";
import { ask, giveUp, init, running } from "./core.js";
import { ABORTED, within } from "./deadline.js";
import { entriesOf, refused, textOf } from "./fields.js";
import { OtpError } from "./otp-error.js";
import { Secret } from "./secret.js";
import { exchange } from "./transport.js";

/** The calls by the numbers the core knows them by. */
const REQUEST_CODE = 0, VALIDATE_CODE = 1, GET_REQUEST = 2, LIST_REQUESTS = 3;

/** @type {typeof Api.requestCode} */
export const requestCode = async (request, options) => {
  try {
    return await call(REQUEST_CODE, () => entriesOf("the request", request), options);
  } catch (error) {
    // Errors of this shell, unlike the core's, do not know which call they end.
    if (error instanceof OtpError) /** @type {any} */ (error).delivery ??= error.code === "internal" ? "unknown" : "no";
    throw error;
  }
};

/** @type {typeof Api.validateCode} */
export const validateCode = (request, options) =>
  call(VALIDATE_CODE, () => entriesOf("the request", request), options);

/** @type {typeof Api.getRequest} */
export const getRequest = (uuid, options) => call(GET_REQUEST, () => [["uuid", uuid]], options);

/** @type {typeof Api.listRequests} */
export const listRequests = (filter, options) =>
  call(LIST_REQUESTS, () => entriesOf("the filter", filter ?? {}), options);

/** The URL that was checked last; a server calls the same one again and again. @type {string | undefined} */
let checked;

/**
 * @param {number} kind
 * @param {() => import("./fields.js").Entries} read
 * @param {unknown} options
 * @returns {Promise<any>}
 */
async function call(kind, read, options) {
  // Read before anything is awaited: what a caller changes afterwards must not count.
  const callText = textOf(read());
  // A map, so that what a page put on Object.prototype is no option.
  const carried = new Map(entriesOf("options", options));
  const given = carried.get("headers");
  let optionsText = "";
  if (typeof given === "object" && given !== null) {
    carried.delete("headers");
    optionsText = textOf(entriesOf("headers", given), "headers.");
  }
  optionsText += textOf(carried);
  const signal = /** @type {AbortSignal | undefined} */ (carried.get("signal"));
  const began = Date.now();
  if (!running) await loaded(carried.get("timeout"), signal);

  const inPage = typeof document === "object";
  const origin = globalThis.location?.origin ?? "";
  const prepared = ask(() => prepare(kind, callText, optionsText, inPage, origin));
  if (prepared[0] !== "http") return settle(prepared);
  const [, url, method, body, timeout, facts, ...flatHeaders] = prepared;
  // The core allows only URLs that every parser leaves as they are; one that changes is not the one checked.
  if (url !== checked && new URL(url).href !== url) throw new OtpError("invalid_argument", "baseUrl is not read alike by every URL parser");
  checked = url;
  // Not a list of pairs: fetch takes one apart with an iterator for each.
  /** @type {Record<string, string>} */
  const headers = Object.create(null);
  for (const [name, value] of pairs(flatHeaders)) headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  const send = /** @type {typeof fetch} */ (carried.get("fetch") ?? globalThis.fetch);
  if (signal !== undefined && !canBeHeard(signal)) {
    throw refused("signal", "an AbortSignal", signal);
  }
  const request = /** @type {RequestInit} */ ({ __proto__: null, method, body, headers, redirect: "manual" });
  const [parts, cause] = await exchange(kind, facts, url, request, began + timeout, send, signal);
  return settle(parts, cause);
}

/**
 * Loads the core within the call's own deadline. What the options hold is not checked yet, so what
 * cannot be a timeout or a signal is passed over here and refused by the core afterwards.
 * @param {unknown} timeout
 * @param {AbortSignal | undefined} signal
 */
async function loaded(timeout, signal) {
  const millis = typeof timeout === "number" && timeout > 0 && timeout <= 600_000 ? timeout : 10_000;
  const ended = await within(() => init(), Date.now() + millis, canBeHeard(signal) ? signal : undefined);
  if (ended === undefined) return;
  if (ended === ABORTED) throw new OtpError("aborted", "The call was ended by its signal");
  giveUp();
  throw new OtpError("timeout", "The WebAssembly module did not load within timeout", { retryable: true });
}

/**
 * Whether it is an AbortSignal, of whatever realm; the core has seen no more than that it is an object.
 * @param {AbortSignal | undefined} signal
 */
function canBeHeard(signal) {
  try {
    return typeof signal?.aborted === "boolean"
      && typeof signal.addEventListener === "function" && typeof signal.removeEventListener === "function";
  } catch {
    return false;
  }
}

/**
 * What the core said, as a caller's value or error.
 * @param {any[]} parts
 * @param {Error} [cause]
 */
function settle(parts, cause) {
  switch (parts[0]) {
    case "requested": {
      const [, uuid, chatId, code, status, otpType, message, expiresAt, createdAt, requestId] = parts;
      return {
        uuid, chatId, ...known("code", code && new Secret(code)), status, otpType, message,
        expiresAt: new Date(expiresAt), createdAt: new Date(createdAt), ...known("requestId", requestId),
      };
    }
    case "validated": {
      const [, uuid, chatId, status, message, validatedAt, proof] = parts;
      return { valid: true, uuid, chatId, status, message, validatedAt: new Date(validatedAt), ...known("proof", proof) };
    }
    case "refused": {
      const [, reason, message, attemptsRemaining, retryAfter] = parts;
      return {
        valid: false, reason, message, ...known("attemptsRemaining", attemptsRemaining), ...known("retryAfter", retryAfter),
      };
    }
    case "request":
      return summary(parts.slice(1));
    case "page": {
      const requests = [];
      for (let at = 2; at < parts.length; at += 7) requests.push(summary(parts.slice(at, at + 7)));
      return { requests, ...known("nextCursor", parts[1]) };
    }
    default:
      throw errorFrom(parts.slice(1), cause);
  }
}

/**
 * The error the core described.
 * @param {any[]} parts
 * @param {Error} [cause]
 */
export function errorFrom([code, message, status, retryAfter, requestId, retryable, delivery, ...flatDetails], cause) {
  /** @type {Record<string, string[]>} */
  const details = Object.create(null);
  for (const [name, text] of pairs(flatDetails)) (details[name] ??= []).push(text);
  const facts = { status, retryAfter, requestId, retryable: retryable === 1, delivery, cause };
  return new OtpError(code, message, flatDetails.length > 0 ? { ...facts, details } : facts);
}

/** @param {any[]} parts */
function summary([uuid, chatId, status, otpType, expiresAt, createdAt, validatedAt]) {
  return {
    uuid, chatId, status, otpType, expiresAt: new Date(expiresAt), createdAt: new Date(createdAt),
    ...known("validatedAt", validatedAt && new Date(validatedAt)),
  };
}

/**
 * The property, if it has a value, so that results print and compare plainly.
 * @param {string} name
 * @param {unknown} value
 */
const known = (name, value) => value === undefined ? undefined : { [name]: value };

/**
 * @param {any[]} flat
 * @returns {[string, string][]}
 */
function pairs(flat) {
  /** @type {any[]} */
  const list = [];
  for (let at = 0; at < flat.length; at += 2) list.push(flat.slice(at, at + 2));
  return list;
}
