/** What of a Durable Object's state the service uses. */
export interface ObjectState {
  storage: {
    /** Present in objects with SQLite storage only. */
    kv: {
      get(key: string): Uint8Array | undefined;
      put(key: string, value: Uint8Array): void;
    };
    transactionSync<T>(work: () => T): T;
    sync(): Promise<void>;
  };
}

/** What of a Durable Object binding the service uses. */
export interface ObjectNamespace {
  idFromName(name: string): object;
  get(id: any): {
    fetch(url: string, init: { method: string; headers: Headers; body: Uint8Array | null }): Promise<Response>;
  };
}

/** The Worker's settings; a missing or wrong one is answered with its name and status 500. */
export interface OtpEnv {
  /** The Durable Object class {@link OtpChat}, with SQLite storage. */
  OTP_CHAT: ObjectNamespace;
  /**
   * JSON: `[{"id":"<UUID>","tokens":["..."],"origins":["https://..."],"name":"..."}]`. Keep it as a secret.
   *
   * Servers show one of the `tokens` (16 visible characters at least). Pages of the `origins` need
   * none, and never see a code. `name` is the application's name in the messages pages ask for.
   */
  OTP_INSTANCES: string;
  /** The secret under which codes are hashed: at least 32 random characters. */
  OTP_PEPPER: string;
  /** The secret under which chats are named: at least 32 other random characters; never change it. */
  OTP_NAME_KEY: string;
  /** `inbox`: messages are kept in memory and shown at `dev/inbox`. For development. */
  OTP_COURIER: string;
}

/** One chat of one instance. */
export class OtpChat {
  constructor(state: ObjectState, env: OtpEnv);
  fetch(request: Request): Promise<Response>;
}

declare const worker: {
  fetch(request: Request, env: OtpEnv): Promise<Response>;
};
export default worker;
