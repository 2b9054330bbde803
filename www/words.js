/** Every sentence a person reads after an action, and how numbers and times are written. */

/** @typedef {import("./flow.js").Notice} Notice */

/** @type {Record<string, (values: Record<string, string | number>) => string>} */
const SENTENCES = {
  start: () => "Any number will do: messages arrive in this page's inbox.",
  sending: () => "Sending…",
  checking: () => "Checking…",
  waiting: ({ number }) => `A code waits for ${number}. Type it, or send a new one.`,
  sent: ({ number }) => `A code is on its way to ${number}. It should arrive within seconds.`,
  number_missing: () => "Type your WhatsApp number first.",
  not_a_number: () => "That is not a WhatsApp number. Type it in full, with the country code, such as +20 123 456 789.",
  not_on_whatsapp: () => "That number cannot be reached on WhatsApp.",
  wait: ({ seconds }) => `Please wait ${duration(Number(seconds))} before you ask for another code.`,
  wait_unknown: () => "Too many codes were asked for. Please try again later.",
  channel_restricted: () => "WhatsApp does not let us send messages right now. Please try again later.",
  send_unreachable: () => "We could not reach the service, so no code was sent. Check your connection and try again.",
  send_unknown: () => "The connection broke before we heard back. The code may still arrive: look at WhatsApp before you ask again.",
  code_missing: () => "Type the code from the WhatsApp message.",
  not_a_code: () => "That does not look like the code. Type the 6 digits from the WhatsApp message.",
  invalid_code: ({ left }) =>
    left === 0
      ? "That code is wrong, and it was the last try. Send a new code."
      : left === undefined
        ? "That code is wrong. Look at the message and try again."
        : `That code is wrong. You have ${left} ${left === 1 ? "try" : "tries"} left.`,
  expired_code: () => "That code has expired. Send a new code.",
  already_used: () => "That code was already used. A code works once: send a new code.",
  no_active_otp: () => "No code is waiting for this number. Send a new code.",
  too_many_attempts: ({ seconds }) =>
    seconds === undefined
      ? "Too many wrong tries, so this code is closed, even for the right digits. Send a new code."
      : `Too many wrong tries. Please wait ${duration(Number(seconds))} before you try again.`,
  refused: () => "The code was not accepted.",
  check_wait: ({ seconds }) => `Too many tries in a short time. Please wait ${duration(Number(seconds))} and press Verify again.`,
  check_wait_unknown: () => "Too many tries in a short time. Please wait a little and press Verify again.",
  check_unreachable: () => "We could not reach the service. Check your connection and press Verify again.",
  not_set_up: () => "The service does not accept requests from this page. It is not set up right.",
};

const BROKEN = "Something went wrong on our side. Please try again in a moment.";

/**
 * The sentence of a notice.
 * @param {Notice} notice
 */
export function sentence(notice) {
  return SENTENCES[notice.key]?.(notice.values) ?? BROKEN;
}

/**
 * A time span as a person says it.
 * @param {number} seconds
 */
function duration(seconds) {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 120) return whole === 1 ? "1 second" : `${whole} seconds`;
  const minutes = Math.ceil(whole / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

/**
 * `m:ss`, for a countdown.
 * @param {number} ms
 */
export function clock(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Country codes of one and two digits; all others have three. */
const SHORT_COUNTRY = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/**
 * The groups in which a number is easy to read: `["+20", "123", "456", "789"]`.
 * @param {string} chatId such as `20123456789@c.us`, or a number the service has masked
 */
export function numberGroups(chatId) {
  const number = chatId.replace(/@.*$/, "");
  const country = SHORT_COUNTRY.exec(number)?.[0] ?? number.slice(0, 3);
  const rest = number.slice(country.length).match(/.{1,3}(?=.{3})|.{1,4}$/g) ?? [];
  return [`+${country}`, ...rest];
}
