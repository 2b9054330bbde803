/** What may be given, and what the compiler already refuses. */

import {
  codeEntropy, generateCode, generateCodes, init, initSync, listRequests, normalizeCode, OtpClient, requestCode, toChatId, validateCode, type CodeEntropy, type CodeFormat, type CodeRequest, type OtpOptions,
} from "hypersender-otp";
import { holds, type Same } from "./assert.js";

const instance = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
const chatId = "20123456789@c.us";
const options: OtpOptions = { instance };

export function right(signal: AbortSignal, name?: string) {
  void requestCode({ chatId }, { instance });
  void requestCode({ chatId, length: 6, useLetter: false, useNumber: true, allCapital: false, name: "Acme", expires: 600 }, options);
  // What may be absent may be undefined, so that optional values can be handed on as they are.
  void requestCode({ chatId, name, length: undefined }, { instance, token: undefined, signal: undefined });
  void validateCode({ chatId, code: "439713", uuid: undefined }, {
    instance, token: "t", baseUrl: "https://otp.example/api/otp/v2", fetch, timeout: 5000, signal, retry: 0,
    headers: { "x-trace": "1" }, dangerouslyAllowBrowser: false,
  });
  void requestCode({ chatId }, { instance, fetch: async () => Response.json({}) });
  void listRequests({ status: "sent", limit: 10 }, options);
  void listRequests(undefined, options);
}

export function wrong() {
  // @ts-expect-error: no options, no instance
  void requestCode({ chatId });
  // @ts-expect-error: no instance
  void requestCode({ chatId }, {});
  // @ts-expect-error: no chatId
  void requestCode({}, options);
  // @ts-expect-error: a misspelt name
  void requestCode({ chatId, lenght: 6 }, options);
  // @ts-expect-error: a number as text
  void requestCode({ chatId, length: "6" }, options);
  // @ts-expect-error: a flag as text
  void requestCode({ chatId, useLetter: "false" }, options);
  // @ts-expect-error: null is not undefined
  void requestCode({ chatId, name: null }, options);
  // @ts-expect-error: a code as number
  void validateCode({ chatId, code: 439713 }, options);
  // @ts-expect-error: no code
  void validateCode({ chatId }, options);
  // @ts-expect-error: a misspelt option
  void validateCode({ chatId, code: "439713" }, { instance, timeOut: 5 });
  // @ts-expect-error: a controller is no signal
  void validateCode({ chatId, code: "439713" }, { instance, signal: new AbortController() });
  // @ts-expect-error: Headers are not read
  void validateCode({ chatId, code: "439713" }, { instance, headers: new Headers() });
  // @ts-expect-error: an instance is one text
  void new OtpClient({ instance: [instance] });
  // @ts-expect-error: no such status to list by
  void listRequests({ status: "queued" }, options);
}

export function synchronous(module: WebAssembly.Module, bytes: Uint8Array<ArrayBuffer>) {
  holds<Same<ReturnType<typeof toChatId>, string>>();
  holds<Same<ReturnType<typeof normalizeCode>, string>>();
  holds<Same<ReturnType<typeof init>, Promise<void>>>();
  holds<Same<ReturnType<typeof initSync>, void>>();
  void init();
  void init(module);
  void init(bytes);
  void init(new URL("https://cdn.example/client_bg.wasm"));
  void init(fetch("/client_bg.wasm"));
  initSync(module);
  initSync(bytes);
  // @ts-expect-error: a number is no phone number
  toChatId(12025550123);
}

export function generated(length?: number) {
  holds<Same<ReturnType<typeof generateCode>, string>>();
  holds<Same<ReturnType<typeof generateCodes>, string[]>>();
  holds<Same<ReturnType<typeof codeEntropy>, CodeEntropy>>();
  holds<Same<CodeEntropy["combinations"], bigint>>();
  generateCode();
  // What may be absent may be undefined, and a request's own settings are a format.
  const { useLetter, useNumber, allCapital }: CodeRequest = { chatId };
  const format: CodeFormat = { length, useLetter, useNumber, allCapital, unambiguous: true, requireEach: true };
  generateCodes(3, format);
  codeEntropy({ alphabet: "abc" }).guessProbability(5);
  // @ts-expect-error: no count
  generateCodes();
  // @ts-expect-error: the format comes second
  generateCodes({ length: 6 }, 3);
  // @ts-expect-error: a misspelt name
  generateCode({ lenght: 6 });
  // @ts-expect-error: a number as text
  generateCode({ length: "6" });
  // @ts-expect-error: null is not undefined
  generateCode(null);
  // @ts-expect-error: an alphabet is one text
  codeEntropy({ alphabet: ["a", "b"] });
  // @ts-expect-error: a bigint is no number of guesses
  codeEntropy().guessProbability(5n);
}

holds<Same<Required<CodeRequest>["length"], number | undefined>>();
