import { normalize_code, to_chat_id } from "../wasm/client.js";
import { errorFrom } from "./calls.js";
import { guarded } from "./core.js";
import { partsOf } from "./fields.js";
import { OtpError } from "./otp-error.js";

/** @type {typeof import("../index.js").toChatId} */
export const toChatId = (phone) => read("phone", phone, to_chat_id);

/** @type {typeof import("../index.js").normalizeCode} */
export const normalizeCode = (text) => read("text", text, normalize_code);

/**
 * @param {string} name
 * @param {unknown} value
 * @param {(text: string) => string} enter
 * @returns {string}
 */
function read(name, value, enter) {
  if (typeof value !== "string") {
    throw new OtpError("invalid_argument", `${name} must be a string; given: ${value === null ? "null" : typeof value}`);
  }
  const parts = partsOf(guarded(() => enter(value)));
  if (parts[0] !== "text") throw errorFrom(parts.slice(1));
  return parts[1];
}
