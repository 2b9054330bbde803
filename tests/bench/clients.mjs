/** What the package is measured against: what one would write by hand. */

/** @typedef {{ url: string, token: string, chatId: string, code: string, uuid: string, timeout: number, signal: AbortSignal }} Call */

/** Nothing but fetch: no deadline, no limit, redirects followed, everything believed. @param {Call} call */
export async function bare({ url, token, chatId, code, uuid }) {
  const response = await fetch(url, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ chatId, code, uuid }),
  });
  return response.json();
}

const MAX_BODY = 65_536;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * With the package's protections: arguments checked, one deadline over the body too, the caller's
 * signal, at most 64 KiB, no redirect, and every fact of the answer checked.
 * @param {Call} call
 */
export async function careful({ url, token, chatId, code, uuid, timeout, signal }) {
  if (typeof chatId !== "string" || !/^[1-9][0-9]{6,14}@c\.us$/.test(chatId)) throw new TypeError("chatId");
  if (typeof code !== "string" || !/^[0-9A-Za-z]{4,10}$/.test(code)) throw new TypeError("code");
  if (typeof uuid !== "string" || !UUID.test(uuid)) throw new TypeError("uuid");
  if (new URL(url).href !== url) throw new TypeError("url");

  const controller = new AbortController();
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
  const attempt = async () => {
    const response = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ chatId, code, uuid }),
      redirect: "manual",
      signal: controller.signal,
    });
    return { response, bytes: await readCapped(response) };
  };
  try {
    const { response, bytes } = /** @type {Awaited<ReturnType<typeof attempt>>} */ (await Promise.race([stopped, attempt()]));
    const type = response.headers.get("content-type") ?? "";
    if (response.status !== 200 || response.redirected || response.type === "opaqueredirect") throw new Error("status");
    if (!/^application\/json\s*(;|$)/i.test(type)) throw new Error("type");
    const answer = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const { data } = answer;
    const validatedAt = new Date(data.validated_at);
    if (answer.success !== true || data.status !== "validated" || data.chat_id !== chatId || data.uuid !== uuid || Number.isNaN(validatedAt.getTime())) {
      throw new Error("answer");
    }
    return { valid: true, uuid, chatId, status: "validated", message: String(answer.message), validatedAt };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
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
