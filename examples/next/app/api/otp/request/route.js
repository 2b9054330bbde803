/** POST { phone }: sends a code, and gives what the page needs to have it checked. The code stays here. */

import { isOtpError, requestCode, toChatId } from "hypersender-otp";
import { options, refusal } from "../../../otp.js";

/** @param {Request} request */
export async function POST(request) {
  try {
    const { phone } = await request.json();
    const { uuid, chatId, expiresAt } = await requestCode({ chatId: toChatId(phone), name: "Acme" }, options());
    return Response.json({ uuid, chatId, expiresAt });
  } catch (error) {
    if (isOtpError(error)) return refusal(error);
    throw error;
  }
}
