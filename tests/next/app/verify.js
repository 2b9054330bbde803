/** What both routes do: a code is asked for and checked, against a service in process. */

import { requestCode, toChatId, validateCode } from "hypersender-otp";
import { mockHypersender } from "hypersender-otp/testing";

export async function verify() {
  const fetch = mockHypersender({ seed: "next" });
  const options = { instance: "a0b5df6a-b491-4190-80a5-38d85a2a4836", token: "any-token", fetch };
  const chatId = toChatId("+20 123 456 789");
  const { uuid } = await requestCode({ chatId }, options);
  const { valid } = await validateCode({ chatId, uuid, code: fetch.codeFor(chatId) ?? "" }, options);
  return Response.json({ chatId, valid, edge: "EdgeRuntime" in globalThis });
}
