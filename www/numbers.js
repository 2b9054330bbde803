/** How numbers and times are written. */

/** Country codes of one and two digits; all others have three. */
const SHORT_COUNTRY = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/**
 * The groups in which a number is easy to read: `["+20", "123", "456", "789"]`.
 * @param {string} chatId such as `20123456789@c.us`, or a number the service has masked
 */
export function numberGroups(chatId) {
  const number = chatId.replace(/@.*$/, "").replace(/^\+/, "");
  const country = SHORT_COUNTRY.exec(number)?.[0] ?? number.slice(0, 3);
  const rest = number.slice(country.length).match(/.{1,3}(?=.{3})|.{1,4}$/g) ?? [];
  return [`+${country}`, ...rest];
}

/**
 * `m:ss`, for a countdown.
 * @param {number} ms
 */
export function clock(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
