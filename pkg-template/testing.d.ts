/**
 * hypersender-otp/testing: what tests of an application need.
 *
 * @example
 * ```js
 * import { requestCode, validateCode } from "hypersender-otp";
 * import { mockHypersender, reservedChatIds } from "hypersender-otp/testing";
 *
 * const fetch = mockHypersender({ seed: "login test" });
 * const options = { instance: "a0b5df6a-b491-4190-80a5-38d85a2a4836", token: "any", fetch };
 *
 * const { uuid } = await requestCode({ chatId: "20123456789@c.us", expires: 300 }, options);
 * const code = fetch.codeFor("20123456789@c.us"); // what the person reads in WhatsApp
 * fetch.clock.advance(299_000);
 * (await validateCode({ chatId: "20123456789@c.us", code, uuid }, options)).valid; // true
 *
 * await requestCode({ chatId: reservedChatIds.http_503_once }, options); // succeeds at the second try
 * ```
 * @module
 */
import type { Store } from "./service.js";

/**
 * A drop-in `fetch` that answers by the contract, in process and without any network.
 *
 * It issues codes, accepts each once, in time, and for five wrong tries; a new code replaces the one
 * before. With `allowPublic` it answers callers without a token as a service in front of pages does:
 * they never see the code and must name the request's `uuid`. Chats of {@link reservedChatIds} force
 * failures. It never answers for real and remembers nothing beyond itself.
 *
 * @throws {OtpError} `invalid_argument`, naming the option, if an option is wrong or unknown.
 */
export function mockHypersender(options?: MockOptions): MockHypersender;

/** How a mock answers. Unknown names are refused. */
export interface MockOptions {
  /** The one token that is accepted; without it any is. */
  token?: string | undefined;
  /** The one instance there is; without it every UUID is one. */
  instance?: string | undefined;
  /** What codes and identifiers are drawn from; the same seed gives the same ones. Default 1. */
  seed?: string | number | undefined;
  /** What the mock's clock shows at first. Default: the present. It moves by `clock.advance` alone. */
  now?: Date | number | undefined;
  /** Milliseconds of real time that every answer takes. Default 0. */
  latency?: number | undefined;
  /**
   * How refusals are worded: like this package's service, with `error.code` and statuses of their
   * own, or like the vendor, in prose alone. Default `service`.
   */
  dialect?: "service" | "vendor" | undefined;
  /** Leaves the code out of answers even for callers with a token. Default false. */
  withholdCode?: boolean | undefined;
  /** Answers callers without a token as public ones, instead of with 401. Default false. */
  allowPublic?: boolean | undefined;
}

/** The `fetch` to hand over, and what a test asks it. */
export interface MockHypersender {
  (input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** Every call so far, oldest first, without tokens and codes. */
  readonly requests: MockRequest[];
  /** The clock by which codes expire. */
  readonly clock: MockClock;
  /**
   * The newest code that was sent to a chat, as its holder reads it in WhatsApp.
   * @throws {OtpError} `invalid_argument` if none was sent; the message tells which chats got one.
   */
  codeFor(chatId: string): string;
  /** Forgets all requests and codes; clock and randomness go on. */
  reset(): void;
}

/** A clock that stands still until it is moved. */
export interface MockClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves the clock, backwards if `ms` is negative. */
  advance(ms: number): void;
}

/** One call that the mock got. */
export interface MockRequest {
  /** By the mock's clock. */
  at: Date;
  method: string;
  url: string;
  /** What was called; empty for a path that is none of the API's. */
  route: "request-code" | "validate-code" | "requests" | "requests/{uuid}" | "";
  /** In lower case; `authorization` as `[redacted]`. */
  headers: Record<string, string>;
  /** The JSON that was sent, `code` as `[redacted]`; `undefined` if it was none. */
  body: any;
  /** The status of the answer; `undefined` while there is none. */
  status: number | undefined;
}

/**
 * Chats that force what is hard to meet otherwise. All are of the form `9990000nnnn@c.us`: the
 * country code +999 belongs to nobody. An unlisted one of that form is answered with 501.
 *
 * Where nothing else is said a name forces the same for both calls.
 */
export const reservedChatIds: {
  /** validateCode: refused as `invalid_code`, with 4 tries left. Requests for a code succeed. */
  readonly invalid_code: "99900001422@c.us";
  /** validateCode: refused as `expired_code`. */
  readonly expired_code: "99900001410@c.us";
  /** validateCode: refused as `already_used`. */
  readonly already_used: "99900001409@c.us";
  /** validateCode: refused as `no_active_otp`. */
  readonly no_active_otp: "99900001404@c.us";
  /** validateCode: refused as `too_many_attempts`, with no try left. */
  readonly too_many_attempts: "99900001429@c.us";
  /** validateCode: refused as `refused`. */
  readonly refused: "99900001400@c.us";

  /** `unauthorized` */
  readonly http_401: "99900000401@c.us";
  /** `forbidden` */
  readonly http_403: "99900000403@c.us";
  /** `not_found` */
  readonly http_404: "99900000404@c.us";
  /** `invalid_request` */
  readonly http_405: "99900000405@c.us";
  /** `invalid_request` */
  readonly http_409: "99900000409@c.us";
  /** `invalid_request`, with a page for a body */
  readonly http_413: "99900000413@c.us";
  /** `invalid_request` */
  readonly http_415: "99900000415@c.us";
  /** `invalid_request` with `details.chatId` */
  readonly http_422: "99900000422@c.us";
  /** `channel_restricted` */
  readonly http_423: "99900000423@c.us";
  /** `rate_limited` with a `retryAfter` of 30 seconds, which is beyond the default timeout */
  readonly http_429: "99900000429@c.us";
  /** `rate_limited` without a `retryAfter`, so it is never tried again */
  readonly http_429_without_wait: "99900002429@c.us";
  /** Throttled at the first call of each kind, then honest: a call succeeds unless `retry` is 0. */
  readonly http_429_once: "99900003429@c.us";
  /** `server_error` */
  readonly http_500: "99900000500@c.us";
  /** `server_error`, with a page for a body */
  readonly http_502: "99900000502@c.us";
  /** `server_error` without a `retryAfter` */
  readonly http_503: "99900000503@c.us";
  /** 503 at the first call of each kind, then honest: a call succeeds unless `retry` is 0. */
  readonly http_503_once: "99900003503@c.us";
  /** `server_error`, with a page for a body */
  readonly http_504: "99900000504@c.us";
  /** `recipient_unavailable` */
  readonly not_on_whatsapp: "99900004422@c.us";

  /** `bad_response`: a redirect to another origin */
  readonly bad_redirect: "99900005302@c.us";
  /** `bad_response`: 200 with a page, as a guest network answers */
  readonly bad_page: "99900005001@c.us";
  /** `bad_response`: 200 with nothing */
  readonly bad_empty: "99900005002@c.us";
  /** `bad_response`: JSON that ends early */
  readonly bad_cut_off: "99900005003@c.us";
  /** `bad_response`: `success` is the text `"true"` */
  readonly bad_success: "99900005004@c.us";
  /** `bad_response`: the answer names another chat */
  readonly bad_chat: "99900005005@c.us";
  /** `bad_response`: the answer's `uuid` is none */
  readonly bad_request_uuid: "99900005006@c.us";
  /** `bad_response`: dates that are none */
  readonly bad_date: "99900005007@c.us";
  /** `bad_response`: a right body as text/plain */
  readonly bad_content_type: "99900005008@c.us";
  /** `bad_response`: more than 64 KiB */
  readonly bad_too_large: "99900005009@c.us";
  /** `bad_response`: a right body with status 201 */
  readonly bad_status: "99900005201@c.us";

  /** `network`: nothing was reached and nothing was done */
  readonly network_error: "99900006001@c.us";
  /** `network`: the call was carried out, and the connection breaks in the answer's middle */
  readonly breaks_off: "99900006002@c.us";
  /** The call is carried out, but its answer never comes: `timeout`, or `aborted` by your signal. */
  readonly lost_answer: "99900006003@c.us";
  /** An honest answer after 500 ms of real time. */
  readonly slow_answer: "99900006004@c.us";
  /**
   * Every call arrives twice, and the second answer is told: two messages are sent, and the right
   * code is refused as `already_used`.
   */
  readonly duplicate: "99900006005@c.us";
};

/**
 * What a store of hypersender-otp/service must keep to, as tests for whatever runs yours.
 *
 * @param createStore gives an empty store for each test.
 *
 * @example
 * ```js
 * import { test } from "node:test";
 * for (const { name, run } of storeConformance(() => new MyStore())) test(name, run);
 * ```
 */
export function storeConformance(createStore: () => Store | Promise<Store>): ConformanceTest[];

/** One test. */
export interface ConformanceTest {
  /** A sentence that holds when the test passes. */
  name: string;
  /** Rejects with an Error that says what was expected. */
  run(): Promise<void>;
}

/**
 * Makes the WebAssembly core trap.
 * @throws {OtpError} always: `internal`, after which the next call works; `not_initialized` in a
 * browser before `init`.
 */
export function forceTrap(): never;
