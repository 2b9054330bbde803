/** One call under one fault, made inside whatever runtime loads this; nothing here is Node's. */

import { CHAT, CODE, INSTANCE, TOKEN, UUID } from "./answers.mjs";

/** @typedef {typeof import("hypersender-otp")} Api */

/**
 * What the caller does.
 * @typedef {object} Behaviour
 * @property {number} timeout
 * @property {number} [retry]
 * @property {number} times how often the call is made, one after another
 * @property {"before" | "after" | number} [abort] when its signal aborts; a number is milliseconds after the call
 * @property {number} linger milliseconds to wait afterwards for what should not happen
 */

/** @typedef {Behaviour & { call: "request" | "validate", baseUrl: string }} Cell */

/**
 * @typedef {object} Report
 * @property {string} outcome
 * @property {number} ms of the slowest call
 * @property {string[]} wrong what else must not be
 */

/** A call that has not settled so long after its timeout hangs. */
const GRACE = 250;

/** Failures nobody caught in this runtime, whichever call they belong to. @type {Map<unknown, string>} */
const uncaught = new Map();
/** @type {any} */
const realm = globalThis;
realm.addEventListener?.("unhandledrejection", (/** @type {any} */ event) => uncaught.set(event.promise, `unhandled: ${event.reason}`));
// workerd takes every failed read for unhandled at first, and takes it back (its issue 501).
realm.addEventListener?.("rejectionhandled", (/** @type {any} */ event) => uncaught.delete(event.promise));
realm.addEventListener?.("error", (/** @type {any} */ event) => uncaught.set(event, `uncaught: ${event.message}`));
realm.process?.on?.("unhandledRejection", (/** @type {unknown} */ reason, /** @type {unknown} */ promise) => uncaught.set(promise, `unhandled: ${reason}`));

/**
 * @param {Api} api
 * @param {Cell} cell
 * @returns {Promise<Report>}
 */
export async function runCell(api, cell) {
  const outcomes = [];
  /** @type {string[]} */
  const wrong = [];
  let slowest = 0;
  for (let time = 0; time < cell.times; time++) {
    const began = performance.now();
    outcomes.push(await once(api, cell, wrong));
    slowest = Math.max(slowest, performance.now() - began);
  }
  await pause(cell.linger);
  wrong.push(...uncaught.values());
  uncaught.clear();
  return { outcome: outcomes.join(", "), ms: Math.round(slowest), wrong };
}

/**
 * @param {Api} api
 * @param {Cell} cell
 * @param {string[]} wrong
 */
async function once(api, { call, baseUrl, timeout, retry, abort }, wrong) {
  const controller = new AbortController();
  const listeners = countListeners(controller.signal);
  const options = {
    instance: INSTANCE, token: TOKEN, dangerouslyAllowBrowser: true, baseUrl, timeout, retry, signal: controller.signal,
  };
  if (abort === "before") controller.abort();
  const made = call === "request"
    ? api.requestCode({ chatId: CHAT }, options)
    : api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options);
  const told = made.then((result) => tell(result, wrong), (error) => tellError(error, api, wrong));
  if (typeof abort === "number") setTimeout(() => controller.abort(new Error("the caller's own reason")), abort);
  // The runtime's own timer, so that a machine that stood still delays the judge as much as the
  // judged; and a moment more, because after a standstill timers come in no particular order.
  const outcome = await Promise.race([told, pause(timeout + GRACE).then(() => pause(5))]);
  if (outcome === undefined) {
    wrong.push(`unsettled ${GRACE} ms after its timeout`);
    return (await Promise.race([told, pause(2000)])) ?? "never settled";
  }
  if (listeners() !== 0) wrong.push(`${listeners()} listeners left on the signal`);
  if (abort === "after") controller.abort();
  return outcome;
}

/** @param {any} result @param {string[]} wrong */
function tell(result, wrong) {
  if ("valid" in result) return result.valid ? "valid" : `refused ${result.reason}${wait(result.retryAfter)}`;
  if (result.code !== undefined && JSON.stringify(result).includes(CODE)) wrong.push("the code in a result's JSON");
  return "requested";
}

/** @param {any} error @param {Api} api @param {string[]} wrong */
function tellError(error, api, wrong) {
  if (!api.isOtpError(error)) wrong.push(`not an OtpError: ${error}`);
  const texts = [error?.message, error?.stack, error?.cause?.stack, error?.cause?.message, JSON.stringify(error), String(error)].join("\n");
  if (texts.includes(TOKEN) || texts.includes(CODE)) wrong.push("a secret in an error");
  const delivery = error?.delivery === undefined ? "" : ` ${error.delivery}`;
  return `${error?.code}${delivery}${wait(error?.retryAfter)}`;
}

/** @param {number | undefined} ms */
function wait(ms) {
  return ms === undefined || ms === 0 ? "" : ` wait ${Math.round(ms / 1000)}s`;
}

/** Tells how many listeners are on it. @param {AbortSignal} signal */
function countListeners(signal) {
  let count = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = function (/** @type {any[]} */ ...given) {
    count += 1;
    return addEventListener.apply(this, /** @type {any} */ (given));
  };
  signal.removeEventListener = function (/** @type {any[]} */ ...given) {
    count -= 1;
    return removeEventListener.apply(this, /** @type {any} */ (given));
  };
  return () => count;
}

/** @param {number} ms @returns {Promise<undefined>} */
function pause(ms) {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}
