/** @import { MockHypersender, MockOptions, MockRequest } from "../../testing.js" */
import { OtpError } from "../otp-error.js";
import { Book, TRIES } from "./book.js";
import { drawCode, drawUuid, seeded } from "./random.js";
import { forceOf } from "./reserved.js";

/**
 * One call as the mock reads it.
 * @typedef {object} MockCall
 * @property {string} method
 * @property {string} url
 * @property {string} instance
 * @property {"request-code" | "validate-code" | "requests" | "requests/{uuid}" | ""} route
 * @property {string} uuid the last part of `requests/{uuid}`
 * @property {URLSearchParams} query
 * @property {Headers} headers
 * @property {string} text
 * @property {any} body
 */

/**
 * One answer before it becomes a Response; a `refusal` is worded in the dialect that was chosen.
 * @typedef {object} MockAnswer
 * @property {number} status
 * @property {unknown} [body] JSON unless it is a text
 * @property {Record<string, string> | undefined} [headers]
 * @property {{ code: string, message: string, attempts_remaining?: number }} [refusal]
 */

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const ROUTE = new RegExp(`/(${UUID})/(?:(request-code|validate-code|requests)|(requests)/(${UUID}))$`, "i");
const CHAT_ID = /^[1-9][0-9]{6,14}@c\.us$/;
const CODE = /^[0-9A-Za-z]{4,10}$/;
/** Milliseconds of the slow answer. */
const SLOW_MS = 500;

/**
 * @param {MockOptions} [options]
 * @returns {MockHypersender}
 */
export function mockHypersender(options = {}) {
  const settings = checked(options);
  const book = new Book();
  const random = seeded(String(settings.seed));
  /** @type {MockRequest[]} */
  const log = [];
  /** How often a reserved chat was called, by route. @type {Map<string, number>} */
  const times = new Map();
  let now = settings.now;

  /** @param {MockCall} call @returns {MockAnswer} */
  function honest(call) {
    const wrong = notAcceptable(call, settings);
    if (wrong !== undefined) return wrong;
    const isPublic = !call.headers.has("authorization");
    switch (call.route) {
      case "request-code": {
        const { chatId, length = 6, useLetter = false, useNumber = true, allCapital = false, expires = 1800 } = call.body;
        const code = drawCode(random, { length, useLetter, useNumber, allCapital });
        const entry = { uuid: drawUuid(random), chatId, code, createdAt: now, expiresAt: now + expires * 1000, tries: 0 };
        book.add(entry);
        const data = {
          uuid: entry.uuid, chat_id: chatId, code: isPublic || settings.withholdCode ? undefined : code, status: "pending",
          otp_type: "code", expires_at: date(entry.expiresAt), created_at: date(now),
        };
        return { status: 200, body: { success: true, message: "OTP code generated and message queued successfully", data } };
      }
      case "validate-code": {
        const verdict = book.check(call.body, now);
        if (!("entry" in verdict)) {
          const { status, ...refusal } = verdict;
          return { status, refusal };
        }
        const { uuid, chatId, validatedAt = now } = verdict.entry;
        const data = { uuid, chat_id: chatId, status: "validated", validated_at: date(validatedAt) };
        return { status: 200, body: { success: true, message: "OTP code validated successfully", data } };
      }
      case "requests": {
        const found = book.all(call.query.get("chatId") ?? undefined)
          .filter((entry) => [null, book.status(entry, now)].includes(call.query.get("status")));
        const from = Number(call.query.get("cursor") ?? 0);
        const limit = Number(call.query.get("limit") ?? 20);
        const requests = found.slice(from, from + limit).map((entry) => summary(entry, book.status(entry, now)));
        const next_cursor = from + limit < found.length ? String(from + limit) : null;
        return { status: 200, body: { success: true, message: "OK", data: { requests, next_cursor } } };
      }
      default: {
        const entry = book.find(call.uuid);
        if (entry === undefined) return { status: 404, body: { message: "Not Found." } };
        return { status: 200, body: { success: true, message: "OK", data: summary(entry, book.status(entry, now)) } };
      }
    }
  }

  /** @type {typeof globalThis.fetch} */
  const send = async (input, init) => {
    const call = await read(input, init);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    if (signal?.aborted) throw reasonOf(signal);

    const chatId = typeof call.body?.chatId === "string" ? call.body.chatId : "";
    const force = forceOf(chatId);
    const key = `${call.route} ${chatId}`;
    times.set(key, (times.get(key) ?? 0) + 1);
    /** @type {MockRequest} */
    const entry = {
      at: new Date(now), method: call.method, url: call.url, route: call.route, headers: redactedHeaders(call.headers),
      body: redactedBody(call.body), status: undefined,
    };
    log.push(entry);

    if (force?.transport === "broken") throw new TypeError("fetch failed");
    if (force?.transport === "twice") honest(call);
    let answer = force?.before?.(call, times.get(key) ?? 1) ?? honest(call);
    answer = worded(answer, settings.dialect);
    answer = force?.after?.(answer, call) ?? answer;
    if (force?.transport === "never") await aborted(signal, Infinity);
    await aborted(signal, force?.transport === "slow" ? SLOW_MS : settings.latency);
    entry.status = answer.status;
    return responseOf(answer, drawUuid(random), force?.transport === "breaks off");
  };

  return Object.defineProperties(/** @type {any} */ (send), {
    requests: { get: () => [...log], enumerable: true },
    clock: {
      value: Object.freeze({
        now: () => now,
        /** @param {number} ms */
        advance(ms) {
          if (!Number.isFinite(ms)) throw misuse("clock.advance", "must be given a number of milliseconds", ms);
          now += ms;
        },
      }),
      enumerable: true,
    },
    codeFor: {
      /** @param {string} chatId */
      value(chatId) {
        const [newest] = book.all(chatId);
        if (newest !== undefined) return newest.code;
        const known = [...new Set(book.all().map((entry) => entry.chatId))];
        const who = known.length === 0 ? "no chat was sent any" : `codes were sent to ${known.join(", ")}`;
        throw new OtpError("invalid_argument", `mockHypersender: no code was sent to ${String(chatId)}; ${who}`);
      },
      enumerable: true,
    },
    reset: {
      value() {
        book.clear();
        times.clear();
        log.length = 0;
      },
      enumerable: true,
    },
  });
}

/** @param {MockOptions} options */
function checked(options) {
  /** @type {Record<string, [(value: any) => boolean, string]>} */
  const rules = {
    token: [(value) => typeof value === "string" && value !== "", "must be the one token that is accepted"],
    instance: [(value) => typeof value === "string" && new RegExp(`^${UUID}$`, "i").test(value), "must be the UUID of the one instance there is"],
    seed: [(value) => typeof value === "string" || Number.isFinite(value), "must be a string or a number"],
    now: [(value) => Number.isFinite(Number(value)) && (typeof value === "number" || value instanceof Date), "must be a Date or milliseconds since 1970"],
    latency: [(value) => Number.isFinite(value) && value >= 0, "must be milliseconds"],
    dialect: [(value) => value === "service" || value === "vendor", 'must be "service" or "vendor"'],
    withholdCode: [(value) => typeof value === "boolean", "must be true or false"],
    allowPublic: [(value) => typeof value === "boolean", "must be true or false"],
  };
  if (typeof options !== "object" || options === null) throw misuse("the options", "must be an object", options);
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      throw new OtpError("invalid_argument", `mockHypersender: ${name} is not known here; allowed: ${Object.keys(rules).join(", ")}`);
    }
    if (value !== undefined && !rule[0](value)) throw misuse(name, rule[1], value);
  }
  const { token, instance, seed = 1, now = Date.now(), latency = 0, dialect = "service", withholdCode = false, allowPublic = false } = options;
  return { token, instance: instance?.toLowerCase(), seed, now: Number(now), latency, dialect, withholdCode, allowPublic };
}

/**
 * @param {string} name
 * @param {string} rule
 * @param {unknown} value
 */
function misuse(name, rule, value) {
  const given = value === null ? "null" : typeof value;
  return new OtpError("invalid_argument", `mockHypersender: ${name} ${rule}; given: ${given}`);
}

/**
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 * @returns {Promise<MockCall>}
 */
async function read(input, init) {
  const request = new Request(input, /** @type {any} */ ({ ...init, signal: null }));
  const url = new URL(request.url);
  const [, instance = "", direct, listed, uuid = ""] = ROUTE.exec(url.pathname) ?? [];
  const text = await request.text();
  let body;
  try {
    body = text === "" ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  const route = /** @type {MockCall["route"]} */ (listed ? "requests/{uuid}" : (direct ?? ""));
  return {
    method: request.method, url: request.url, instance: instance.toLowerCase(), route, uuid: uuid.toLowerCase(),
    query: url.searchParams, headers: request.headers, text, body,
  };
}

/**
 * The answer to a call that is wrong in itself.
 * @param {MockCall} call
 * @param {ReturnType<typeof checked>} settings
 * @returns {MockAnswer | undefined}
 */
function notAcceptable({ method, instance, route, headers, body }, { token, instance: only, allowPublic }) {
  const isPost = route === "request-code" || route === "validate-code";
  const authorization = headers.get("authorization");
  if (route === "" || (only !== undefined && instance !== only)) return { status: 404, body: { message: "Not Found." } };
  if (method !== (isPost ? "POST" : "GET")) {
    return { status: 405, body: { message: `The ${method} method is not supported for this route.` }, headers: { allow: isPost ? "POST" : "GET" } };
  }
  const isKnown = token === undefined ? /^Bearer ./.test(authorization ?? "") : authorization === `Bearer ${token}`;
  const isPublic = authorization === null && allowPublic && isPost;
  if (!isKnown && !isPublic) return { status: 401, body: { message: "Unauthenticated." } };
  if (!isPost) return undefined;
  if (!/^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? "")) return { status: 415, body: { message: "Unsupported Media Type." } };
  if (typeof body !== "object" || body === null || Array.isArray(body)) return { status: 400, body: { message: "The request is no JSON object." } };
  const errors = mistakes(route, body, isPublic);
  if (Object.keys(errors).length === 0) return undefined;
  return { status: 422, body: { message: "The given data was invalid.", errors } };
}

/**
 * @param {string} route
 * @param {any} body
 * @param {boolean} isPublic
 */
function mistakes(route, body, isPublic) {
  /** @type {Record<string, string[]>} */
  const errors = {};
  /** @param {string} name @param {boolean} holds @param {string} rule */
  const need = (name, holds, rule) => {
    if (!holds) errors[name] = [`The ${name} field ${rule}.`];
  };
  /** @param {any} value @param {number} from @param {number} to */
  const whole = (value, from, to) => value === undefined || (Number.isInteger(value) && value >= from && value <= to);
  /** @param {any} value */
  const flag = (value) => value === undefined || typeof value === "boolean";
  need("chatId", typeof body.chatId === "string" && CHAT_ID.test(body.chatId), "must be digits followed by @c.us");
  if (route === "validate-code") {
    need("code", typeof body.code === "string" && CODE.test(body.code), "must be a string of 4 to 10 letters or digits");
    need("uuid", body.uuid === undefined ? !isPublic : new RegExp(`^${UUID}$`, "i").test(String(body.uuid)), "must be the request's UUID");
  } else {
    need("length", whole(body.length, 4, 10), "must be between 4 and 10");
    need("expires", whole(body.expires, 60, 1800), "must be between 60 and 1800");
    for (const name of ["useLetter", "useNumber", "allCapital"]) need(name, flag(body[name]), "must be true or false");
    need("useNumber", flag(body.useNumber) && (body.useNumber !== false || body.useLetter === true), "must be true when useLetter is false");
    need("name", body.name === undefined || (typeof body.name === "string" && [...body.name].length <= 64), "must be at most 64 characters");
  }
  return errors;
}

/**
 * A refusal as our service writes it, or in the vendor's bare prose.
 * @param {MockAnswer} answer
 * @param {"service" | "vendor"} dialect
 * @returns {MockAnswer}
 */
function worded({ status, body, headers, refusal }, dialect) {
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
function responseOf({ status, body, headers }, requestId, breaksOff) {
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
async function aborted(signal, ms) {
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
const reasonOf = (signal) => signal.reason ?? new DOMException("The operation was aborted.", "AbortError");

/** @param {import("./book.js").Entry} entry @param {string} status */
function summary({ uuid, chatId, createdAt, expiresAt, validatedAt }, status) {
  const masked = chatId.replace(/^(\d{4})\d+(\d\d@)/, "$1*****$2");
  const data = { uuid, chat_id: masked, status, otp_type: "code", expires_at: date(expiresAt), created_at: date(createdAt) };
  return validatedAt === undefined ? data : { ...data, validated_at: date(validatedAt) };
}

/** The contract's form, with an offset and without milliseconds. @param {number} ms */
const date = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, "+00:00");

/** @param {Headers} headers */
function redactedHeaders(headers) {
  const all = Object.fromEntries(headers);
  return all.authorization === undefined ? all : { ...all, authorization: "[redacted]" };
}

/** @param {any} body */
const redactedBody = (body) => (body?.code === undefined ? body : { ...body, code: "[redacted]" });
