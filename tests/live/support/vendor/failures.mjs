/** The ways in which the simulated vendor fails, by name. */

/**
 * @typedef {object} Failure
 * @property {import("./simulator.mjs").Answer | "none" | "cut"} answer What the caller gets: an answer, nothing, or a cut connection.
 * @property {boolean} afterEffect Whether the vendor has done its work all the same.
 */

/** @param {number} status @param {object | string} body @param {Record<string, string>} [headers] @returns {Failure} */
const instead = (status, body, headers) => ({ answer: { status, body, ...(headers && { headers }) }, afterEffect: false });

export const failures = {
  throttled: instead(429, { message: "Too Many Attempts." }, { "retry-after": "17", "x-ratelimit-limit": "10", "x-ratelimit-remaining": "0" }),
  unauthenticated: instead(401, { message: "Unauthenticated." }),
  restricted: instead(423, { message: "Your number is restricted by Meta." }),
  "not on WhatsApp": instead(422, {
    message: "The given data was invalid.",
    errors: { messages: ["The number you want to send the message to is not on whatsapp."], jid: "20123456789@s.whatsapp.net", exists: false },
    statusCode: 422,
  }),
  "server error": instead(500, { message: "Server Error" }),
  "bad gateway page": instead(502, "<html><body><h1>502 Bad Gateway</h1></body></html>"),
  maintenance: instead(503, { message: "Service Unavailable" }, { "retry-after": "60" }),
  "another chat's success": instead(200, {
    success: true, message: "OTP code validated successfully",
    data: { uuid: "a0b5df6a-b491-4190-80a5-38d85a2a4836", chat_id: "20999999999@c.us", status: "validated", validated_at: "2026-01-01T00:00:00+00:00" },
  }),
  "success without data": instead(200, { success: true, message: "OTP code validated successfully" }),
  redirected: instead(302, "<html></html>", { location: "http://127.0.0.1:9/elsewhere" }),
  "no answer": /** @type {Failure} */ ({ answer: "none", afterEffect: false }),
  "answer lost": /** @type {Failure} */ ({ answer: "cut", afterEffect: true }),
};
