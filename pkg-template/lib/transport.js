import { judge, unanswered } from "../wasm/client.js";
import { guarded } from "./core.js";
import { OtpError } from "./otp-error.js";

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
 * @property {number} timeout
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
  const deadline = Date.now() + call.timeout;
  let how = 0;
  let sent = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  /** @type {(why: number) => void} */
  let stop = () => {};
  const stopped = new Promise((_, reject) => {
    stop = (why) => {
      how ||= why;
      reject(undefined);
      controller.abort();
    };
  });
  const onAbort = () => stop(2);

  const attempts = async () => {
    let unknown = false;
    for (let attempt = 1; ; attempt++) {
      sent = true;
      const { method, body, headers } = call;
      const response = await send(call.url, /** @type {RequestInit} */ ({
        __proto__: null, method, body, headers, redirect: "manual", signal: controller.signal,
      }));
      const read = await readCapped(response);
      const left = deadline - Date.now();
      const names = HEADERS.map((name) => response.headers.get(name) ?? "").join("\n");
      const redirected = response.redirected || response.type === "opaqueredirect";
      const jitter = Math.random() * 256;
      const text = guarded(() =>
        judge(call.kind, call.facts, response.status, redirected, names, read.bytes, read.truncated,
          attempt, unknown, Math.max(left, 0), jitter, Date.now()));
      if (!text.startsWith("again")) return { text };
      const [, delay, lost] = text.split("\0");
      unknown ||= lost !== "";
      await new Promise((resolve) => (pause = setTimeout(resolve, Number(delay?.slice(1)))));
    }
  };

  const timer = setTimeout(stop, call.timeout, 1);
  signal?.addEventListener("abort", onAbort);
  try {
    if (signal?.aborted) onAbort();
    return await Promise.race([stopped, how ? stopped : attempts()]);
  } catch (error) {
    if (!how && error instanceof OtpError) throw error;
    return { text: guarded(() => unanswered(call.kind, how, sent)), cause: how ? undefined : causeOf(error) };
  } finally {
    clearTimeout(timer);
    clearTimeout(pause);
    signal?.removeEventListener("abort", onAbort);
  }
}

/**
 * The body, up to the cap; what goes on beyond it is not read.
 * @param {Response} response
 * @returns {Promise<{ bytes: Uint8Array, truncated: boolean }>}
 */
async function readCapped(response) {
  const reader = response.body?.getReader();
  /** @type {Uint8Array} */
  let bytes = new Uint8Array();
  /** @type {Uint8Array | undefined} */
  let buffer;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    const length = bytes.length + value.length;
    if (length > MAX_BODY) {
      reader.cancel().catch(() => {});
      return { bytes, truncated: true };
    }
    if (bytes.length === 0) {
      bytes = value;
    } else {
      // One buffer for all further pieces, so that a body in tiny pieces is not copied again and again.
      if (!buffer) (buffer = new Uint8Array(MAX_BODY)).set(bytes);
      buffer.set(value, bytes.length);
      bytes = buffer.subarray(0, length);
    }
  }
  return { bytes, truncated: false };
}

/**
 * What kind of failure it was, and nothing more: a runtime's own text may repeat a header's value.
 * @param {any} error
 */
function causeOf(error) {
  const word = [error?.cause?.code, error?.code, error?.name].find((name) => /^[A-Z][A-Za-z_]{2,40}$/.test(name));
  return word && new Error(word);
}
