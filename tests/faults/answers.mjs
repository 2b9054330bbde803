/** What is asked in these tests, and the honest answers to it. */

export const CHAT = "20123456789@c.us";
export const INSTANCE = "0c8a2c1e-4c2b-4f0a-9d55-5b6d3c1f7a10";
export const UUID = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
export const CODE = "439713";
/** Never in any text of an error, nor anything printed. */
export const TOKEN = "12|canary-token-that-must-never-be-printed";

/** @typedef {"request" | "validate"} Call */

/** @type {Call[]} */
export const CALLS = ["request", "validate"];

/**
 * The documented success of a call, whole and true.
 * @param {Call} call
 * @param {Record<string, unknown>} [top] put over its own fields
 * @param {Record<string, unknown>} [data] put over those of its `data`
 */
export function honest(call, top = {}, data = {}) {
  return call === "request"
    ? {
        success: true,
        message: "OTP code generated and message queued successfully",
        data: {
          uuid: UUID, chat_id: CHAT, code: CODE, status: "pending", otp_type: "code",
          expires_at: "2025-12-29T18:09:38+00:00", created_at: "2025-12-29T17:39:38+00:00", ...data,
        },
        ...top,
      }
    : {
        success: true,
        message: "OTP code validated successfully",
        data: {
          uuid: UUID, chat_id: CHAT, status: "validated", validated_at: "2025-12-29T17:43:36+00:00", ...data,
        },
        ...top,
      };
}
