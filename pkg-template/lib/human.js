import { normalize_code, to_chat_id } from "../wasm/client.js";
import { errorFrom } from "./calls.js";
import { ask } from "./core.js";
import { refused } from "./fields.js";

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
  if (typeof value !== "string") throw refused(name, "a string", value);
  const parts = ask(() => enter(value));
  if (parts[0] !== "text") throw errorFrom(parts.slice(1));
  return parts[1];
}
