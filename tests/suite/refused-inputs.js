/**
 * Inputs that are refused before anything is sent: the error names the field, the type of what was
 * given and what is allowed, and never the value.
 */

import { seen } from "./before.js";
import { canariesIn } from "./canaries.js";
import { equal, fails, ok, shown, theme } from "./harness.js";
import * as api from "./recorded.js";
import { answering, CODE, OTHER_UUID as INSTANCE, options, TOKEN, UUID } from "./support.js";

const test = theme("refused-inputs");
/** Not the example of the messages, so that its traces in them can be told. */
const CHAT = "49151555000123@c.us";

/** What is refused, and the type that the error must name. @typedef {[name: string, value: unknown, type: string]} Refused */

const A_STRING = "string";
const A_NUMBER = "number";

/** @type {Refused[]} */
const ANY_TYPE = [
  ["null", null, "null"],
  ["true", true, "boolean"],
  ["an array", [CODE], "array"],
  ["an object", { code: CODE }, "object"],
  ["an object with toString", { toString: () => CODE }, "object"],
  ["a String object", new String(CODE), "object"],
  ["a function", () => CODE, "function"],
  ["a symbol", Symbol(CODE), "symbol"],
  ["a bigint", 439713n, "bigint"],
];
/** @param {string[]} names */
const without = (...names) => ANY_TYPE.filter(([name]) => !names.includes(name));

/** @type {Refused[]} */
const NO_STRING = [...ANY_TYPE, ["a number", 439713, "number"], ["NaN", NaN, A_NUMBER]];
/** @type {Refused[]} */
const EMPTY = [["an empty string", "", "empty string"]];
/** @type {Refused[]} */
const NO_BOOLEAN = [...without("true"), ["0", 0, "number"], ["1", 1, "number"], ['"false"', "false", A_STRING], ...EMPTY];

/** @param {...string} texts @returns {Refused[]} */
const strings = (...texts) => texts.map((text) => [name(text), text, A_STRING]);
/** @param {string} text */
const name = (text) => (text.length > 60 ? `${text.length} characters` : JSON.stringify(text));

/** @type {Refused[]} */
const NO_UUID = [...NO_STRING, ...EMPTY, ...strings(
  ".", "..", "%2e%2e", "a/../b", "a?x", "a#f", "\\", "//evil.example", "\t",
  `${INSTANCE}\n`, `\n${INSTANCE}`, ` ${INSTANCE}`, `${INSTANCE}/..`, `{${INSTANCE}}`, INSTANCE.replaceAll("-", ""),
  "z".repeat(36), "-".repeat(36), INSTANCE.replace("b", "g"), INSTANCE.replaceAll(/[0-9a-f]/g, "z"), INSTANCE.replaceAll("-", "_"), INSTANCE.replace("a", "а"), INSTANCE.replace("-", "‐"), `${INSTANCE.slice(0, 35)}\0`,
  "a".repeat(1_048_576), "\ud800".repeat(36),
)];

/** @type {Refused[]} */
const NO_CHAT_ID = [...NO_STRING, ...EMPTY, ...strings(
  " ", "@c.us", `${CHAT}\n`, `${CHAT} `, ` ${CHAT}`, "abc@c.us", "49151555000123@g.us", "49151555000123@lid", "49151555000123@s.whatsapp.net",
  "49151555000123@C.US", "49151555000123@c.us@c.us", "٢٠١٢٣٤٥٦٧٨٩@c.us", "２０１２３４５６７８９@c.us", "49151555000123@c.us\0", "2012345\u00006789@c.us",
  `${"2".repeat(10_240)}@c.us`, "49151555000123", "+20123456789@c.us", "2012-345-6789@c.us", "020123456789@c.us", "123456@c.us",
  "1234567890123456@c.us", "49151555000123\ud800@c.us", "__proto__", "constructor", "49151555000123@c\u200b.us", "49151555000123@cxus", "1e10@c.us", "-20123456789@c.us",
)];

/** @type {Refused[]} */
const NO_CODE = [...NO_STRING, ...EMPTY, ...strings(
  "123", "12345678901", "４３９７１３", "٤٣٩٧١٣", "0x6b5a1", "0X6B5A1", "4.39713e5", "439 713", "439-713", " 439713", "439713 ", "439713\n",
  "4397\u00001", "\0\0\0\0\0\0", "x".repeat(1_048_576), "Ünïc0", "😀😀😀", "\ud8001234", "12\u200b34", "+12345", "-12345", `${CODE} `, `"${CODE}`,
)];

/** @param {number[]} others @returns {Refused[]} */
const noWhole = (...others) => [
  ...ANY_TYPE, ...EMPTY, ['"6"', "6", A_STRING], ['"600"', "600", A_STRING],
  .../** @type {Refused[]} */ ([-1, 1.5, NaN, Infinity, -Infinity, 2 ** 32 + 6, 2 ** 32, 1e18, 1e9, 5e-324, ...others].map((number) =>
    [String(number), number, Number.isInteger(number) && number >= 0 && number < 2 ** 32 ? "number" : A_NUMBER])),
];

/** @type {Refused[]} */
const NO_NAME = [...NO_STRING, ...strings(
  "x".repeat(65), "😀".repeat(65), "a\r\nb", "a\nb", "a\tb", "a\0b", "\u001b[31m", "\u007f", "\u0085", "\u2028", "\u2029",
  ...["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"].map((mark) => `Acme${mark}`),
  "lone \ud800 surrogate", "lone \udc00 surrogate",
)];

/** @type {Refused[]} */
const NO_TOKEN = [...NO_STRING, ...EMPTY, ...strings(
  `${TOKEN}\n`, `${TOKEN}\r\nx-evil: 1`, `${TOKEN} `, ` ${TOKEN}`, `${TOKEN}\0`, `${TOKEN}é`, `${TOKEN}\u0100`, `${TOKEN}€`, "\ud800", "x".repeat(65_536), TOKEN.repeat(200),
)];

/** @type {Refused[]} */
const NO_BASE_URL = [...NO_STRING, ...EMPTY, ...strings(
  "http://otp.test/api", "http://127.0.0.2.evil.test", "http://localhost.evil.test", "http://10.0.0.1", "http://0.0.0.0", "http://[::2]",
  "https://user@otp.test", `https://user:${TOKEN}@otp.test`, "https://otp.test/?a=b", "https://otp.test/#f", "https://otp.test?", "javascript:alert(1)", "data:text/plain,x",
  "file:///etc/passwd", "ftp://otp.test", "blob:https://otp.test/x", "//otp.test", "\\\\otp.test", "https:\\\\otp.test", "https:/otp.test", "https:otp.test", "https://", "otp.test",
  "https://OTP.test", "HTTPS://otp.test", "https://otp.test/../x", "https://otp.test/./x", "https://otp.test/%2e%2e/x", "https://otp.test//x", "https://otp.test/a b",
  "https://otp.test/\tx", "https://otp.test\n", " https://otp.test", "https://otp.test:99999", "https://otp.test:080", "https://otp.test:", "https://otp.test:+80",
  "https://2130706433", "https://0x7f.1", "https://127.1", "https://1.2.3.256", "https://ötp.test", "https://otp。test", "https://otp%2etest", "https://otp..test", "https://.test",
  "https://otp.test/é", "https://otp.test\0", `https://otp.test/${"x".repeat(3000)}`, "https://otp.test@evil.test", "https://[::1", "https://[v1.x]",
)];

/** Anything but a plain object of names and texts. @type {Refused[]} */
const NO_HEADERS = [...without("an array", "an object", "an object with toString", "a String object"), ["a text", "x: y", A_STRING], ["a number", 1, "number"]];

/** @type {Refused[]} */
const NO_HEADER = [
  ...["accept", "authorization", "Authorization", "connection", "content-length", "Content-Type", "cookie", "host", "transfer-encoding"].map(
    (header) => /** @type {Refused} */ ([header, { [header]: TOKEN }, A_STRING])),
  ...["", "a b", "a:b", "a\nb", "a\0b", "é", "x".repeat(65), "(", "a\u2028"].map((header) => /** @type {Refused} */ ([`the name ${name(header)}`, { [header]: "x" }, A_STRING])),
  ...["a\nb", "a\r\nb", "é", "\0", "\ud800", "x".repeat(65_536), "\u007f"].map((value) => /** @type {Refused} */ ([`the value ${name(value)}`, { "x-a": value }, A_STRING])),
  ["a number as value", { "x-a": 1 }, "number"],
  ["null as value", { "x-a": null }, "null"],
  ["an array as value", { "x-a": ["b"] }, "array"],
];

/** @type {Refused[]} */
const NO_FUNCTION = [...without("a function"), ["a text", "fetch", A_STRING], ["a number", 1, "number"], ...EMPTY];
/** @type {Refused[]} */
const NO_SIGNAL = [...without("an object", "an array"), ["an array", [], "array"], ["an object", {}, "object"], ["a text", "abort", A_STRING],
  ["an object that only says aborted", { aborted: false }, "object"], ["a controller", { signal: {}, abort() {} }, "object"]];

/** @type {Refused[]} */
const NO_STATUS = [...NO_STRING, ...EMPTY, ...strings("Pending", "queued", "pending ", "__proto__")];
/** @type {Refused[]} */
const NO_CURSOR = [...NO_STRING, ...EMPTY, ...strings("a b", "a&b", "a/b", "é", "x".repeat(257), "%41", "\0")];

/** @typedef {(value: unknown, fetch: typeof globalThis.fetch) => Promise<unknown>} Attempt */

/** @param {string} field @returns {Attempt} */
const inRequest = (field) => (value, fetch) =>
  api.requestCode(/** @type {any} */ ({ chatId: CHAT, [field]: value }), options({ fetch }));
/** @param {string} field @returns {Attempt} */
const inValidation = (field) => (value, fetch) =>
  api.validateCode(/** @type {any} */ ({ chatId: CHAT, code: CODE, uuid: UUID, [field]: value }), options({ fetch }));
/** @param {string} field @returns {Attempt} */
const inFilter = (field) => (value, fetch) => api.listRequests(/** @type {any} */ ({ [field]: value }), options({ fetch }));
/** @param {string} field @returns {Attempt} */
const inOptions = (field) => (value, fetch) =>
  api.validateCode({ chatId: CHAT, code: CODE }, /** @type {any} */ (options({ fetch, [field]: value })));

/** @type {[where: string, field: string, allowed: string, attempt: Attempt, refused: Refused[]][]} */
const TABLE = [
  ["requestCode", "chatId", "7 to 15 digits", inRequest("chatId"), [...NO_CHAT_ID, ["undefined", undefined, "nothing"]]],
  ["requestCode", "length", "4 to 10", inRequest("length"), noWhole(0, 3, 11)],
  ["requestCode", "expires", "60 to 1800", inRequest("expires"), noWhole(0, 59, 1801)],
  ["requestCode", "useLetter", "true or false", inRequest("useLetter"), NO_BOOLEAN],
  ["requestCode", "useNumber", "true or false", inRequest("useNumber"), NO_BOOLEAN],
  ["requestCode", "allCapital", "true or false", inRequest("allCapital"), NO_BOOLEAN],
  ["requestCode", "name", "at most 64 characters", inRequest("name"), NO_NAME],
  ["validateCode", "chatId", "7 to 15 digits", inValidation("chatId"), [...NO_CHAT_ID, ["undefined", undefined, "nothing"]]],
  ["validateCode", "code", "4 to 10 ASCII letters or digits", inValidation("code"), [...NO_CODE, ["undefined", undefined, "nothing"]]],
  ["validateCode", "uuid", "a UUID", inValidation("uuid"), NO_UUID],
  ["getRequest", "uuid", "a UUID", (value, fetch) => api.getRequest(/** @type {any} */ (value), options({ fetch })), [...NO_UUID, ["undefined", undefined, "nothing"]]],
  ["listRequests", "status", "pending, sent, validated or expired", inFilter("status"), NO_STATUS],
  ["listRequests", "chatId", "7 to 15 digits", inFilter("chatId"), NO_CHAT_ID],
  ["listRequests", "cursor", "nextCursor", inFilter("cursor"), NO_CURSOR],
  ["listRequests", "limit", "1 to 100", inFilter("limit"), noWhole(0, 101)],
  ["options", "instance", "UUID", inOptions("instance"), [...NO_UUID, ["undefined", undefined, "nothing"]]],
  ["options", "token", "1 to 4096 visible ASCII characters", inOptions("token"), NO_TOKEN],
  ["options", "baseUrl", "https", inOptions("baseUrl"), NO_BASE_URL],
  ["options", "timeout", "1 to 600000", inOptions("timeout"), noWhole(0, 600_001)],
  ["options", "retry", "0 to 5", inOptions("retry"), noWhole(6)],
  ["options", "headers", "header names and values", inOptions("headers"), NO_HEADERS],
  ["options", "headers", "visible ASCII", inOptions("headers"), NO_HEADER],
  ["options", "fetch", "a function", (value) => api.requestCode({ chatId: CHAT }, /** @type {any} */ (options({ fetch: value }))), NO_FUNCTION],
  ["options", "signal", "an AbortSignal", inOptions("signal"), NO_SIGNAL],
  // Without a token, of which a page's own refusal would speak too.
  ["options", "dangerouslyAllowBrowser", "true or false", (value, fetch) =>
    api.requestCode({ chatId: CHAT }, /** @type {any} */ (options({ fetch, token: undefined, dangerouslyAllowBrowser: value }))), NO_BOOLEAN],
];

for (const [where, field, allowed, attempt, refused] of TABLE) {
  for (const [what, value, type] of refused) {
    test(`${where}: ${field} may not be ${what}`, async () => {
      const fetch = answering();
      const before = seen.fetches.length;
      const error = await fails(attempt(value, fetch), "invalid_argument");
      ok(error.message.startsWith(`${field} `), `the message names ${field}: ${error.message}`);
      ok(error.message.includes(allowed), `the message tells what is allowed: ${error.message}`);
      ok(error.message.includes(`; given: ${type}`), `the message names ${type}: ${error.message}`);
      equal(fetch.calls.length + seen.fetches.length - before, 0, "calls of the network");
      equal([error.retryable, error.status], [false, undefined]);
      equal(shown(error).flatMap(canariesIn), [], "secrets in the error");
      ok(typeof value !== "string" || value.length < 16 || !error.message.includes(value), "the value is not repeated");
    });
  }
}

/** @param {Record<string, unknown>} request @param {Record<string, unknown>} [more] */
const refuse = (request, more = {}) =>
  fails(api.requestCode(/** @type {any} */ ({ chatId: CHAT, ...request }), /** @type {any} */ (options({ fetch: answering(), ...more }))), "invalid_argument");

test("requestCode: both flags false leave no alphabet", async () => {
  ok((await refuse({ useLetter: false, useNumber: false })).message.startsWith("useNumber "), "useNumber is named");
  ok((await refuse({ useNumber: false })).message.includes("no alphabet"), "the reason is told");
});

test("every mistake is told at once", async () => {
  const error = await refuse({ chatId: "", length: 0, expires: "600" });
  equal(Object.keys(error.details ?? {}), ["chatId", "length", "expires"]);
  equal(error.delivery, "no");
});

test("a name that is not known is refused, with the known ones", async () => {
  for (const [request, more, name, known] of /** @type {[object, object, string, string][]} */ ([
    [{ lenght: 6 }, {}, "lenght", "length"],
    [{ uuid: UUID }, {}, "uuid", "chatId"],
    [{}, { tokens: TOKEN }, "tokens", "token"],
    [{}, { Token: TOKEN }, "Token", "token"],
    [{}, { "": 1 }, "", "instance"],
    [{}, { ["__proto__"]: 1 }, "__proto__", "instance"],
    [{}, { constructor: 1 }, "constructor", "instance"],
  ])) {
    const error = await refuse(/** @type {any} */ (request), /** @type {any} */ (more));
    ok(error.message.startsWith(`${name} is not known here; allowed: `), error.message);
    ok(error.message.includes(known), error.message);
  }
});

test("a name with a dot in it is no known name", async () => {
  for (const [request, more] of /** @type {[object, object][]} */ ([
    [{ "length.x": 4 }, {}], [{}, { "timeout.x": 1 }], [{}, { "headers.x-evil": "1" }], [{}, { headers: { "x.y": "1" } }],
  ])) {
    const { message } = await refuse(/** @type {any} */ (request), /** @type {any} */ (more));
    ok(/is not known here|^headers /.test(message), message);
  }
});

test("an object whose headers cannot be seen is refused, not ignored", async () => {
  const error = await refuse({}, { headers: new Headers({ "x-a": "1" }) });
  ok(error.message.startsWith("headers "), error.message);
  await refuse({}, { headers: new Map([["x-a", "1"]]) });
});

for (const [what, value, type] of /** @type {Refused[]} */ ([
  ["nothing", undefined, "undefined"], ["null", null, "null"], ["a text", CODE, "string"], ["a number", 1, "number"],
  ["an array", [], "array"], ["a function", () => {}, "function"], ["true", true, "boolean"], ["a bigint", 1n, "bigint"],
])) {
  test(`the request and the options may not be ${what}`, async () => {
    const fetch = answering();
    const request = await fails(api.requestCode(/** @type {any} */ (value), options({ fetch })), "invalid_argument", "request");
    equal(request.message, `the request must be an object; given: ${type}`);
    equal(request.delivery, "no");
    const given = await fails(api.requestCode({ chatId: CHAT }, /** @type {any} */ (value)), "invalid_argument", "options");
    equal(given.message, `options must be an object; given: ${type}`);
  });
}

test("a token in a page is refused, with the remedy", async () => {
  const fetch = answering();
  const error = await fails(api.requestCode({ chatId: CHAT }, options({ fetch, dangerouslyAllowBrowser: false })), "invalid_argument");
  ok(error.message.startsWith("token must not be in a page"), error.message);
  ok(error.message.includes("route of your own") && error.message.includes("dangerouslyAllowBrowser"), error.message);
  equal(fetch.calls.length, 0);
}, "in a page");

test("a path as baseUrl is refused where there is no page", async () => {
  await refuse({}, { baseUrl: "/api/otp/v2" });
}, "outside pages");
