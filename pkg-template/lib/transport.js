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
 * Sends a prepared call until the core is content with what came back, within one deadline.
 * @param {number} kind
 * @param {string} facts
 * @param {string} url
 * @param {RequestInit} request
 * @param {number} deadline milliseconds since 1970
 * @param {typeof fetch} send
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<[text: string, cause?: Error]>} what the core made of it
 */
export async function exchange(kind, facts, url, request, deadline, send, signal) {
  const controller = new AbortController();
  let how = 0;
  let sent = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;

  /** @returns {ReturnType<typeof exchange>} */
  const attempts = async () => {
    let unknown = false;
    for (let attempt = 1; ; attempt++) {
      sent = true;
      let answer;
      try {
        answer = await readAnswer(await send(url, /** @type {RequestInit} */ ({
          __proto__: null, ...request, redirect: "manual", signal: controller.signal,
        })));
      } catch (error) {
        return [guarded(() => unanswered(kind, 0, sent)), causeOf(error)];
      }
      // A fetch that ignores its signal answers late, and a call that has ended must send nothing more.
      if (how) return [""];
      const now = Date.now(), left = Math.max(deadline - now, 0), jitter = Math.random() * 256;
      const text = guarded(() => judge(kind, facts, ...answer, attempt, unknown, left, jitter, now));
      if (!text.startsWith("again")) return [text];
      const [, delay, lost] = text.split("\0");
      unknown ||= lost !== "";
      await new Promise((resolve) => (pause = setTimeout(resolve, Number(delay?.slice(1)))));
    }
  };

  try {
    const ended = await within(attempts, deadline, signal, (why) => {
      how = why;
      controller.abort();
    });
    return typeof ended === "number" ? [guarded(() => unanswered(kind, ended, sent))] : ended;
  } finally {
    clearTimeout(pause);
  }
}

/**
 * What a verdict looks at. An injected `fetch` may answer with anything; what it throws is caught.
 * @param {Response} response
 * @returns {Promise<[status: number, redirected: boolean, headers: string, body: Uint8Array, truncated: boolean]>}
 */
async function readAnswer(response) {
  const { bytes, truncated } = await readCapped(response.body, MAX_BODY);
  const { status, headers } = response;
  let lines = "";
  for (const name of HEADERS) lines += `${headers.get(name) ?? ""}\n`;
  return [
    // No status has more bits, and nothing may become one by being cut.
    status === (status & 1023) ? status : 0,
    Boolean(response.redirected) || response.type === "opaqueredirect",
    lines,
    bytes,
    truncated,
  ];
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
