/** @import { OtpErrorCode, OtpErrorFacts } from "../index.js" */

/** Marks errors across realms and copies of this package, where `instanceof` cannot. */
const MARK = Symbol.for("hypersender-otp.OtpError");

/** What this package throws; its texts never hold a token or a code. */
export class OtpError extends Error {
  /**
   * @param {OtpErrorCode} code
   * @param {string} message
   * @param {OtpErrorFacts} [facts]
   */
  constructor(code, message, facts = {}) {
    const { cause, ...rest } = facts;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = false;
    // Only what is known, so that an error prints plainly.
    for (const [name, value] of Object.entries(rest)) {
      if (value !== undefined) /** @type {any} */ (this)[name] = value;
    }
  }

  get name() {
    return "OtpError";
  }

  get [MARK]() {
    return true;
  }
}

/**
 * Whether `value` is an OtpError, of whatever realm or copy of this package.
 * @param {unknown} value
 * @returns {value is OtpError}
 */
export function isOtpError(value) {
  return /** @type {any} */ (value)?.[MARK] === true;
}
