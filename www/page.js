/** The demo page: reads the forms, calls the package, shows what the flow says. */

import { init, isOtpError, normalizeCode, requestCode, toChatId, validateCode } from "/hypersender-otp/entry/browser.js";
import { fromText, isBusy, next, toText } from "./flow.js";
import { Inbox } from "./inbox.js";
import { clock, numberGroups, sentence } from "./words.js";

/** @typedef {import("./flow.js").Notice} Notice */
/** @typedef {import("./flow.js").Event} FlowEvent */
/** @typedef {{ instance: string, baseUrl: string }} Config */

const APP_NAME = "Demo Shop";
const KEPT_AS = "hypersender-otp-demo";
const SKIP_SECONDS = 1800;

/** Refusals after which only a new code helps. */
const SPENT = new Set(["expired_code", "already_used", "no_active_otp", "too_many_attempts"]);

const sendForm = part("send", HTMLFormElement);
const sendButton = part("send-button", HTMLButtonElement);
const numberField = part("number", HTMLInputElement);
const checkForm = part("check", HTMLFormElement);
const checkButton = part("check-button", HTMLButtonElement);
const codeField = part("code", HTMLInputElement);
const codeHint = part("code-hint", HTMLElement);
const card = part("card", HTMLElement);
const outcome = part("outcome", HTMLElement);
const outcomeText = part("outcome-text", HTMLElement);
const later = part("later", HTMLButtonElement);
const laterSaid = part("later-said", HTMLElement);

let flow = fromText(sessionStorage.getItem(KEPT_AS), Date.now());
/** @type {Inbox | undefined} */
let inbox;
/** @type {Promise<Config> | undefined} */
let starting;

sendForm.addEventListener("submit", (event) => {
  event.preventDefault();
  void send();
});
checkForm.addEventListener("submit", (event) => {
  event.preventDefault();
  void check();
});
later.addEventListener("click", () => void skip());
for (const field of [numberField, codeField]) {
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
}
setInterval(showLife, 1000);
if (flow.challenge) numberField.value = numberGroups(flow.challenge.chatId).join(" ");
show();
start().catch(() => {
  // Said when a person presses something; the next press tries again.
});

/** Loads the module and the public settings, once; again after a failure. */
function start() {
  starting ??= Promise.all([readConfig(), init()])
    .then(([config]) => {
      inbox ??= new Inbox(`${config.baseUrl}/dev/inbox`, {
        list: part("messages", HTMLElement),
        chat: part("chat", HTMLElement),
        note: part("inbox-note", HTMLElement),
        whose: part("inbox-whose", HTMLElement),
      });
      if (flow.challenge) inbox.choose(flow.challenge.chatId);
      return config;
    })
    .catch((error) => {
      starting = undefined;
      throw error;
    });
  return starting;
}

/** @returns {Promise<Config>} */
async function readConfig() {
  const answer = await fetch("/config.json", { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
  const { instance, baseUrl } = await answer.json();
  return { instance, baseUrl };
}

async function send() {
  if (!step({ type: "send" })) return;
  const typed = numberField.value.trim();
  if (typed === "") return step({ type: "not-sent", notice: bad("number", "number_missing") });
  try {
    const config = await start();
    const chatId = toChatId(typed);
    inbox?.choose(chatId);
    const code = await requestCode({ chatId, name: APP_NAME }, config);
    const life = code.expiresAt.getTime() - code.createdAt.getTime();
    codeField.value = "";
    step({
      type: "sent",
      challenge: { uuid: code.uuid, chatId, expiresAt: Date.now() + life },
      notice: { tone: "info", about: "code", key: "sent", values: { number: numberGroups(chatId).join("\u00a0") } },
    });
    inbox?.expect();
    codeField.focus();
  } catch (error) {
    if (flow.challenge) inbox?.choose(flow.challenge.chatId);
    step({ type: "not-sent", notice: whyNotSent(error) });
  }
}

async function check() {
  const { challenge } = flow;
  if (!challenge || !step({ type: "check" })) return;
  const typed = codeField.value.trim();
  if (typed === "") return step({ type: "not-checked", notice: bad("code", "code_missing") });
  try {
    const config = await start();
    const code = normalizeCode(typed);
    const verdict = await validateCode({ chatId: challenge.chatId, code, uuid: challenge.uuid }, config);
    if (verdict.valid) {
      step({
        type: "verified",
        notice: { tone: "good", about: "code", key: "verified", values: { chatId: verdict.chatId } },
      });
    } else {
      /** @type {Notice["values"]} */
      const values = {};
      if (verdict.attemptsRemaining !== undefined) values.left = verdict.attemptsRemaining;
      if (verdict.retryAfter !== undefined) values.seconds = verdict.retryAfter / 1000;
      const spent = SPENT.has(verdict.reason) || verdict.attemptsRemaining === 0;
      step({ type: "refused", spent, notice: bad("code", verdict.reason, values) });
    }
  } catch (error) {
    step({ type: "not-checked", notice: whyNotChecked(error) });
  }
}

/** Moves the service's clock, which only a development service lets a page do. */
async function skip() {
  try {
    const { baseUrl } = await start();
    const answer = await fetch(`${baseUrl}/dev/clock`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ advance: SKIP_SECONDS }),
    });
    if (!answer.ok) throw new Error(`dev/clock: ${answer.status}`);
    step({ type: "skipped", ms: SKIP_SECONDS * 1000 });
    laterSaid.textContent = " Done: it is half an hour later now.";
  } catch {
    laterSaid.textContent = " The service's clock could not be moved.";
  }
}

/**
 * Why no code was sent, for a person.
 * @param {unknown} error
 * @returns {Notice}
 */
function whyNotSent(error) {
  if (!isOtpError(error)) return bad("number", "send_unreachable");
  switch (error.code) {
    case "invalid_argument":
    case "invalid_request":
      return bad("number", "not_a_number");
    case "recipient_unavailable":
      return bad("number", "not_on_whatsapp");
    case "channel_restricted":
      return bad("number", "channel_restricted");
    case "rate_limited":
      return error.retryAfter === undefined
        ? bad("number", "wait_unknown")
        : bad("number", "wait", { seconds: error.retryAfter / 1000 });
    case "network":
    case "timeout":
      return bad("number", error.delivery === "no" ? "send_unreachable" : "send_unknown");
    case "unauthorized":
    case "forbidden":
    case "not_found":
      return bad("number", "not_set_up");
    default:
      return bad("number", "broken");
  }
}

/**
 * Why a code was not checked, for a person.
 * @param {unknown} error
 * @returns {Notice}
 */
function whyNotChecked(error) {
  if (!isOtpError(error)) return bad("code", "check_unreachable");
  switch (error.code) {
    case "invalid_argument":
    case "invalid_request":
      return bad("code", "not_a_code");
    case "rate_limited":
      return error.retryAfter === undefined
        ? bad("code", "check_wait_unknown")
        : bad("code", "check_wait", { seconds: error.retryAfter / 1000 });
    case "network":
    case "timeout":
      return bad("code", "check_unreachable");
    case "unauthorized":
    case "forbidden":
    case "not_found":
      return bad("code", "not_set_up");
    default:
      return bad("code", "broken");
  }
}

/**
 * @param {Notice["about"]} about
 * @param {string} key
 * @param {Notice["values"]} [values]
 * @returns {Notice}
 */
function bad(about, key, values = {}) {
  return { tone: "bad", about, key, values };
}

/**
 * Takes one step; false when the event did not fit.
 * @param {FlowEvent} event
 */
function step(event) {
  const after = next(flow, event);
  if (after === flow) return false;
  flow = after;
  sessionStorage.setItem(KEPT_AS, toText(flow));
  show();
  return true;
}

function show() {
  const { phase, challenge, notice } = flow;
  card.dataset.phase = phase;
  const busy = isBusy(flow);
  // aria-disabled, because a button that is disabled loses the focus.
  for (const button of [sendButton, checkButton]) button.setAttribute("aria-disabled", String(busy));
  sendButton.setAttribute("aria-busy", String(phase === "sending"));
  checkButton.setAttribute("aria-busy", String(phase === "checking"));
  codeField.disabled = checkButton.disabled = challenge === null;
  numberField.readOnly = phase === "sending";
  codeField.readOnly = phase === "checking";
  showNotice(notice ?? standing());
  showLife();
}

/** What is read while there is nothing to report. @returns {Notice} */
function standing() {
  const { phase, challenge } = flow;
  const key = isBusy(flow) ? phase : challenge ? "waiting" : "start";
  const number = challenge ? numberGroups(challenge.chatId).join("\u00a0") : "";
  return { tone: "info", about: "code", key, values: { number } };
}

/** @param {Notice} notice */
function showNotice(notice) {
  outcome.dataset.tone = notice.tone;
  for (const [field, about] of /** @type {const} */ ([[numberField, "number"], [codeField, "code"]])) {
    const wrong = notice.tone === "bad" && notice.about === about;
    field.setAttribute("aria-describedby", wrong ? `outcome-text ${about}-hint` : `${about}-hint`);
    if (wrong) {
      field.setAttribute("aria-invalid", "true");
      field.focus();
      field.select();
    } else {
      field.removeAttribute("aria-invalid");
    }
  }
  if (notice.key !== "verified") return outcomeText.replaceChildren(sentence(notice));
  const verdict = document.createElement("strong");
  verdict.textContent = "Verified";
  const number = document.createElement("span");
  number.className = "number";
  number.dir = "ltr";
  // Grouped for the eye by style.css; read, searched and copied as one number.
  for (const group of numberGroups(String(notice.values.chatId))) {
    const digits = document.createElement("span");
    digits.textContent = group;
    number.append(digits);
  }
  outcomeText.replaceChildren(verdict, " ", number);
}

function showLife() {
  const { phase, challenge } = flow;
  if (!challenge) codeHint.textContent = "Send a code first.";
  else if (phase === "verified") codeHint.textContent = "A code works once.";
  else if (phase === "spent") codeHint.textContent = "Send a new code to go on.";
  else {
    const left = challenge.expiresAt - Date.now();
    codeHint.textContent = left > 0 ? `6 digits, good for ${clock(left)}.` : "Its time is up. Send a new code.";
  }
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
function part(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`index.html has no #${id}`);
  return element;
}
