/** What the package threw or refused, as what a person should read. */

import { isOtpError } from "hypersender-otp";

/** @typedef {import("./flow.js").Notice} Notice */
/** @typedef {import("./flow.js").Event} FlowEvent */
/** @typedef {import("hypersender-otp").RefusedCode} RefusedCode */

/** Refusals after which only a new code helps. */
const FINAL = new Set(["expired_code", "already_used", "no_active_otp", "too_many_attempts"]);

/** Sentences by the error's code: while sending, and while checking. @type {Record<import("hypersender-otp").OtpErrorCode, [number: string, code: string]>} */
const SENTENCES = {
  invalid_argument: ["not_a_number", "not_a_code"],
  not_initialized: ["broken", "broken"],
  invalid_request: ["not_a_number", "not_a_code"],
  recipient_unavailable: ["not_on_whatsapp", "not_on_whatsapp"],
  channel_restricted: ["channel_restricted", "channel_restricted"],
  rate_limited: ["wait", "check_wait"],
  network: ["send_unreachable", "check_unreachable"],
  timeout: ["send_unreachable", "check_unreachable"],
  unauthorized: ["not_set_up", "not_set_up"],
  forbidden: ["not_set_up", "not_set_up"],
  not_found: ["not_set_up", "not_set_up"],
  server_error: ["send_unknown", "check_failed"],
  bad_response: ["send_unknown", "check_failed"],
  aborted: ["broken", "broken"],
  internal: ["broken", "broken"],
};

/**
 * Why there is no answer on a number or a code.
 * @param {Notice["about"]} about
 * @param {unknown} error
 * @returns {Notice}
 */
export function failure(about, error) {
  const column = about === "number" ? 0 : 1;
  // Without the package's own error not even the page's settings were reached.
  if (!isOtpError(error)) return bad(about, SENTENCES.network[column]);
  let key = SENTENCES[error.code][column];
  // The connection may have broken after the code had gone out.
  if (error.delivery === "unknown") key = "send_unknown";
  if (error.code !== "rate_limited") return bad(about, key);
  return error.retryAfter === undefined ? bad(about, `${key}_unknown`) : bad(about, key, { seconds: error.retryAfter / 1000 });
}

/**
 * The event that a refused code is.
 * @param {RefusedCode} verdict
 * @returns {FlowEvent}
 */
export function refusal({ reason, attemptsRemaining, retryAfter }) {
  /** @type {Notice["values"]} */
  const values = {};
  if (attemptsRemaining !== undefined) values.left = attemptsRemaining;
  if (retryAfter !== undefined) values.seconds = retryAfter / 1000;
  const locked = FINAL.has(reason) || attemptsRemaining === 0;
  return { type: "refused", locked, triesLeft: attemptsRemaining ?? null, notice: bad("code", reason, values) };
}

/**
 * @param {Notice["about"]} about
 * @param {string} key
 * @param {Notice["values"]} [values]
 * @returns {Notice}
 */
export function bad(about, key, values = {}) {
  return { tone: "bad", about, key, values };
}
