/** The mock is a fetch, and its reserved chats are known by name. */

import { requestCode, type OtpOptions } from "hypersender-otp";
import { forceTrap, mockHypersender, reservedChatIds, type MockHypersender, type MockRequest } from "hypersender-otp/testing";
import { holds, type Same } from "./assert.js";

export async function scene() {
  const mock = mockHypersender({ seed: "x", now: new Date(0), latency: 5, dialect: "vendor", token: undefined });
  holds<Same<typeof mock, MockHypersender>>();
  const options: OtpOptions = { instance: "a0b5df6a-b491-4190-80a5-38d85a2a4836", token: "t", fetch: mock };
  globalThis.fetch = mock;
  await requestCode({ chatId: reservedChatIds.http_503_once }, options);
  holds<Same<ReturnType<typeof mock.codeFor>, string>>();
  holds<Same<typeof mock.requests, MockRequest[]>>();
  holds<Same<ReturnType<typeof mock.clock.now>, number>>();
  mock.clock.advance(-1);
  // @ts-expect-error: read only
  mock.requests = [];
  // @ts-expect-error: no such option
  mockHypersender({ sed: 1 });
  // @ts-expect-error: no such dialect
  mockHypersender({ dialect: "english" });
  // @ts-expect-error: no such chat
  reservedChatIds.http_418;
  // @ts-expect-error: nobody changes them
  reservedChatIds.refused = "99900001400@c.us";
  holds<Same<typeof reservedChatIds.refused, "99900001400@c.us">>();
  holds<Same<ReturnType<typeof forceTrap>, never>>();
}
