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
const MAX_EMPTY = 1000;
const MAX_LEVELS = 16;
const RETRIES = 2;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const FIELDS = new Set(["chatId", "code", "uuid"]);
const OPTIONS = new Set(["instance", "token", "baseUrl", "timeout", "signal"]);

/**
 * With the package's protections: arguments and options checked and read once, misspelt names
 * refused, no token in a page, one deadline over the body too, the caller's signal, at most 64 KiB,
 * no redirect, a throttle obeyed, JSON that no two parsers read differently, every fact of the
 * answer checked and its own, nothing believed of Object.prototype, and no secret in its message.
 *
 * Left out is what no success runs through: telling refusals and failures apart. And what nobody can
 * write in a page: that a JSON.parse or Promise.race which the page put in place changes nothing.
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
  if (!(signal instanceof AbortSignal)) throw new TypeError("signal");
  if (typeof document === "object") throw new TypeError("token");
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
      const response = await fetch(url, /** @type {RequestInit} */ ({
        __proto__: null,
        method: "POST",
        headers: { accept: "application/json", "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ chatId, code, uuid }),
        redirect: "manual",
        signal: controller.signal,
      }));
      const bytes = await readCapped(response);
      const again = (response.status === 429 || response.status === 503) && left > 0 && !controller.signal.aborted;
      const seconds = again ? response.headers.get("retry-after") ?? "" : "";
      const wait = /^\d{1,5}$/.test(seconds) ? 1000 * Number(seconds) * (1 + Math.random() / 4) : Infinity;
      if (wait >= deadline - Date.now()) return { response, bytes };
      await new Promise((resolve) => (pause = setTimeout(resolve, wait)));
    }
  };
  try {
    if (signal.aborted) onAbort();
    const { response, bytes } = /** @type {Awaited<ReturnType<typeof attempts>>} */ (await Promise.race([stopped, attempts()]));
    const type = response.headers.get("content-type") ?? "";
    if (response.status !== 200 || response.redirected || response.type === "opaqueredirect") throw new Error("status");
    if (!/^application\/json\s*(;|$)/i.test(type)) throw new Error("type");
    const answer = { __proto__: null, ...parseStrictly(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)) };
    const data = { __proto__: null, ...answer.data };
    if (answer.success !== true || data.status !== "validated" || data.chat_id !== chatId || data.uuid !== uuid || !DATE.test(data.validated_at)) {
      throw new Error("answer");
    }
    const validatedAt = new Date(data.validated_at);
    if (Number.isNaN(validatedAt.getTime())) throw new Error("answer");
    const said = typeof answer.message === "string" ? answer.message : "";
    // Cut last: of a secret that lies across the cut, the half before it would not be found.
    const message = said.replace(/[\0-\x1f\x7f-\x9f]/g, " ").replaceAll(token, "[redacted]").replaceAll(code, "[redacted]").slice(0, 300);
    return { valid: true, uuid, chatId, status: "validated", message, validatedAt };
  } finally {
    clearTimeout(timer);
    clearTimeout(pause);
    signal.removeEventListener("abort", onAbort);
  }
}

/** Its own properties, each read once, and none but those known. @template {object} T @param {T} given @param {Set<string>} known @returns {T} */
function own(given, known) {
  const kept = Object.create(null);
  for (const [name, value] of Object.entries(given)) {
    if (!known.has(name)) throw new TypeError(name);
    kept[name] = value;
  }
  return kept;
}

/** @param {string} name @param {unknown} value @param {RegExp} shape */
function check(name, value, shape) {
  if (typeof value !== "string" || !shape.test(value)) throw new TypeError(name);
}

/**
 * JSON in which no name stands twice in an object: JSON.parse would believe the last one, another
 * parser the first. And of so many levels at most.
 * @param {string} text
 */
function parseStrictly(text) {
  const value = JSON.parse(text);
  let names = 0;
  for (const token of text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) ?? []) if (token.endsWith(":")) names++;
  if (names !== membersOf(value, MAX_LEVELS)) throw new Error("answer");
  return value;
}

/** How many members all objects in a value have. @param {unknown} value @param {number} levels @returns {number} */
function membersOf(value, levels) {
  if (typeof value !== "object" || value === null) return 0;
  if (levels === 0) throw new Error("answer");
  const parts = Object.values(value);
  return parts.reduce((sum, part) => sum + membersOf(part, levels - 1), Array.isArray(value) ? 0 : parts.length);
}

/** @param {Response} response */
async function readCapped(response) {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const pieces = [];
  let length = 0;
  let empty = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    // An endless run of empty pieces would never let the deadline's timer fire.
    if (length > MAX_BODY || (value.length === 0 && ++empty > MAX_EMPTY)) {
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
