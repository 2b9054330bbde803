/**
 * The verification as data: one state, one function that says which state an event leads to.
 * Nothing here touches the page, a clock or the network, and a state survives JSON.
 */

/**
 * A code that was sent and can be checked.
 * @typedef {object} Challenge
 * @property {string} uuid the request the code belongs to
 * @property {string} chatId who received it
 * @property {number} expiresAt when its time is up, by this machine's clock in ms
 */

/**
 * What a person should read.
 * @typedef {object} Notice
 * @property {"good" | "bad" | "info"} tone
 * @property {"number" | "code"} about the field it belongs to
 * @property {string} key the sentence, see words.js
 * @property {Record<string, string | number>} values what the sentence is filled with
 */

/**
 * - `idle`: no code was sent yet
 * - `sending`, `checking`: an answer is awaited, and nothing else is started
 * - `sent`: a code waits to be typed
 * - `spent`: only a new code helps
 * - `verified`: the number is proven
 * @typedef {"idle" | "sending" | "sent" | "checking" | "spent" | "verified"} Phase
 */

/**
 * @typedef {object} Flow
 * @property {Phase} phase
 * @property {Phase} before the phase that `sending` or `checking` came from
 * @property {Challenge | null} challenge
 * @property {Notice | null} notice
 */

/**
 * @typedef {{ type: "send" }
 *   | { type: "sent", challenge: Challenge, notice: Notice }
 *   | { type: "not-sent", notice: Notice }
 *   | { type: "check" }
 *   | { type: "verified", notice: Notice }
 *   | { type: "refused", notice: Notice, spent: boolean }
 *   | { type: "not-checked", notice: Notice }
 *   | { type: "skipped", ms: number }} Event
 */

/** @type {Readonly<Flow>} */
export const START = Object.freeze({ phase: "idle", before: "idle", challenge: null, notice: null });

/**
 * Whether an answer is awaited.
 * @param {Flow} flow
 */
export function isBusy(flow) {
  return flow.phase === "sending" || flow.phase === "checking";
}

/**
 * The state after an event; the same object when the event does not fit, so that a second press
 * or a late answer changes nothing.
 * @param {Flow} flow
 * @param {Event} event
 * @returns {Flow}
 */
export function next(flow, event) {
  switch (event.type) {
    case "send":
      return isBusy(flow) ? flow : { ...flow, phase: "sending", before: flow.phase, notice: null };
    case "sent":
      if (flow.phase !== "sending") return flow;
      return { phase: "sent", before: "sent", challenge: event.challenge, notice: event.notice };
    case "not-sent":
      // The code sent before, if any, is still good.
      return flow.phase === "sending" ? { ...flow, phase: flow.before, notice: event.notice } : flow;
    case "check":
      if (isBusy(flow) || !flow.challenge) return flow;
      return { ...flow, phase: "checking", before: flow.phase, notice: null };
    case "verified":
      return flow.phase === "checking" ? { ...flow, phase: "verified", notice: event.notice } : flow;
    case "refused":
      if (flow.phase !== "checking") return flow;
      return { ...flow, phase: event.spent ? "spent" : "sent", notice: event.notice };
    case "not-checked":
      return flow.phase === "checking" ? { ...flow, phase: flow.before, notice: event.notice } : flow;
    case "skipped":
      if (!flow.challenge) return flow;
      return { ...flow, challenge: { ...flow.challenge, expiresAt: flow.challenge.expiresAt - event.ms } };
  }
}

/**
 * What is worth keeping over a reload: a code that waits. Never the code itself, which this page
 * does not have.
 * @param {Flow} flow
 */
export function toText(flow) {
  return JSON.stringify(flow.phase === "sent" ? flow.challenge : null);
}

/**
 * The state a reload begins with.
 * @param {string | null} text what `toText` gave
 * @param {number} now
 * @returns {Flow}
 */
export function fromText(text, now) {
  try {
    const kept = /** @type {Partial<Challenge> | null} */ (JSON.parse(text ?? "null"));
    const { uuid, chatId, expiresAt } = kept ?? {};
    if (typeof uuid === "string" && typeof chatId === "string" && typeof expiresAt === "number" && expiresAt > now) {
      return { phase: "sent", before: "sent", challenge: { uuid, chatId, expiresAt }, notice: null };
    }
  } catch {
    // Something else was kept under that name.
  }
  return START;
}
