/** What the themes have in common: who calls whom, and a fetch that answers as it is told. */

import { CODE, ISSUED, TOKEN } from "./canaries.js";

export { CODE, ISSUED, TOKEN };
export const INSTANCE = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
export const UUID = "0d6f9d0e-7f5b-4f0e-9d6b-2f6f6d6b1c11";
export const OTHER_UUID = "b1c6e07b-c5a2-42a1-91b6-49e96b3b5947";
export const CHAT = "20123456789@c.us";
export const OTHER_CHAT = "20123456780@c.us";
export const BASE_URL = "https://otp.test/api/otp/v2";

/** The body's own header. */
export const JSON_TYPE = { "content-type": "application/json" };

/** @typedef {{ url: string, init: RequestInit, headers: Record<string, string>, body: any }} Call */
/** @typedef {(call: Call, number: number) => Response | Promise<Response>} Answer */

/** What an answer holds, its body as Base64. @typedef {{ status: number, headers: Record<string, string>, body: string }} Told */

/** @type {WeakMap<Response, Told>} */
const told = new WeakMap();
/** @type {WeakMap<object, (Told | undefined)[]>} */
const given = new WeakMap();

/**
 * What a fetch made by {@link answering} has answered so far; undefined if that cannot be told.
 * @param {unknown} send
 * @returns {Told[] | undefined}
 */
export function toldOf(send) {
  const answers = typeof send === "function" ? given.get(send) : undefined;
  return answers?.every((answer) => answer !== undefined) ? /** @type {Told[]} */ (answers) : undefined;
}

/**
 * Options of a call, valid in every runtime.
 * @template {object} T
 * @param {T} [more]
 */
export function options(more) {
  return {
    instance: INSTANCE, token: TOKEN, baseUrl: BASE_URL, dangerouslyAllowBrowser: true,
    ...(more ?? /** @type {T} */ ({})),
  };
}

/**
 * A fetch that gives these answers in turn, the last one for ever, and keeps what it was asked.
 * @param {Answer[]} answers
 */
export function answering(...answers) {
  /** @type {Call[]} */
  const calls = [];
  /** @type {typeof fetch} */
  const send = async (input, init = {}) => {
    const headers = /** @type {Record<string, string>} */ ({ ...init.headers });
    const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const call = { url: String(input), init, headers, body };
    calls.push(call);
    const answer = answers[Math.min(calls.length, answers.length) - 1];
    if (answer === undefined) throw new Error("the suite meant no call to be made here");
    const place = responses.push(undefined) - 1;
    const response = answer(call, calls.length);
    if (response instanceof Response) responses[place] = told.get(response);
    return response;
  };
  /** @type {(Told | undefined)[]} */
  const responses = [];
  given.set(send, responses);
  return Object.assign(send, { calls });
}

/**
 * An answer with that status and body; objects become JSON.
 * @param {number} status
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Answer}
 */
export function answer(status, body, headers = {}) {
  const text = typeof body === "string" || body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body);
  return () => {
    const response = new Response(/** @type {BodyInit | undefined} */ (text) ?? null, { status, headers: { ...JSON_TYPE, ...headers } });
    told.set(response, { status, headers: Object.fromEntries(response.headers), body: base64(text ?? "") });
    return response;
  };
}

/** @param {string | Uint8Array} body */
function base64(body) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * The contract's answer to a request for a code.
 * @param {Record<string, unknown>} [data]
 */
export function requested(data = {}) {
  return {
    success: true,
    message: "OTP code generated and message queued successfully",
    data: {
      uuid: UUID, chat_id: CHAT, code: ISSUED, status: "pending", otp_type: "code",
      expires_at: "2025-12-29T18:09:38+00:00", created_at: "2025-12-29T17:39:38+00:00", ...data,
    },
  };
}

/**
 * The contract's answer to the right code.
 * @param {Record<string, unknown>} [data]
 */
export function validated(data = {}) {
  return {
    success: true,
    message: "OTP code validated successfully",
    data: { uuid: UUID, chat_id: CHAT, status: "validated", validated_at: "2025-12-29T17:43:36+00:00", ...data },
  };
}

/**
 * Our service's refusal of a code.
 * @param {string} code
 * @param {Record<string, unknown>} [more]
 */
export function refused(code, more = {}) {
  return { success: false, message: "The code was not accepted.", error: { code, ...more }, data: null };
}

/** A fetch that never answers but ends with its signal, as a lost answer does. */
export function silent() {
  const aborts = { count: 0 };
  /** @type {typeof fetch} */
  const send = (_, init) =>
    new Promise((_, reject) => {
      init?.signal?.addEventListener("abort", () => {
        aborts.count += 1;
        reject(init.signal?.reason);
      });
    });
  return Object.assign(send, { aborts });
}

/** An AbortSignal, and how many listeners it has. */
export function watchedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = { now: 0, ever: 0 };
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (/** @type {any[]} */ ...given) => {
    listeners.now += 1;
    listeners.ever += 1;
    return /** @type {any} */ (add)(...given);
  };
  signal.removeEventListener = (/** @type {any[]} */ ...given) => {
    listeners.now -= 1;
    return /** @type {any} */ (remove)(...given);
  };
  return { controller, signal, listeners };
}
