/** @import { Store } from "../../service.js" */
import { OtpError } from "../otp-error.js";
import { checkProof } from "./core.js";

/** @type {typeof import("../../service.js").verifyProof} */
export async function verifyProof(proof, expected) {
  // What a page or a library put into Object.prototype is nobody's choice.
  const { key, instance, chatId, audience = instance, now = Date.now(), once } = /** @type {typeof expected} */ ({ __proto__: null, ...expected });
  for (const [name, value] of Object.entries({ proof, key, instance, chatId, audience })) {
    if (typeof value !== "string") throw new OtpError("invalid_argument", `${name} must be a string; given: ${value === null ? "null" : typeof value}`);
  }
  const time = Number(now);
  if (!Number.isFinite(time)) throw new OtpError("invalid_argument", "now must be a Date or milliseconds since 1970");
  const { error, misuse, ...claims } = checkProof(proof, key, instance, chatId, audience, time);
  if (error !== undefined) throw new OtpError(misuse ? "invalid_argument" : "unauthorized", error);
  if (once !== undefined) await spend(once, claims.uuid, claims.expiresAt * 1000 - time);
  return { ...claims, issuedAt: new Date(claims.issuedAt * 1000), expiresAt: new Date(claims.expiresAt * 1000) };
}

/**
 * Enters a proof that is not there yet, and forgets it when it is worth nothing any more.
 * @param {Store} store
 * @param {string} uuid
 * @param {number} lifetime milliseconds
 */
async function spend(store, uuid, lifetime) {
  const key = `proof/${uuid}`;
  if ((await store.compareAndSwap(key, undefined, new Uint8Array([1]))) !== true) {
    throw new OtpError("unauthorized", "The proof was used before");
  }
  const forget = async () => {
    const found = await store.get(key);
    if (found !== undefined) await store.compareAndSwap(key, found.version, undefined);
  };
  // A minute more than its lifetime, for clocks that go wrong. What stays behind is one byte.
  const timer = setTimeout(() => void forget().catch(() => {}), lifetime + 60_000);
  /** @type {any} */ (timer).unref?.();
}
