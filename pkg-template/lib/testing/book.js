/** What the mock remembers: the requests of each chat, and what became of them. */

/**
 * @typedef {object} Entry
 * @property {string} uuid
 * @property {string} chatId
 * @property {string} code
 * @property {number} createdAt
 * @property {number} expiresAt
 * @property {number} tries
 * @property {number} [validatedAt]
 */

/** Wrong tries a code survives. */
export const TRIES = 5;

export class Book {
  /** In the order of their making. @type {Entry[]} */
  #entries = [];

  /** @param {Entry} entry */
  add(entry) {
    this.#entries.push(entry);
  }

  clear() {
    this.#entries = [];
  }

  /** @param {string} uuid */
  find(uuid) {
    return this.#entries.find((entry) => entry.uuid === uuid);
  }

  /** Newest first. @param {string} [chatId] */
  all(chatId) {
    return this.#entries.filter((entry) => chatId === undefined || entry.chatId === chatId).reverse();
  }

  /**
   * Checks a code as the contract has it: only the newest code of a chat counts, once, in time, and
   * for five tries.
   * @param {{ chatId: string, code: string, uuid?: string | undefined }} guess
   * @param {number} now
   * @returns {{ entry: Entry } | { code: string, status: number, message: string, attempts_remaining?: number }}
   */
  check({ chatId, code, uuid }, now) {
    const [newest] = this.all(chatId);
    const entry = uuid === undefined ? newest : this.all(chatId).find((entry) => entry.uuid === uuid);
    if (entry?.validatedAt !== undefined) {
      return { code: "already_used", status: 409, message: "OTP code was already used" };
    }
    if (entry === undefined || entry !== newest) {
      return { code: "no_active_otp", status: 404, message: "No active OTP found for this chat" };
    }
    if (now >= entry.expiresAt) {
      return { code: "expired_code", status: 410, message: "OTP code has expired" };
    }
    if (entry.tries >= TRIES) {
      return { code: "too_many_attempts", status: 429, message: "Too many attempts for this code" };
    }
    entry.tries += 1;
    if (code !== entry.code) {
      return { code: "invalid_code", status: 422, message: "Invalid OTP code", attempts_remaining: TRIES - entry.tries };
    }
    entry.validatedAt = now;
    return { entry };
  }

  /** @param {Entry} entry @param {number} now */
  status(entry, now) {
    if (entry.validatedAt !== undefined) return "validated";
    return now >= entry.expiresAt ? "expired" : "sent";
  }
}
