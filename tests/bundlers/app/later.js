import { normalizeCode, validateCode } from "hypersender-otp";

/**
 * @param {string} chatId
 * @param {string} uuid
 * @param {string} code
 * @param {import("hypersender-otp").OtpOptions} options
 */
export async function check(chatId, uuid, code, options) {
  const wrong = await validateCode({ chatId, uuid, code: code === "0000" ? "0001" : "0000" }, options);
  const right = await validateCode({ chatId, uuid, code: normalizeCode(` ${code} `) }, options);
  return `${wrong.valid ? "valid" : wrong.reason}, then ${right.valid ? `valid ${right.chatId}` : right.reason}`;
}
