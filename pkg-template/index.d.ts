/**
 * hypersender-otp: prove that a person holds a WhatsApp number.
 *
 * A client for the Hypersender OTP API (or a service that keeps its contract), made of one
 * WebAssembly core that decides and a thin shell that carries.
 *
 * @example
 * ```js
 * import { requestCode, validateCode } from "hypersender-otp";
 *
 * const options = { instance: process.env.OTP_INSTANCE, token: process.env.OTP_TOKEN };
 * const { uuid } = await requestCode({ chatId: "20123456789@c.us", name: "Acme" }, options);
 * const result = await validateCode({ chatId: "20123456789@c.us", code: typed, uuid }, options);
 * if (result.valid) console.log("verified", result.chatId);
 * else console.log("not verified:", result.reason);
 * ```
 * @module
 */

/**
 * Makes a code and sends it to a WhatsApp chat.
 *
 * Only a throttle (429) and 503 are ever tried again, and only when the service says how long to
 * wait; after any other failure `error.delivery` tells whether a message may have gone out.
 *
 * @throws {OtpError} for every failure; `code` tells which.
 * @example
 * ```js
 * const request = await requestCode({ chatId: "20123456789@c.us", expires: 300 }, options);
 * console.log(request.uuid, request.expiresAt);
 * ```
 */
export function requestCode(request: CodeRequest, options: OtpOptions): Promise<RequestedCode>;

/**
 * Checks a code that a person typed. A code that is not accepted is a result, not an error.
 *
 * Give the `uuid` of the request: it is sent along, and an answer that names another is refused
 * (`bad_response`). The code must be exactly what was sent; see {@link normalizeCode}.
 *
 * @throws {OtpError} when there is no verdict on the code at all.
 * @example
 * ```js
 * const result = await validateCode({ chatId, code: normalizeCode(typed), uuid }, options);
 * if (!result.valid && result.reason === "invalid_code") console.log(result.attemptsRemaining);
 * ```
 */
export function validateCode(request: CodeValidation, options: OtpOptions): Promise<Validation>;

/**
 * One request and how far it has come. Only a service made with this package answers it.
 * @throws {OtpError} `not_found` if there is no such request.
 */
export function getRequest(uuid: string, options: OtpOptions): Promise<RequestSummary>;

/**
 * The requests of an instance, newest first. Only a service made with this package answers it.
 * @throws {OtpError}
 */
export function listRequests(filter: RequestFilter | undefined, options: OtpOptions): Promise<RequestPage>;

/** The calls with their options kept. Printing a client never prints its token. */
export class OtpClient {
  constructor(options: OtpOptions);
  /** See {@link requestCode}; `options` go before those of the client. */
  requestCode(request: CodeRequest, options?: Partial<OtpOptions>): Promise<RequestedCode>;
  /** See {@link validateCode}. */
  validateCode(request: CodeValidation, options?: Partial<OtpOptions>): Promise<Validation>;
  /** See {@link getRequest}. */
  getRequest(uuid: string, options?: Partial<OtpOptions>): Promise<RequestSummary>;
  /** See {@link listRequests}. */
  listRequests(filter?: RequestFilter, options?: Partial<OtpOptions>): Promise<RequestPage>;
}

/**
 * A number in an international written form as a chatId.
 *
 * Takes `+` or `00` and the digits with spaces, hyphens, dots and brackets between them, or the bare
 * digits the API itself writes, or a chatId as it is. National forms and groups are refused with the reason, never guessed at.
 *
 * @throws {OtpError} `invalid_argument`, or `not_initialized` in a browser before {@link init}.
 * @example
 * ```js
 * toChatId("+1 (202) 555-0123"); // "12025550123@c.us"
 * ```
 */
export function toChatId(phone: string): string;

/**
 * The code in what a person typed or pasted.
 *
 * Folds digits of other scripts, drops spaces, dashes and direction marks, and finds the code in a
 * pasted message. Letters keep their case.
 *
 * @throws {OtpError} `invalid_argument` if there is no code, or more than one.
 * @example
 * ```js
 * normalizeCode("Your code is ٤٣٩-٧١٣."); // "439713"
 * ```
 */
export function normalizeCode(text: string): string;

/**
 * A code, drawn evenly: every code of the format is as likely as every other, leading zeros included.
 *
 * Its randomness is the runtime's own (`crypto.getRandomValues`), asked a page at a time, on the
 * first draw and never at import; used bytes are wiped.
 *
 * @throws {OtpError} `invalid_argument` if the format is wrong; `internal` if the source of
 * randomness fails, and never a weaker code; `not_initialized` in a browser before {@link init}.
 * @example
 * ```js
 * generateCode(); // "048213"
 * generateCode({ length: 8, useLetter: true, allCapital: true, unambiguous: true }); // "7KQ2MXRB"
 * ```
 */
export function generateCode(format?: CodeFormat): string;

/**
 * So many codes at once, each drawn like one of {@link generateCode}; two of them may be the same.
 *
 * @param count how many, 1 to 1,000,000
 * @throws {OtpError} as {@link generateCode}.
 * @example
 * ```js
 * generateCodes(3); // ["048213", "910377", "226540"]
 * ```
 */
export function generateCodes(count: number, format?: CodeFormat): string[];

/**
 * How hard a code of a format is to guess, counted exactly and with `requireEach` counted in.
 *
 * @throws {OtpError} `invalid_argument` if the format is wrong; `not_initialized` in a browser
 * before {@link init}.
 * @example
 * ```js
 * const { bits, combinations, guessProbability } = codeEntropy();
 * console.log(bits, combinations, guessProbability(5)); // 19.931568569324174 1000000n 0.000005
 * ```
 */
export function codeEntropy(format?: CodeFormat): CodeEntropy;

/**
 * Loads the WebAssembly module. Asynchronous calls do it themselves; in a browser the synchronous
 * ones need it done before. Idempotent, safe to call concurrently, and retryable after a failure.
 *
 * @param input where the module is, if not where this package keeps it
 * @throws {OtpError} `network` if the module was not reached, or what came does not compile;
 * `not_initialized` if there is none, as in `hypersender-otp/slim` without an argument.
 * @example
 * ```js
 * await init(); // once, before generateCode, toChatId or normalizeCode in a browser
 * ```
 */
export function init(input?: InitInput | Promise<InitInput>): Promise<void>;

/**
 * Starts the WebAssembly module at once from a compiled module or its bytes.
 * @throws {OtpError} `not_initialized` in a browser without an argument, or if the module does not start.
 */
export function initSync(module?: WebAssembly.Module | BufferSource): void;

/** A compiled module, its bytes, or where they are. */
export type InitInput = WebAssembly.Module | BufferSource | Response | URL | string;

/** What to make and whom to send it to. A chatId alone asks for the documented defaults. */
export interface CodeRequest {
  /** The full international number, then `@c.us`: `20123456789@c.us`. See {@link toChatId}. */
  chatId: string;
  /** Characters of the code, 4 to 10. Default 6. */
  length?: number | undefined;
  /** Whether letters are used. Default false. */
  useLetter?: boolean | undefined;
  /** Whether digits are used. Default true. */
  useNumber?: boolean | undefined;
  /** Whether letters are upper case only; without `useLetter` it changes nothing. Default false. */
  allCapital?: boolean | undefined;
  /** The application's name in the message, at most 64 characters without control characters. */
  name?: string | undefined;
  /** Seconds until the code expires, 60 to 1800. Default 1800. */
  expires?: number | undefined;
}

/**
 * What a code looks like. Without any field: six digits. Unknown names are refused.
 *
 * `useLetter` brings letters of both cases beside the digits, `allCapital` then leaves out the lower
 * case, `useNumber: false` the digits; `allCapital` without `useLetter` changes nothing.
 */
export interface CodeFormat {
  /** Characters of the code, 1 to 64; a request to the API takes 4 to 10. Default 6. */
  length?: number | undefined;
  /** Whether letters are used. Default false. */
  useLetter?: boolean | undefined;
  /** Whether digits are used; true unless `useLetter` is. Default true. */
  useNumber?: boolean | undefined;
  /** Whether letters are upper case only. Default false. */
  allCapital?: boolean | undefined;
  /** Leaves out `0`, `O`, `1`, `I` and `l`, which people mistake for one another. Default false. */
  unambiguous?: boolean | undefined;
  /**
   * Exactly these characters instead: 2 to 64 different visible ASCII ones, no space. It stands
   * alone: beside it `useLetter`, `useNumber`, `allCapital` and `unambiguous` are refused.
   */
  alphabet?: string | undefined;
  /**
   * At least one character of each class the alphabet has: digits, upper case, lower case, others.
   * A code that lacks one is thrown away whole and drawn again, so those left stay equally likely;
   * `length` must be at least the number of classes. Default false.
   */
  requireEach?: boolean | undefined;
}

/** How hard a code is to guess. */
export interface CodeEntropy {
  /** The base-2 logarithm of `combinations`. */
  bits: number;
  /** How many codes there are; each is equally likely. */
  combinations: bigint;
  /**
   * The probability, 0 to 1, that one of so many different guesses is the code.
   * @param tries how many guesses, 0 to 2^53 - 1
   * @throws {OtpError} `invalid_argument` if that is no such number.
   */
  guessProbability(tries: number): number;
}

/** Which code to check. */
export interface CodeValidation {
  /** The chat the code was sent to. */
  chatId: string;
  /** The code, 4 to 10 ASCII letters or digits; upper and lower case differ. */
  code: string;
  /** The `uuid` that {@link requestCode} gave; a public caller of our service must give it. */
  uuid?: string | undefined;
}

/** Where a call goes, as whom, and for how long. Unknown names are refused. */
export interface OtpOptions {
  /** The UUID of the Hypersender instance. */
  instance: string;
  /** The bearer token. Never in a page: call your own route there, and leave it out. */
  token?: string | undefined;
  /**
   * The API's base URL: https (http on loopback only); in a page also a path of its own origin,
   * such as `/api/otp/v2`. Default: Hypersender's.
   */
  baseUrl?: string | undefined;
  /** Called instead of the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Milliseconds for the whole call, body and retries included: 1 to 600,000. Default 10,000. */
  timeout?: number | undefined;
  /** Ends the call with the error `aborted`, and the network request with it. */
  signal?: AbortSignal | undefined;
  /** How often a throttled call is sent again: 0 to 5. Default 2. */
  retry?: number | undefined;
  /** Further request headers; not those this client sets itself. */
  headers?: Record<string, string> | undefined;
  /** Allows `token` in a page, where every visitor can read it. */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** A text that prints, concatenates and serialises as `[redacted]`. */
export interface Secret {
  /** The text itself. */
  reveal(): string;
  toString(): "[redacted]";
  toJSON(): "[redacted]";
}

/** How far a request has come; a service may add to it. */
export type RequestStatus = "pending" | "sent" | "validated" | "expired" | (string & {});

/** A code was made and its message queued. */
export interface RequestedCode {
  /** Names this request; hand it to {@link validateCode}. */
  uuid: string;
  chatId: string;
  /** The code; absent where the service keeps it from its caller. */
  code?: Secret;
  status: RequestStatus;
  /** `code` */
  otpType: string;
  /** What the service said. */
  message: string;
  expiresAt: Date;
  createdAt: Date;
  /** The service's own name of this exchange (`s-request-id`), for its support. */
  requestId?: string;
}

/** The verdict on a code; `if (result.valid)` tells the two apart. */
export type Validation = ValidCode | RefusedCode;

/** The code is right: who typed it holds the number. */
export interface ValidCode {
  valid: true;
  uuid: string;
  chatId: string;
  status: RequestStatus;
  message: string;
  validatedAt: Date;
  /** A signed proof for another server; only from a service made with this package. */
  proof?: string;
}

/** The code was not accepted. */
export interface RefusedCode {
  valid: false;
  reason: RefusalReason;
  message: string;
  /** Tries left for this code, where the service told. */
  attemptsRemaining?: number;
  /** Milliseconds to wait, where the service told. */
  retryAfter?: number;
}

/**
 * Why a code was not accepted: it does not match; its time is up; it was used before; no code waits
 * for this chat; too many wrong tries; or refused for a cause the service does not tell.
 */
export type RefusalReason =
  | "invalid_code"
  | "expired_code"
  | "already_used"
  | "no_active_otp"
  | "too_many_attempts"
  | "refused";

/** Which requests to list. */
export interface RequestFilter {
  status?: "pending" | "sent" | "validated" | "expired" | undefined;
  chatId?: string | undefined;
  /** The `nextCursor` of the page before. */
  cursor?: string | undefined;
  /** Requests a page, 1 to 100. Default 20. */
  limit?: number | undefined;
}

/** One request, without its code and with a masked number. */
export interface RequestSummary {
  uuid: string;
  /** The number with its middle hidden, such as `+20*******89`. */
  chatId: string;
  status: RequestStatus;
  otpType: string;
  expiresAt: Date;
  createdAt: Date;
  validatedAt?: Date;
}

/** One page of requests, newest first. */
export interface RequestPage {
  requests: RequestSummary[];
  /** Where the next page starts; absent on the last. */
  nextCursor?: string;
}

/**
 * What went wrong. `invalid_argument`: refused before anything was sent; the message names the
 * field and what it may hold. `not_initialized`: see {@link init}. `unauthorized`, `forbidden`,
 * `not_found`, `invalid_request`: the service refused the call. `recipient_unavailable`: the number
 * is not on WhatsApp. `channel_restricted`: WhatsApp restricts the sender. `rate_limited`: wait for
 * `retryAfter`. `server_error`: 5xx. `bad_response`: an answer the contract does not allow.
 * `network`, `timeout`, `aborted`: no answer, or no WebAssembly module to begin with. `internal`: a
 * defect of this package, or no randomness for {@link generateCode}.
 */
export type OtpErrorCode =
  | "invalid_argument"
  | "not_initialized"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "invalid_request"
  | "recipient_unavailable"
  | "channel_restricted"
  | "rate_limited"
  | "server_error"
  | "bad_response"
  | "network"
  | "timeout"
  | "aborted"
  | "internal";

/** What is known of a failure besides its code. */
export interface OtpErrorFacts {
  /** The HTTP status. */
  status?: number | undefined;
  /** Milliseconds to wait before trying again. */
  retryAfter?: number | undefined;
  /** The service's own name of this exchange. */
  requestId?: string | undefined;
  /** What is wrong with single fields. */
  details?: Record<string, string[]> | undefined;
  /** Whether the same call may succeed later without any change. */
  retryable?: boolean | undefined;
  /** After requestCode: whether a message may have gone out. */
  delivery?: "no" | "unknown" | "yes" | undefined;
  /** The kind of network failure, without the runtime's own text. */
  cause?: unknown;
}

/**
 * Every failure of this package. No text of it holds a token or a code.
 *
 * @example
 * ```js
 * try {
 *   await requestCode({ chatId }, options);
 * } catch (error) {
 *   if (isOtpError(error) && error.code === "rate_limited") console.log(error.retryAfter);
 * }
 * ```
 */
export class OtpError extends Error {
  constructor(code: OtpErrorCode, message: string, facts?: OtpErrorFacts);
  readonly code: OtpErrorCode;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;
  readonly details: Record<string, string[]> | undefined;
  readonly retryable: boolean;
  readonly delivery: "no" | "unknown" | "yes" | undefined;
}

/** Whether `value` is an {@link OtpError}, of whatever realm or copy of this package. */
export function isOtpError(value: unknown): value is OtpError;
