/** What the mock answers, and how it gets to its caller. */

/**
 * One answer before it becomes a Response; a `refusal` is worded in the dialect that was chosen.
 * @typedef {object} MockAnswer
 * @property {number} status
 * @property {unknown} [body] JSON unless it is a text
 * @property {Record<string, string> | undefined} [headers]
 * @property {{ code: string, message: string, attempts_remaining?: number }} [refusal]
 */

/**
 * A refusal as our service writes it, or in the vendor's bare prose.
 * @param {MockAnswer} answer
 * @param {"service" | "vendor"} dialect
 * @returns {MockAnswer}
 */
export function worded({ status, body, headers, refusal }, dialect) {
  if (refusal === undefined) return { status, body, headers };
  const { message, ...error } = refusal;
  return dialect === "vendor"
    ? { status: 422, body: { success: false, message }, headers }
    : { status, body: { success: false, message, error, data: null }, headers };
}

/**
 * @param {MockAnswer} answer
 * @param {string} requestId
 * @param {boolean} breaksOff
 */
export function responseOf({ status, body, headers }, requestId, breaksOff) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const init = { status, headers: { "content-type": "application/json", "s-request-id": requestId, ...headers } };
  if (!breaksOff) return new Response(text, init);
  const half = new TextEncoder().encode(text.slice(0, text.length / 2));
  let pieces = 0;
  return new Response(new ReadableStream({
    pull(controller) {
      if (pieces++ === 0) controller.enqueue(half);
      else controller.error(new TypeError("terminated"));
    },
  }), init);
}

/**
 * Waits, unless the signal ends it.
 * @param {AbortSignal | null | undefined} signal
 * @param {number} ms
 */
export async function aborted(signal, ms) {
  if (ms === 0) return;
  await new Promise((resolve, reject) => {
    const timer = ms === Infinity ? undefined : setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve(undefined);
    }, ms);
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      reject(signal && reasonOf(signal));
    };
    signal?.addEventListener("abort", end);
  });
}

/** @param {AbortSignal} signal */
export const reasonOf = (signal) => signal.reason ?? new DOMException("The operation was aborted.", "AbortError");

/** @param {import("./book.js").Entry} entry @param {string} status */
export function summary({ uuid, chatId, createdAt, expiresAt, validatedAt }, status) {
  const masked = chatId.replace(/^(\d{4})\d+(\d\d@)/, "$1*****$2");
  const data = { uuid, chat_id: masked, status, otp_type: "code", expires_at: date(expiresAt), created_at: date(createdAt) };
  return validatedAt === undefined ? data : { ...data, validated_at: date(validatedAt) };
}

/** The contract's form, with an offset and without milliseconds. @param {number} ms */
export const date = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, "+00:00");
