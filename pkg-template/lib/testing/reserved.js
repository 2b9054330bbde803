/** @import { MockAnswer } from "./answer.js" */
/** @import { MockCall } from "./call.js" */

/**
 * What a reserved chat forces: `before` replaces the answer to a call, `after` spoils the honest one.
 * @typedef {object} Force
 * @property {(call: MockCall, times: number) => MockAnswer | undefined} [before]
 * @property {(answer: MockAnswer, call: MockCall) => MockAnswer} [after]
 * @property {"never" | "broken" | "slow" | "twice" | "breaks off"} [transport]
 */

/** +999 is assigned to nobody, so these are nobody's numbers. */
const RESERVED = /^9990000\d{4}@c\.us$/;

const HTML = { "content-type": "text/html; charset=utf-8" };

/**
 * The same answer to every call.
 * @param {number} status
 * @param {unknown} body JSON unless it is a text
 * @param {Record<string, string>} [headers]
 * @returns {Force}
 */
const always = (status, body, headers) => ({ before: () => ({ status, body, headers }) });

/**
 * That answer to the first call of each kind, then honest ones.
 * @param {number} status
 * @param {unknown} body
 * @param {Record<string, string>} headers
 * @returns {Force}
 */
const once = (status, body, headers) => ({ before: (_, times) => (times === 1 ? { status, body, headers } : undefined) });

/**
 * A refusal of every code; requests for a code succeed.
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @param {Record<string, number>} [more]
 * @returns {Force}
 */
const refuses = (status, code, message, more) => ({
  before: ({ route }) => (route === "validate-code" ? { status, refusal: { code, message, ...more } } : undefined),
});

/**
 * An honest success that was changed on its way; refusals stay as they are.
 * @param {(body: any) => unknown} change
 * @param {Record<string, string>} [headers]
 * @returns {Force}
 */
const spoils = (change, headers) => ({
  after: (answer) => (answer.status === 200 ? { ...answer, body: change(answer.body), headers: { ...answer.headers, ...headers } } : answer),
});

const TOO_MANY = { message: "Too Many Attempts." };

/** @type {Record<string, [digits: string, Force]>} */
const TABLE = {
  invalid_code: ["1422", refuses(422, "invalid_code", "Invalid OTP code", { attempts_remaining: 4 })],
  expired_code: ["1410", refuses(410, "expired_code", "OTP code has expired")],
  already_used: ["1409", refuses(409, "already_used", "OTP code was already used")],
  no_active_otp: ["1404", refuses(404, "no_active_otp", "No active OTP found for this chat")],
  too_many_attempts: ["1429", refuses(429, "too_many_attempts", "Too many attempts for this code", { attempts_remaining: 0 })],
  refused: ["1400", refuses(400, "refused", "The code was refused")],

  http_401: ["0401", always(401, { message: "Unauthenticated." })],
  http_403: ["0403", always(403, { message: "This action is unauthorized." })],
  http_404: ["0404", always(404, { message: "Not Found." })],
  http_405: ["0405", always(405, { message: "The POST method is not supported for this route." }, { allow: "GET" })],
  http_409: ["0409", always(409, { message: "Conflict." })],
  http_413: ["0413", always(413, "<html>Request Entity Too Large</html>", HTML)],
  http_415: ["0415", always(415, { message: "Unsupported Media Type." })],
  http_422: ["0422", always(422, { message: "The given data was invalid.", errors: { chatId: ["The chat id field format is invalid."] } })],
  http_423: ["0423", always(423, { message: "This number is restricted by WhatsApp." })],
  http_429: ["0429", always(429, TOO_MANY, { "retry-after": "30", "x-ratelimit-limit": "60", "x-ratelimit-remaining": "0" })],
  http_429_without_wait: ["2429", always(429, TOO_MANY)],
  http_429_once: ["3429", once(429, TOO_MANY, { "retry-after": "0" })],
  http_500: ["0500", always(500, { message: "Server Error" })],
  http_502: ["0502", always(502, "<html><h1>502 Bad Gateway</h1></html>", HTML)],
  http_503: ["0503", always(503, { message: "Service Unavailable" })],
  http_503_once: ["3503", once(503, { message: "Service Unavailable" }, { "retry-after": "0" })],
  http_504: ["0504", always(504, "<html><h1>504 Gateway Time-out</h1></html>", HTML)],
  not_on_whatsapp: ["4422", always(422, {
    message: "The given data was invalid.",
    errors: { messages: ["The number you want to send the message to is not on whatsapp."], exists: false },
    statusCode: 422,
  })],

  bad_redirect: ["5302", always(302, "", { ...HTML, location: "https://elsewhere.test/login" })],
  bad_page: ["5001", always(200, "<html>Welcome to the guest network</html>", HTML)],
  bad_empty: ["5002", always(200, "")],
  bad_cut_off: ["5003", spoils((body) => JSON.stringify(body).slice(0, -2))],
  bad_success: ["5004", spoils((body) => ({ ...body, success: "true" }))],
  bad_chat: ["5005", spoils((body) => ({ ...body, data: { ...body.data, chat_id: "99900009999@c.us" } }))],
  bad_request_uuid: ["5006", spoils((body) => ({ ...body, data: { ...body.data, uuid: "not-a-uuid" } }))],
  bad_date: ["5007", spoils((body) => ({ ...body, data: { ...body.data, created_at: "yesterday", validated_at: "today" } }))],
  bad_content_type: ["5008", spoils((body) => JSON.stringify(body), { "content-type": "text/plain" })],
  bad_too_large: ["5009", spoils((body) => ({ ...body, padding: "x".repeat(65_536) }))],
  bad_status: ["5201", { after: (answer) => (answer.status === 200 ? { ...answer, status: 201 } : answer) }],

  network_error: ["6001", { transport: "broken" }],
  breaks_off: ["6002", { transport: "breaks off" }],
  lost_answer: ["6003", { transport: "never" }],
  slow_answer: ["6004", { transport: "slow" }],
  duplicate: ["6005", { transport: "twice" }],
};

/** @param {string} digits */
const chatIdOf = (digits) => `9990000${digits}@c.us`;

/** @type {any} */
export const reservedChatIds = Object.freeze(
  Object.fromEntries(Object.entries(TABLE).map(([name, [digits]]) => [name, chatIdOf(digits)])),
);

const FORCES = new Map(Object.values(TABLE).map(([digits, force]) => [chatIdOf(digits), force]));

/**
 * What that chat forces; `undefined` for chats like any other.
 * @param {string} chatId
 * @returns {Force | undefined}
 */
export function forceOf(chatId) {
  const force = FORCES.get(chatId);
  if (force !== undefined || !RESERVED.test(chatId)) return force;
  return always(501, { message: `mockHypersender: ${chatId} is reserved but forces nothing; see reservedChatIds for those that do` });
}
