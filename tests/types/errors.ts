/** Errors are real errors with a code one can switch over. */

import { isOtpError, OtpError, type OtpErrorCode, type OtpErrorFacts } from "hypersender-otp";
import { holds, type Same } from "./assert.js";

export function handle(error: unknown): string {
  // @ts-expect-error: anything may be thrown
  error.code;
  if (!isOtpError(error)) throw error;
  holds<Same<typeof error, OtpError>>();
  const real: Error = error;
  holds<Same<typeof error.code, OtpErrorCode>>();
  holds<Same<typeof error.status, number | undefined>>();
  holds<Same<typeof error.retryAfter, number | undefined>>();
  holds<Same<typeof error.requestId, string | undefined>>();
  holds<Same<typeof error.retryable, boolean>>();
  holds<Same<typeof error.delivery, "no" | "unknown" | "yes" | undefined>>();
  holds<Same<typeof error.details, Record<string, string[]> | undefined>>();
  // @ts-expect-error: an error stays what it is
  error.code = "network";
  // @ts-expect-error: no such code
  if (error.code === "rate_limit") return "never";
  return `${real.message} ${text(error.code)}`;
}

/** Every code, and no other: a new one breaks this. */
function text(code: OtpErrorCode): string {
  switch (code) {
    case "invalid_argument": return "my mistake";
    case "not_initialized": return "await init()";
    case "unauthorized": return "token";
    case "forbidden": return "rights";
    case "not_found": return "instance";
    case "invalid_request": return "request";
    case "recipient_unavailable": return "not on WhatsApp";
    case "channel_restricted": return "sender";
    case "rate_limited": return "wait";
    case "server_error": return "theirs";
    case "bad_response": return "no verdict";
    case "network": return "not reached";
    case "timeout": return "too late";
    case "aborted": return "ended";
    case "internal": return "defect";
  }
}

export function make() {
  const facts: OtpErrorFacts = { status: 429, retryAfter: 1000, retryable: true, cause: new Error("why") };
  const error: OtpError = new OtpError("rate_limited", "wait", facts);
  // @ts-expect-error: no such code
  new OtpError("rate_limit", "wait");
  // @ts-expect-error: an error has a message
  new OtpError("network");
  return error instanceof OtpError && error instanceof Error;
}
