/** POST { chatId, uuid, code }: checks a code. On the edge runtime, to show that it is the same there. */

import { isOtpError, normalizeCode, validateCode } from "hypersender-otp";
import { options, refusal } from "../../../otp.js";

export const runtime = "edge";

/** @param {Request} request */
export async function POST(request) {
  try {
    const { chatId, uuid, code } = await request.json();
    // Without it anybody who knows the number could spend its owner's guesses.
    if (typeof uuid !== "string") return Response.json({ error: "uuid_missing" }, { status: 400 });
    const result = await validateCode({ chatId, uuid, code: normalizeCode(code) }, options());
    if (!result.valid) return Response.json({ verified: false, reason: result.reason }, { status: 422 });
    // Start the session here, and for this number: it is the answer's, not what the browser said.
    return Response.json({ verified: true, chatId: result.chatId });
  } catch (error) {
    if (isOtpError(error)) return refusal(error);
    throw error;
  }
}
