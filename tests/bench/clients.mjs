/** What the package is measured against: what one would write by hand. */

/**
 * @typedef {object} Options
 * @property {string} instance
 * @property {string} token
 * @property {string} baseUrl
 * @property {number} timeout
 * @property {AbortSignal} signal
 */

/** @typedef {{ chatId: string, code: string, uuid: string }} Request */

/** Nothing but fetch: no deadline, no limit, redirects followed, everything believed. @param {Request} request @param {Options} options */
export async function bare({ chatId, code, uuid }, { instance, token, baseUrl }) {
  const response = await fetch(`${baseUrl}/${instance}/validate-code`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ chatId, code, uuid }),
  });
  return response.json();
}

const MAX_BODY = 65_536;
const RETRIES = 2;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const FIELDS = new Set(["chatId", "code", "uuid"]);
const OPTIONS = new Set(["instance", "token", "baseUrl", "timeout", "signal"]);

/**
 * With the package's protections: arguments and options checked and read once, misspelt names
 * refused, one deadline over the body too, the caller's signal, at most 64 KiB, no redirect, a
 * throttle obeyed, every fact of the answer checked, and no secret in its message.
 * @param {Request} request
 * @param {Options} options
 */
export async function careful(request, options) {
  const { chatId, code, uuid } = own(request, FIELDS);
  const { instance, token, baseUrl, timeout, signal } = own(options, OPTIONS);
  check("chatId", chatId, /^[1-9][0-9]{6,14}@c\.us$/);
  check("code", code, /^(?!0[xX][0-9a-fA-F]*$)[0-9A-Za-z]{4,10}$/);
  check("uuid", uuid, UUID);
  check("instance", instance, UUID);
  check("token", token, /^[!-~]{1,4096}$/);
  check("baseUrl", baseUrl, /^(https:\/\/[a-z0-9.-]+(:\d+)?|http:\/\/127\.0\.0\.1(:\d+)?)(\/[\w.~-]+)*$/);
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > 600_000) throw new TypeError("timeout");
  const url = `${baseUrl}/${instance}/validate-code`;
  if (new URL(url).href !== url) throw new TypeError("baseUrl");

  const controller = new AbortController();
  const deadline = Date.now() + timeout;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  /** @type {(reason: Error) => void} */
  let stop = () => {};
  const stopped = new Promise((_, reject) => {
    stop = (reason) => {
      reject(reason);
      controller.abort();
    };
  });
  const onAbort = () => stop(new Error("aborted"));
  const timer = setTimeout(() => stop(new Error("timeout")), timeout);
  signal.addEventListener("abort", onAbort);
  const attempts = async () => {
    for (let left = RETRIES; ; left--) {
      const response = await fetch(url, {
        method: "POST",
        headers: { accept: "application/json", "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ chatId, code, uuid }),
        redirect: "manual",
        signal: controller.signal,
      });
      const bytes = await readCapped(response);
      const wait = 1000 * Number(response.headers.get("retry-after") ?? NaN);
      const again = (response.status === 429 || response.status === 503) && left > 0 && wait < deadline - Date.now();
      if (!again) return { response, bytes };
      await new Promise((resolve) => (pause = setTimeout(resolve, wait)));
    }
  };
  try {
    if (signal.aborted) onAbort();
    const { response, bytes } = /** @type {Awaited<ReturnType<typeof attempts>>} */ (await Promise.race([stopped, attempts()]));
    const type = response.headers.get("content-type") ?? "";
    if (response.status !== 200 || response.redirected || response.type === "opaqueredirect") throw new Error("status");
    if (!/^application\/json\s*(;|$)/i.test(type)) throw new Error("type");
    const answer = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    const { data } = answer;
    if (answer.success !== true || data.status !== "validated" || data.chat_id !== chatId || data.uuid !== uuid || !DATE.test(data.validated_at)) {
      throw new Error("answer");
    }
    const validatedAt = new Date(data.validated_at);
    if (Number.isNaN(validatedAt.getTime())) throw new Error("answer");
    const message = String(answer.message).slice(0, 300).replaceAll(token, "[redacted]").replaceAll(code, "[redacted]");
    return { valid: true, uuid, chatId, status: "validated", message, validatedAt };
  } finally {
    clearTimeout(timer);
    clearTimeout(pause);
    signal.removeEventListener("abort", onAbort);
  }
}

/** Its own properties, each read once, and none but those known. @template {object} T @param {T} given @param {Set<string>} known @returns {T} */
function own(given, known) {
  const entries = Object.entries(given);
  for (const [name] of entries) if (!known.has(name)) throw new TypeError(name);
  return /** @type {T} */ (Object.fromEntries(entries));
}

/** @param {string} name @param {unknown} value @param {RegExp} shape */
function check(name, value, shape) {
  if (typeof value !== "string" || !shape.test(value)) throw new TypeError(name);
}

/** @param {Response} response */
async function readCapped(response) {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const pieces = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MAX_BODY) {
      reader.cancel().catch(() => {});
      throw new Error("body");
    }
    pieces.push(value);
  }
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
