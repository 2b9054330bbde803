import { judge, unanswered } from "../wasm/client.js";
import { readCapped } from "./body.js";
import { guarded } from "./core.js";
import { within } from "./deadline.js";

/** Bytes of a body that are read at most; the core judges what was cut as incomplete. */
const MAX_BODY = 65_536;

/** The headers a verdict looks at, in the core's order. */
const HEADERS = [
  "content-type",
  "retry-after",
  "s-request-id",
  "ratelimit",
  "ratelimit-reset",
  "x-ratelimit-reset",
];

/**
 * @typedef {object} Prepared
 * @property {number} kind
 * @property {string} url
 * @property {string} method
 * @property {string | undefined} body
 * @property {number} deadline milliseconds since 1970
 * @property {string} facts
 * @property {[string, string][]} headers
 */

/**
 * Sends a prepared call until the core is content with what came back, within one deadline.
 * @param {Prepared} call
 * @param {typeof fetch} send
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<{ text: string, cause?: Error }>} what the core made of it
 */
export async function exchange(call, send, signal) {
  const controller = new AbortController();
  let how = 0;
  let sent = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;

  const attempts = async () => {
    let unknown = false;
    for (let attempt = 1; ; attempt++) {
      sent = true;
      const { method, body, headers } = call;
      let answer;
      try {
        answer = await readAnswer(await send(call.url, /** @type {RequestInit} */ ({
          __proto__: null, method, body, headers, redirect: "manual", signal: controller.signal,
        })));
      } catch (error) {
        return { text: guarded(() => unanswered(call.kind, 0, sent)), cause: causeOf(error) };
      }
      // A fetch that ignores its signal answers late, and a call that has ended must send nothing more.
      if (how) return { text: "" };
      const { status, redirected, lines, bytes, truncated } = answer;
      const left = call.deadline - Date.now();
      const jitter = Math.random() * 256;
      const text = guarded(() =>
        judge(call.kind, call.facts, status, redirected, lines, bytes, truncated,
          attempt, unknown, Math.max(left, 0), jitter, Date.now()));
      if (!text.startsWith("again")) return { text };
      const [, delay, lost] = text.split("\0");
      unknown ||= lost !== "";
      await new Promise((resolve) => (pause = setTimeout(resolve, Number(delay?.slice(1)))));
    }
  };

  try {
    const ended = await within(attempts, call.deadline, signal, (why) => {
      how = why;
      controller.abort();
    });
    return typeof ended === "number" ? { text: guarded(() => unanswered(call.kind, ended, sent)) } : ended;
  } finally {
    clearTimeout(pause);
  }
}

/**
 * What a verdict looks at. An injected `fetch` may answer with anything; what it throws is caught.
 * @param {Response} response
 */
async function readAnswer(response) {
  const { bytes, truncated } = await readCapped(response.body, MAX_BODY);
  const { status, headers } = response;
  let lines = "";
  for (const name of HEADERS) lines += `${headers.get(name) ?? ""}\n`;
  return {
    bytes,
    truncated,
    // The core takes 16 bits, and nothing may become a status by being cut.
    status: status === (status & 1023) ? status : 0,
    redirected: Boolean(response.redirected) || response.type === "opaqueredirect",
    lines,
  };
}

/**
 * What kind of failure it was, and nothing more: a runtime's own text may repeat a header's value.
 * @param {any} error
 */
function causeOf(error) {
  try {
    const word = [error?.cause?.code, error?.code, error?.name].find((name) => /^[A-Z][A-Za-z_]{2,40}$/.test(name));
    return word && new Error(word);
  } catch {
    return undefined;
  }
}
