/** A flow over a reload: as text, without what was under way, and never with the code, which no flow holds. */

import { isBusy, START } from "./flow.js";

/** @typedef {import("./flow.js").Flow} Flow */
/** @typedef {import("./flow.js").Phase} Phase */

/** @type {ReadonlySet<unknown>} */
const RESTING = new Set(["sent", "locked", "verified"]);

/**
 * What is worth keeping. An answer that was awaited is lost with the page, so the phase before it counts.
 * @param {Flow} flow
 */
export function toText(flow) {
  const { challenge, wait } = flow;
  return JSON.stringify({ phase: isBusy(flow) ? flow.before : flow.phase, challenge, wait });
}

/**
 * The state a reload begins with.
 * @param {string | null} text what `toText` gave
 * @param {number} now
 * @returns {Flow}
 */
export function fromText(text, now) {
  try {
    const kept = JSON.parse(text ?? "null");
    const wait = readWait(kept?.wait, now);
    const challenge = readChallenge(kept?.challenge, now);
    if (!challenge || !RESTING.has(kept.phase)) return { ...START, wait };
    const phase = /** @type {Phase} */ (kept.phase);
    const { chatId } = challenge;
    /** @type {Flow["notice"]} */
    const notice = phase === "verified" ? { tone: "good", about: "code", key: "verified", values: { chatId } } : null;
    return { phase, before: phase, challenge, wait, notice };
  } catch {
    // Something else was kept under that name.
    return START;
  }
}

/**
 * @param {any} kept
 * @param {number} now
 * @returns {Flow["challenge"]}
 */
function readChallenge(kept, now) {
  const { uuid, chatId, expiresAt, triesLeft } = kept ?? {};
  if (typeof uuid !== "string" || typeof chatId !== "string" || !(expiresAt > now)) return null;
  return { uuid, chatId, expiresAt, triesLeft: typeof triesLeft === "number" ? triesLeft : null };
}

/**
 * @param {any} kept
 * @param {number} now
 * @returns {Flow["wait"]}
 */
function readWait(kept, now) {
  const { chatId, until } = kept ?? {};
  return typeof chatId === "string" && until > now ? { chatId, until } : null;
}
