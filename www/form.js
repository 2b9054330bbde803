/** The two forms: what was typed, what may be pressed, and the lines that count down. */

import { OtpInput } from "hypersender-otp/element";
import { isBusy, lifeLeft, waitLeft } from "./flow.js";
import { clock, numberGroups } from "./numbers.js";
import { part } from "./parts.js";
import { showStatus } from "./status.js";
import { numberText, say } from "./words.js";

/** @typedef {import("./flow.js").Flow} Flow */
/** @typedef {import("./flow.js").Notice} Notice */

const card = part("card", HTMLElement);
const number = part("number", HTMLInputElement);
const numberHint = part("number-hint", HTMLElement);
const send = part("send-button", HTMLButtonElement);
const code = part("code", OtpInput);
const codeHint = part("code-hint", HTMLElement);
const check = part("check-button", HTMLButtonElement);

/**
 * @param {{ send: () => void, check: () => void }} actions
 */
export function listen(actions) {
  for (const name of /** @type {const} */ (["send", "check"])) {
    part(name, HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      actions[name]();
    });
  }
  for (const field of [number, code]) {
    field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
  }
}

export const typedNumber = () => number.value.trim();
export const typedCode = () => code.value.trim();

/** Makes the code's field ready for the code that is on its way. */
export function awaitCode() {
  code.value = "";
  code.focus();
}

/**
 * Fills in the number that a reload found.
 * @param {string} chatId
 */
export function restoreNumber(chatId) {
  number.value = numberGroups(chatId).join(" ");
}

/** @param {Flow} flow */
export function show(flow) {
  const { phase, challenge, notice } = flow;
  card.dataset.phase = phase;
  // aria-disabled, because a button that is disabled loses the focus.
  for (const button of [send, check]) button.setAttribute("aria-disabled", String(isBusy(flow)));
  send.setAttribute("aria-busy", String(phase === "sending"));
  check.setAttribute("aria-busy", String(phase === "checking"));
  code.disabled = check.disabled = challenge === null;
  number.readOnly = phase === "sending";
  code.readOnly = phase === "checking";
  showStatus(notice ?? standing(flow));
  showTimes(flow);
  // Last, because a field is described by what stands there now.
  markFields(notice);
}

/**
 * What is read while there is nothing to report.
 * @param {Flow} flow
 * @returns {Notice}
 */
function standing(flow) {
  const { phase, challenge } = flow;
  const key = isBusy(flow) || phase === "locked" ? phase : challenge ? "waiting" : "start";
  return { tone: "info", about: "code", key, values: { number: challenge ? numberText(challenge.chatId) : "" } };
}

/** @param {Notice | null} notice */
function markFields(notice) {
  for (const [field, about] of /** @type {const} */ ([[number, "number"], [code, "code"]])) {
    const wrong = notice?.tone === "bad" && notice.about === about;
    field.setAttribute("aria-describedby", wrong ? `outcome-text ${about}-hint` : `${about}-hint`);
    if (!wrong) {
      field.removeAttribute("aria-invalid");
      continue;
    }
    field.setAttribute("aria-invalid", "true");
    field.focus();
    field.select();
  }
}

/**
 * The lines under the fields, which change by themselves and so are read out only on focus.
 * @param {Flow} flow
 */
export function showTimes(flow) {
  const now = Date.now();
  const wait = flow.phase === "verified" ? 0 : waitLeft(flow, flow.wait?.chatId, now);
  numberHint.textContent = wait > 0 ? say("resend_in", { time: clock(wait) }) : say("number_hint");
  codeHint.textContent = codeLine(flow, now);
}

/**
 * @param {Flow} flow
 * @param {number} now
 */
function codeLine(flow, now) {
  const { phase, challenge } = flow;
  if (!challenge) return say("code_none");
  if (phase === "verified") return say("code_done");
  if (phase === "locked") return say("code_locked");
  const life = lifeLeft(flow, now);
  if (life === 0) return say("code_late");
  const line = say("code_life", { time: clock(life) });
  return challenge.triesLeft === null ? `${line}.` : `${line} · ${say("code_tries", { left: challenge.triesLeft })}`;
}
