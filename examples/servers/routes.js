/**
 * Two routes of an app's own backend, for whatever serves web Requests: one asks for a code, one checks
 * it. The token and the code never leave the server.
 *
 * Who may ask, and how often, is yours to limit: every request sends a message that costs money.
 */

import { isOtpError, normalizeCode, requestCode, toChatId, validateCode } from "hypersender-otp";

/** HTTP statuses of errors that are not the server's own. @type {Record<string, number>} */
const STATUS = { invalid_argument: 400, recipient_unavailable: 422, rate_limited: 429 };

/**
 * @param {import("hypersender-otp").OtpOptions} options
 * @returns {(request: Request) => Promise<Response>}
 */
export const otpRoutes = (options) => async (request) => {
  const { pathname } = new URL(request.url);
  const given = (await request.json().catch(() => null)) ?? {};
  try {
    switch (`${request.method} ${pathname}`) {
      case "POST /otp/request": {
        const { uuid, chatId, expiresAt } = await requestCode({ chatId: toChatId(given.phone), name: "Acme" }, options);
        return Response.json({ uuid, chatId, expiresAt });
      }
      case "POST /otp/verify": {
        const { chatId, uuid } = given;
        // Without it anybody who knows the number could spend its owner's guesses.
        if (typeof uuid !== "string") return Response.json({ error: "uuid_missing" }, { status: 400 });
        const result = await validateCode({ chatId, uuid, code: normalizeCode(given.code) }, options);
        if (!result.valid) return Response.json({ verified: false, reason: result.reason }, { status: 422 });
        // Start the session here, and for this number: it is the answer's, not what the browser said.
        return Response.json({ verified: true, chatId: result.chatId });
      }
      default:
        return new Response("not found", { status: 404 });
    }
  } catch (error) {
    if (!isOtpError(error)) throw error;
    /** @type {Record<string, string>} */
    const headers = error.retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(error.retryAfter / 1000)) };
    return Response.json({ error: error.code, message: error.message }, { status: STATUS[error.code] ?? 502, headers });
  }
};

/**
 * The options, from the environment.
 * @param {Record<string, string | undefined>} env
 * @returns {import("hypersender-otp").OtpOptions}
 */
export const optionsFrom = (env) => ({
  instance: env["HYPERSENDER_OTP_INSTANCE_ID"] ?? "",
  token: env["HYPERSENDER_OTP_API_KEY"],
  baseUrl: env["HYPERSENDER_OTP_BASE_URL"],
});
