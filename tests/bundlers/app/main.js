/** A page of somebody's app: it asks for a code and checks it, against a service in process. */

import { init, requestCode, toChatId } from "hypersender-otp";
import { mockHypersender } from "hypersender-otp/testing";

const options = { instance: "a0b5df6a-b491-4190-80a5-38d85a2a4836", baseUrl: "/api/otp/v2", fetch: mockHypersender({ allowPublic: true, seed: "bundle" }) };

async function main() {
  await init();
  const chatId = toChatId("+20 123 456 789");
  const { uuid } = await requestCode({ chatId }, options);
  // A part that is loaded later shares the one module.
  const { check } = await import("./later.js");
  return check(chatId, uuid, options.fetch.codeFor(chatId), options);
}

main().then((said) => Object.assign(globalThis, { said }), (error) => Object.assign(globalThis, { said: String(error.stack ?? error) }));
