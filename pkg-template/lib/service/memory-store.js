/** @import { Store } from "../../service.js" */
import { OtpError } from "../otp-error.js";

/**
 * Where processes come and go, each with a memory of its own, and what tells so.
 * @type {[string, () => unknown][]}
 */
const SCATTERED = [
  ["Cloudflare Workers", () => globalThis.navigator?.userAgent === "Cloudflare-Workers"],
  ["Vercel", () => /** @type {any} */ (globalThis).EdgeRuntime ?? variable("VERCEL")],
  ["AWS Lambda", () => variable("AWS_LAMBDA_FUNCTION_NAME")],
  ["Deno Deploy", () => /** @type {any} */ (globalThis).Deno && variable("DENO_DEPLOYMENT_ID")],
];

/** @param {string} name */
const variable = (name) => globalThis.process?.env?.[name];

/** @type {typeof import("../../service.js").memoryStore} */
export function memoryStore(options) {
  if (options?.singleProcess !== true) {
    throw new OtpError("invalid_argument", "memoryStore: singleProcess must be true: it says that one process serves every request; otherwise give a store that all processes share");
  }
  const place = SCATTERED.find(([, tells]) => tells())?.[0];
  if (place !== undefined) {
    throw new OtpError("invalid_argument", `memoryStore: ${place} runs several processes that share no memory: give a store that all processes share`);
  }
  return new MemoryStore();
}

/** @implements {Store} */
class MemoryStore {
  /** @type {Map<string, { value: Uint8Array, version: string }>} */
  #entries = new Map();
  /** Never used twice, so that a key that was deleted and written anew is not taken for the old one. */
  #version = 0;

  /** @param {string} key */
  async get(key) {
    const entry = this.#entries.get(key);
    return entry && { value: entry.value.slice(), version: entry.version };
  }

  /**
   * @param {string} key
   * @param {string | undefined} expected
   * @param {Uint8Array | undefined} value
   */
  async compareAndSwap(key, expected, value) {
    // Nothing is awaited between reading the version and writing.
    if (this.#entries.get(key)?.version !== expected) return false;
    if (value === undefined) this.#entries.delete(key);
    else this.#entries.set(key, { value: value.slice(), version: String(++this.#version) });
    return true;
  }
}
