/** Three attacks on the service, as real calls on numbers nobody has used. */

import { isOtpError, requestCode, validateCode } from "hypersender-otp";
import { start } from "./service.js";

/** What came of the calls of one attack: how often each outcome. @typedef {Map<string, number>} Tally */
/** @typedef {(progress: (done: number, total: number) => void) => Promise<Tally>} Attack */

const PARALLEL = 1000;
const PATIENCE = 120_000;
/** Budgets are kept per country, so attacks come from several. */
const COUNTRIES = ["20", "49", "55", "91", "234", "62"];

/** One right code, checked a thousand times at once. @type {Attack} */
export async function race(progress) {
  const { check, code } = await target();
  /** @type {Tally} */
  const tally = new Map();
  let done = 0;
  await Promise.all(Array.from({ length: PARALLEL }, async () => {
    note(tally, await check(code));
    progress(++done, PARALLEL);
  }));
  return tally;
}

/** Five wrong guesses, and then the right code. @type {Attack} */
export async function guess(progress) {
  const { check, code } = await target();
  /** @type {Tally} */
  const tally = new Map();
  for (let wrong = 1; wrong <= 5; wrong += 1) {
    note(tally, await check(other(code, wrong)));
    progress(wrong, 6);
  }
  note(tally, `right: ${await check(code)}`);
  return tally;
}

/** The right code, and then the same once more. @type {Attack} */
export async function replay(progress) {
  const { check, code } = await target();
  /** @type {Tally} */
  const tally = new Map();
  note(tally, await check(code));
  progress(1, 2);
  note(tally, await check(code));
  return tally;
}

/** A fresh number, the code that was sent to it, and a way to check codes of it. */
async function target() {
  const service = { ...(await start()), fetch, retry: 0, timeout: PATIENCE };
  const random = crypto.getRandomValues(new Uint32Array(2));
  const country = COUNTRIES[(random[0] ?? 0) % COUNTRIES.length];
  const chatId = `${country}5${String((random[1] ?? 0) % 1e8).padStart(8, "0")}@c.us`;
  const { uuid } = await requestCode({ chatId, name: "Demo Shop" }, service);
  const code = await fromInbox(`${service.baseUrl}/dev/inbox`, uuid);
  /** @param {string} code */
  const check = async (code) => {
    try {
      const verdict = await validateCode({ chatId, code, uuid }, service);
      return verdict.valid ? "validated" : verdict.reason;
    } catch (error) {
      return isOtpError(error) ? error.code : "internal";
    }
  };
  return { check, code };
}

/**
 * The code as its receiver reads it, which only the development inbox shows to a page.
 * @param {string} url
 * @param {string} uuid
 */
async function fromInbox(url, uuid) {
  for (const until = Date.now() + 10_000; Date.now() < until; ) {
    /** @type {{ messages: { uuid: string, code: string }[] }} */
    const { messages } = await (await fetch(url)).json();
    const message = messages.find((one) => one.uuid === uuid);
    if (message) return message.code;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no message arrived");
}

/**
 * A code that is surely another one.
 * @param {string} code
 * @param {number} by 1 to 9
 */
const other = (code, by) => code.slice(0, -1) + ((Number(code.at(-1)) + by) % 10);

/**
 * @param {Tally} tally
 * @param {string} outcome
 */
function note(tally, outcome) {
  tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
}
