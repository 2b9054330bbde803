/** What both routes share. */

/** @returns {import("hypersender-otp").OtpOptions} */
export const options = () => ({
  instance: process.env.HYPERSENDER_OTP_INSTANCE_ID ?? "",
  token: process.env.HYPERSENDER_OTP_API_KEY,
  baseUrl: process.env.HYPERSENDER_OTP_BASE_URL,
});

/** @type {Record<string, number>} */
const STATUS = { invalid_argument: 400, recipient_unavailable: 422, rate_limited: 429 };

/** @param {import("hypersender-otp").OtpError} error */
export const refusal = ({ code, message }) => Response.json({ error: code, message }, { status: STATUS[code] ?? 502 });
