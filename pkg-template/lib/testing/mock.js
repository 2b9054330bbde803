/** @import { MockHypersender, MockOptions, MockRequest } from "../../testing.js" */
import { OtpError } from "../otp-error.js";
import { aborted, date, reasonOf, responseOf, summary, worded } from "./answer.js";
import { Book } from "./book.js";
import { notAcceptable, read, redactedBody, redactedHeaders } from "./call.js";
import { drawCode, drawUuid, seeded } from "./random.js";
import { forceOf } from "./reserved.js";
import { checked, misuse } from "./settings.js";

/** @import { MockAnswer } from "./answer.js" */
/** @import { MockCall } from "./call.js" */

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
