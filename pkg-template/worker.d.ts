/**
 * hypersender-otp/worker: a ready Cloudflare Worker, configured by its bindings alone.
 *
 * @example
 * With hooks, as a Worker of your own:
 * ```js
 * import { createWorker } from "hypersender-otp/worker";
 *
 * const otp = createWorker({ onEvent: (event) => console.log(JSON.stringify(event)) });
 * export const { OtpChat, OtpBudget, OtpLedger } = otp;
 * export default { fetch: otp.fetch };
 * ```
 * @module
 */
import type { ChallengeFacts, ServiceEvent } from "./service.js";

/** What of a Durable Object's state the service uses. */
export interface ObjectState {
  storage: {
    /** Present in objects with SQLite storage only. */
    kv: {
      get(key: string): unknown;
      put(key: string, value: Uint8Array | string): void;
      delete(key: string): boolean;
    };
    setAlarm(at: number): Promise<void>;
  };
}

/** What of a Durable Object binding the service uses. */
export interface ObjectNamespace {
  idFromName(name: string): object;
  get(id: any): {
    fetch(url: string, init: { method?: string; headers?: Record<string, string>; body: Uint8Array | null }): Promise<Response>;
  };
}

/** The Worker's settings; a missing or wrong one is answered with its name and status 500. */
export interface OtpEnv {
  /** The Durable Object class {@link OtpChat}, with SQLite storage. */
  OTP_CHAT: ObjectNamespace;
  /** The Durable Object class {@link OtpBudget}, with SQLite storage. */
  OTP_BUDGET: ObjectNamespace;
  /** The Durable Object class {@link OtpLedger}, with SQLite storage. */
  OTP_LEDGER: ObjectNamespace;
  /**
   * JSON: `[{"id":"<UUID>","tokens":["..."],"origins":["https://..."],"name":"..."}]`. Keep it as a secret.
   *
   * Servers show one of the `tokens` (16 visible characters at least). Pages of the `origins` need
   * none, and never see a code. `name` is the application's name in the messages pages ask for.
   */
  OTP_INSTANCES: string;
  /** The secret under which codes are hashed, at least 32 random characters; or JSON `["<new>","<old>"]` while it is changed. */
  OTP_PEPPER: string;
  /** The secret under which chats are named: at least 32 other random characters; never change it. */
  OTP_NAME_KEY: string;
  /** The secret under which proofs are signed, at least 32 other random characters; without it no proof is given. */
  OTP_PROOF_KEY?: string;
  /** JSON: what is changed of a profile's limits, such as `{"profile":"strict"}`. */
  OTP_POLICY?: string;
  /** `local` (the default) or `hypersender`. */
  OTP_ISSUER?: string;
  /** `inbox`, for development; or JSON such as `{"type":"webhook","url":"https://...","key":"..."}`. */
  OTP_COURIER?: string;
  /** JSON: templates by language. */
  OTP_MESSAGES?: string;
  HYPERSENDER_OTP_BASE_URL?: string;
  HYPERSENDER_OTP_API_KEY?: string;
  HYPERSENDER_OTP_INSTANCE_ID?: string;
}

/** One object: a state that nobody else writes. */
export interface OtpObject {
  fetch(request: Request): Promise<Response>;
  alarm(): Promise<void>;
}

export interface OtpObjectClass {
  new (state: ObjectState, env: OtpEnv): OtpObject;
}

/** What a Worker may add to the settings. */
export interface WorkerHooks {
  /** Asked before a page has a message sent; anything but `true` refuses it. */
  challenge?: ((request: Request, asked: ChallengeFacts, env: OtpEnv) => boolean | Promise<boolean>) | undefined;
  /** Told what happens, for logs and metrics. No event holds a code, a token or a full number. */
  onEvent?: ((event: ServiceEvent) => void) | undefined;
}

/** A Worker with hooks: its handler, and the classes to bind. */
export function createWorker(hooks?: WorkerHooks): {
  fetch(request: Request, env: OtpEnv): Promise<Response>;
  OtpChat: OtpObjectClass;
  OtpBudget: OtpObjectClass;
  OtpLedger: OtpObjectClass;
};

/** One chat of one instance. */
export const OtpChat: OtpObjectClass;
/** The sends of an instance. */
export const OtpBudget: OtpObjectClass;
/** The requests of an instance, for the list; and the answers that are kept for repeated requests. */
export const OtpLedger: OtpObjectClass;

declare const worker: {
  fetch(request: Request, env: OtpEnv): Promise<Response>;
};
export default worker;
