/** The demo page: asks for a code, checks it, and shows what the flow says. */

import { normalizeCode, requestCode, toChatId, validateCode } from "hypersender-otp";
import { next, waitLeft } from "./flow.js";
import { awaitCode, listen, restoreNumber, show, showTimes, typedCode, typedNumber } from "./form.js";
import { Inbox } from "./inbox.js";
import { fromText, toText } from "./keep.js";
import "./panels.js";
import { part } from "./parts.js";
import { keepProof } from "./proof.js";
import { bad, failure, refusal } from "./refusals.js";
import { advanceClock, sendGap, start } from "./service.js";
import { numberText, say } from "./words.js";

/** @typedef {import("./flow.js").Event} FlowEvent */
/** @typedef {import("./flow.js").Notice} Notice */

const APP_NAME = "Demo Shop";
const KEPT_AS = "hypersender-otp-demo";
const SKIP_SECONDS = 1800;

let flow = fromText(sessionStorage.getItem(KEPT_AS), Date.now());
const inbox = new Inbox();

listen({ send: () => void send(), check: () => void check() });
part("later", HTMLButtonElement).addEventListener("click", () => void skip());
for (const event of /** @type {const} */ (["offline", "online"])) {
  addEventListener(event, () => step({ type: "told", notice: { tone: "info", about: "code", key: event, values: {} } }));
}
setInterval(() => showTimes(flow), 1000);
if (flow.challenge) {
  restoreNumber(flow.challenge.chatId);
  inbox.choose(flow.challenge.chatId);
}
show(flow);
// The page can be used before; a press waits for it.
setTimeout(() => start().then(({ baseUrl }) => inbox.open(`${baseUrl}/dev/inbox`)).catch(() => {
  // Said when a person presses something; the next press tries again.
}));

async function send() {
  if (!step({ type: "send" })) return;
  const typed = typedNumber();
  if (typed === "") return step({ type: "not-sent", notice: bad("number", "number_missing") });
  /** @type {string | undefined} */
  let chatId;
  try {
    const service = await start();
    chatId = toChatId(typed);
    const wait = waitLeft(flow, chatId, Date.now());
    if (wait > 0) return step({ type: "not-sent", notice: bad("number", "wait", { seconds: wait / 1000 }) });
    inbox.open(`${service.baseUrl}/dev/inbox`);
    inbox.choose(chatId);
    const code = await requestCode({ chatId, name: APP_NAME }, { ...service, retry: 0 });
    const life = code.expiresAt.getTime() - code.createdAt.getTime();
    step({
      type: "sent",
      challenge: { uuid: code.uuid, chatId, expiresAt: Date.now() + life, triesLeft: null },
      wait: { chatId, until: Date.now() + sendGap * 1000 },
      notice: { tone: "info", about: "code", key: "sent", values: { number: numberText(chatId) } },
    });
    awaitCode();
    inbox.expect();
  } catch (error) {
    if (flow.challenge) inbox.choose(flow.challenge.chatId);
    const notice = failure("number", error);
    step({ type: "not-sent", notice, wait: waitOf(chatId, notice) });
  }
}

/**
 * Until when this number has to wait, if that is why it got no code.
 * @param {string | undefined} chatId
 * @param {Notice} notice
 */
function waitOf(chatId, { key, values }) {
  return chatId && key === "wait" ? { chatId, until: Date.now() + Number(values.seconds) * 1000 } : undefined;
}

async function check() {
  const { challenge } = flow;
  if (!challenge || !step({ type: "check" })) return;
  const typed = typedCode();
  if (typed === "") return step({ type: "not-checked", notice: bad("code", "code_missing") });
  try {
    const service = await start();
    const { chatId, uuid } = challenge;
    const verdict = await validateCode({ chatId, code: normalizeCode(typed), uuid }, { ...service, retry: 0 });
    if (!verdict.valid) return step(refusal(verdict));
    keepProof(verdict.proof);
    step({ type: "verified", notice: { tone: "good", about: "code", key: "verified", values: { chatId: verdict.chatId } } });
  } catch (error) {
    step({ type: "not-checked", notice: failure("code", error) });
  }
}

async function skip() {
  const said = part("later-said", HTMLElement);
  try {
    await advanceClock(SKIP_SECONDS);
    step({ type: "skipped", ms: SKIP_SECONDS * 1000 });
    said.textContent = ` ${say("skipped")}`;
  } catch {
    said.textContent = ` ${say("not_skipped")}`;
  }
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
  show(flow);
  return true;
}
