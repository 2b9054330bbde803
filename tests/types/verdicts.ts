/** Results narrow by what they say, and say no more than they know. */

import { getRequest, listRequests, OtpClient, requestCode, validateCode } from "hypersender-otp";
import type {
  OtpOptions, RefusalReason, RefusedCode, RequestedCode, RequestPage, RequestStatus, RequestSummary, Secret, ValidCode, Validation,
} from "hypersender-otp";
import { holds, type Same } from "./assert.js";

declare const options: OtpOptions;

export async function validations() {
  const result = await validateCode({ chatId: "20123456789@c.us", code: "439713" }, options);
  holds<Same<typeof result, Validation>>();
  holds<Same<typeof result.valid, boolean>>();
  holds<Same<typeof result.message, string>>();
  // @ts-expect-error: only a refusal has a reason
  result.reason;
  // @ts-expect-error: only a valid code proves a chat
  result.chatId;

  if (result.valid) {
    holds<Same<typeof result, ValidCode>>();
    holds<Same<typeof result.uuid, string>>();
    holds<Same<typeof result.chatId, string>>();
    holds<Same<typeof result.validatedAt, Date>>();
    holds<Same<typeof result.proof, string | undefined>>();
    // @ts-expect-error: nothing was refused
    result.reason;
  } else {
    holds<Same<typeof result, RefusedCode>>();
    holds<Same<typeof result.reason, RefusalReason>>();
    holds<Same<typeof result.attemptsRemaining, number | undefined>>();
    holds<Same<typeof result.retryAfter, number | undefined>>();
    // @ts-expect-error: a refusal proves nothing
    result.chatId;
    return text(result.reason);
  }
  return result.chatId;
}

/** Every reason, and no other: a new one breaks this. */
function text(reason: RefusalReason): string {
  switch (reason) {
    case "invalid_code": return "Try again.";
    case "expired_code": return "Ask for a new code.";
    case "already_used": return "Used before.";
    case "no_active_otp": return "Ask for a code first.";
    case "too_many_attempts": return "Too many tries.";
    case "refused": return "Not accepted.";
  }
}
// @ts-expect-error: no such reason
text("wrong_code");

export async function requests() {
  const request = await requestCode({ chatId: "20123456789@c.us" }, options);
  holds<Same<typeof request, RequestedCode>>();
  holds<Same<typeof request.code, Secret | undefined>>();
  holds<Same<typeof request.expiresAt, Date>>();
  holds<Same<typeof request.createdAt, Date>>();
  holds<Same<typeof request.requestId, string | undefined>>();
  // @ts-expect-error: the service may keep the code
  request.code.reveal();
  // @ts-expect-error: a secret is no string
  const code: string | undefined = request.code;
  holds<Same<ReturnType<Secret["reveal"]>, string>>();
  holds<Same<ReturnType<Secret["toString"]>, "[redacted]">>();
  holds<Same<ReturnType<Secret["toJSON"]>, "[redacted]">>();
  return code;
}

export async function lookups() {
  holds<Same<Awaited<ReturnType<typeof getRequest>>, RequestSummary>>();
  const page = await listRequests(undefined, options);
  holds<Same<typeof page, RequestPage>>();
  holds<Same<typeof page.nextCursor, string | undefined>>();
  holds<Same<RequestSummary["validatedAt"], Date | undefined>>();
  // @ts-expect-error: a summary has no code
  page.requests[0]?.code;
}

export function statuses(status: RequestStatus) {
  // The known ones are suggested, and any other text is one too.
  const known: RequestStatus[] = ["pending", "sent", "validated", "expired", "queued"];
  const text: string = status;
  // @ts-expect-error: but nothing else
  const no: RequestStatus = 1;
  return [known, text, no];
}

export function clients() {
  const client = new OtpClient(options);
  holds<Same<ReturnType<typeof client.validateCode>, Promise<Validation>>>();
  holds<Same<ReturnType<typeof client.requestCode>, Promise<RequestedCode>>>();
  void client.listRequests();
  void client.validateCode({ chatId: "20123456789@c.us", code: "439713" }, { timeout: 500 });
  // @ts-expect-error: a client needs its options
  new OtpClient();
}
