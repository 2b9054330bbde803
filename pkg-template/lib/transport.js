import { judge, unanswered } from "../wasm/client.js";
import { readCapped } from "./body.js";
import { ask } from "./core.js";
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
 * @returns {Promise<[parts: any[], cause?: Error]>} what the core made of it
 */
export async function exchange(kind, facts, url, request, deadline, send, signal) {
  const controller = new AbortController();
  request.signal = controller.signal;
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
        const response = await send(url, request);
        answer = answerOf(response, await readCapped(response.body, MAX_BODY));
      } catch (error) {
        return [ask(() => unanswered(kind, 0, sent)), causeOf(error)];
      }
      // A fetch that ignores its signal answers late, and a call that has ended must send nothing more.
      if (how) return [[]];
      const now = Date.now(), left = Math.max(deadline - now, 0), jitter = Math.random() * 256;
      const parts = ask(() => judge(kind, facts, ...answer, attempt, unknown, left, jitter, now));
      const [outcome, delay, lost] = parts;
      if (outcome !== "again") return [parts];
      unknown ||= lost === 1;
      await new Promise((resolve) => (pause = setTimeout(resolve, delay)));
    }
  };

  const ended = await within(attempts, deadline, signal, (why) => {
    how = why;
    clearTimeout(pause);
    controller.abort();
  });
  return typeof ended === "number" ? [ask(() => unanswered(kind, ended, sent))] : ended;
}

/**
 * What a verdict looks at. An injected `fetch` may answer with anything; what it throws is caught.
 * @param {Response} response
 * @param {Awaited<ReturnType<typeof readCapped>>} body
 * @returns {[status: number, redirected: boolean, headers: string, body: Uint8Array, truncated: boolean]}
 */
function answerOf(response, { bytes, truncated }) {
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
