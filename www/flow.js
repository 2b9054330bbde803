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
 * @property {number | null} triesLeft as far as the service told
 */

/**
 * Until when a number gets no other code.
 * @typedef {object} Wait
 * @property {string} chatId
 * @property {number} until by this machine's clock in ms
 */

/**
 * What a person should read.
 * @typedef {object} Notice
 * @property {"good" | "bad" | "info"} tone
 * @property {"number" | "code"} about the field it belongs to
 * @property {string} key the sentence, see words/en.js
 * @property {Record<string, string | number>} values what the sentence is filled with; never a code
 */

/**
 * - `idle`: no code was sent yet
 * - `sending`, `checking`: an answer is awaited, and nothing else is started
 * - `sent`: a code waits to be typed
 * - `locked`: only a new code helps
 * - `verified`: the number is proven
 * @typedef {"idle" | "sending" | "sent" | "checking" | "locked" | "verified"} Phase
 */

/**
 * @typedef {object} Flow
 * @property {Phase} phase
 * @property {Phase} before the phase that `sending` or `checking` came from
 * @property {Challenge | null} challenge
 * @property {Wait | null} wait
 * @property {Notice | null} notice
 */

/**
 * @typedef {{ type: "send" }
 *   | { type: "sent", challenge: Challenge, wait: Wait | null, notice: Notice }
 *   | { type: "not-sent", notice: Notice, wait?: Wait | undefined }
 *   | { type: "check" }
 *   | { type: "verified", notice: Notice }
 *   | { type: "refused", notice: Notice, locked: boolean, triesLeft: number | null }
 *   | { type: "not-checked", notice: Notice }
 *   | { type: "told", notice: Notice }
 *   | { type: "skipped", ms: number }} Event
 */

/** @type {Readonly<Flow>} */
export const START = Object.freeze({ phase: "idle", before: "idle", challenge: null, wait: null, notice: null });

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
      return { phase: "sent", before: "sent", challenge: event.challenge, wait: event.wait, notice: event.notice };
    case "not-sent":
      // The code sent before, if any, is still good.
      if (flow.phase !== "sending") return flow;
      return { ...flow, phase: flow.before, wait: event.wait ?? flow.wait, notice: event.notice };
    case "check":
      if (isBusy(flow) || !flow.challenge) return flow;
      return { ...flow, phase: "checking", before: flow.phase, notice: null };
    case "verified":
      return flow.phase === "checking" ? { ...flow, phase: "verified", notice: event.notice } : flow;
    case "refused": {
      if (flow.phase !== "checking" || !flow.challenge) return flow;
      const challenge = { ...flow.challenge, triesLeft: event.triesLeft };
      return { ...flow, phase: event.locked ? "locked" : "sent", challenge, notice: event.notice };
    }
    case "not-checked":
      return flow.phase === "checking" ? { ...flow, phase: flow.before, notice: event.notice } : flow;
    case "told":
      return isBusy(flow) || flow.phase === "verified" ? flow : { ...flow, notice: event.notice };
    case "skipped": {
      const { challenge, wait } = flow;
      return {
        ...flow,
        challenge: challenge && { ...challenge, expiresAt: challenge.expiresAt - event.ms },
        wait: wait && { ...wait, until: wait.until - event.ms },
      };
    }
  }
}

/**
 * Milliseconds until the code's time is up; 0 when it is, or when there is no code.
 * @param {Flow} flow
 * @param {number} now
 */
export function lifeLeft({ challenge }, now) {
  return challenge ? Math.max(0, challenge.expiresAt - now) : 0;
}

/**
 * Milliseconds until this number may be sent another code; 0 when it may.
 * @param {Flow} flow
 * @param {string | undefined} chatId
 * @param {number} now
 */
export function waitLeft({ wait }, chatId, now) {
  return wait && wait.chatId === chatId ? Math.max(0, wait.until - now) : 0;
}
