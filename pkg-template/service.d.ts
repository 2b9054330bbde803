/**
 * hypersender-otp/service: the OTP service on any runtime, over a store of your choice.
 *
 * @example
 * ```js
 * import { createOtpService, memoryStore } from "hypersender-otp/service";
 *
 * const service = createOtpService({
 *   instances: [{ id: "a0b5df6a-b491-4190-80a5-38d85a2a4836", tokens: [process.env.OTP_TOKEN] }],
 *   pepper: process.env.OTP_PEPPER,
 *   nameKey: process.env.OTP_NAME_KEY,
 *   proofKey: process.env.OTP_PROOF_KEY,
 *   courier: { type: "webhook", url: "https://shop.example/send", key: process.env.COURIER_KEY },
 *   store: memoryStore({ singleProcess: true }),
 * });
 * const response = await service.fetch(request);
 * ```
 * @module
 */

/**
 * Makes a service; it answers below `basePath`.
 *
 * @throws {OtpError} `invalid_argument` if a setting is missing or wrong; the message is one sentence
 * that names it, and never shows a value.
 */
export function createOtpService(config: ServiceConfig): OtpService;

export interface OtpService {
  /** Answers one request. It never throws: what fails is answered with 500 or 503. */
  fetch(request: Request): Promise<Response>;
}

/** What a service is told before its first request. Unknown names are refused. */
export interface ServiceConfig {
  /** Who may call it; at least one. */
  instances: InstanceConfig[];
  /** The secret under which codes are hashed, at least 32 random characters; while it is changed, the new one and the old one. */
  pepper: string | [current: string, previous: string];
  /** The secret under which chats are named, at least 32 other random characters; never change it. */
  nameKey: string;
  /** The secret under which proofs are signed, at least 32 other random characters; without it no proof is given. */
  proofKey?: string | undefined;
  /** Who makes the codes: this service (`local`, the default) or Hypersender. */
  issuer?: "local" | HypersenderConfig | undefined;
  /** Who brings the messages of the local issuer to their phones. */
  courier?: CourierConfig | undefined;
  /** Where objects are kept. */
  store: Store;
  /** The limits, by what they change of a profile; see docs/service.md. */
  policy?: { profile?: "contract" | "strict" } & Record<string, unknown> | undefined;
  /** Where the routes begin. Default `/api/otp/v2`. */
  basePath?: string | undefined;
  /** Templates by language, in place of the built-in ones. */
  messages?: Record<string, unknown> | undefined;
  /**
   * Asked before a page has a message sent; anything but `true` refuses it. `underAttack` tells that
   * wrong guesses of the last hour exceed what people do.
   */
  challenge?: ((request: Request, asked: ChallengeFacts) => boolean | Promise<boolean>) | undefined;
  /** Told what happens, for logs and metrics. No event holds a code, a token or a full number. */
  onEvent?: ((event: ServiceEvent) => void) | undefined;
  /** Reaches couriers and Hypersender. Default: the runtime's own. */
  fetch?: typeof fetch | undefined;
}

/** One instance: the UUID after the base URL. */
export interface InstanceConfig {
  id: string;
  /** Servers show one of these, 16 visible characters at least. They see the contract whole. */
  tokens?: string[] | undefined;
  /** Pages of these origins need no token, never see a code, and name the `uuid` when they validate. */
  origins?: string[] | undefined;
  /** The application's name in the messages that pages ask for, at most 64 characters. */
  name?: string | undefined;
  /** Whom proofs are for. Default: the instance's id. */
  audience?: string | undefined;
}

/** Hypersender's OTP API, as an issuer or as a courier. */
export interface HypersenderConfig {
  type: "hypersender";
  baseUrl?: string | undefined;
  instance: string;
  token: string;
  /** As an issuer: passes the code it answers with on to token holders. Default `false`. */
  passCode?: boolean | undefined;
}

export type CourierConfig =
  /** Development only: messages are kept in memory and shown at `dev/inbox`, to this machine. */
  | { type: "inbox" }
  /** Posts each message to an https URL, signed with `key`. */
  | { type: "webhook"; url: string; key: string }
  | HypersenderConfig;

export interface ChallengeFacts {
  instance: string;
  underAttack: boolean;
}

export interface ServiceEvent {
  type: string;
  instance?: string;
  [fact: string]: unknown;
}

/**
 * Where objects are kept: bytes under keys, each changed by compare-and-swap alone. Check yours with
 * `storeConformance` of hypersender-otp/testing.
 */
export interface Store {
  /** What is under a key, with a version that no other value of this key ever had; `undefined` if nothing is. */
  get(key: string): Promise<{ value: Uint8Array; version: string } | undefined>;
  /**
   * Puts `value` under the key, or deletes it if `value` is `undefined`, in one atomic step, if the
   * key's version is `expected` (`undefined`: if there is nothing). Gives whether it did. It rejects
   * if it cannot tell.
   */
  compareAndSwap(key: string, expected: string | undefined, value: Uint8Array | undefined): Promise<boolean>;
}

/**
 * A store in this process's memory, gone when the process ends.
 * @param options `singleProcess: true` says that one process serves every request.
 * @throws {OtpError} `invalid_argument` without that, and where processes come and go: Cloudflare
 * Workers, Vercel, AWS Lambda, Deno Deploy.
 */
export function memoryStore(options: { singleProcess: true }): Store;

/**
 * Checks the proof of a validation in the backend that is to believe it. A page's own word proves
 * nothing: it could have verified another number.
 *
 * @example
 * ```js
 * const { chatId } = await verifyProof(proof, { key: process.env.OTP_PROOF_KEY, instance, chatId, once: store });
 * ```
 * @throws {OtpError} `unauthorized` if the proof does not hold, `invalid_argument` if it was not asked rightly.
 */
export function verifyProof(proof: string, expected: ProofExpectation): Promise<ProofClaims>;

export interface ProofExpectation {
  /** The service's proof key. */
  key: string;
  /** The instance that must have given it. */
  instance: string;
  /** The chat that must have been verified, such as `20123456789@c.us`. */
  chatId: string;
  /** Whom it must be for. Default: the instance. */
  audience?: string | undefined;
  /** The time in milliseconds since 1970, or as a Date. Default: the present. */
  now?: number | Date | undefined;
  /** Remembers proofs, so that each is accepted once. */
  once?: Store | undefined;
}

/** What a proof says. */
export interface ProofClaims {
  instance: string;
  chatId: string;
  /** The request whose code was validated. */
  uuid: string;
  audience: string;
  issuedAt: Date;
  expiresAt: Date;
}
