/** What people write, as the API takes it. */

import { equal, fails, gives, ok, theme } from "./harness.js";
import * as api from "./recorded.js";

const test = theme("human");

for (const [written, chatId] of [
  ["+1 (202) 555-0123", "12025550123@c.us"],
  ["+20 12 345 6789", "20123456789@c.us"],
  ["0020 123456789", "20123456789@c.us"],
  ["+44-20-7946-0958", "442079460958@c.us"],
  ["+49.30.901820", "4930901820@c.us"],
  ["  +33 1 23 45 67 89 ", "33123456789@c.us"],
  ["20123456789@c.us", "20123456789@c.us"],
]) {
  test(`toChatId: ${written} is ${chatId}`, async () => {
    equal(await gives(() => api.toChatId(/** @type {string} */ (written))), chatId);
  });
}

for (const written of [
  "", " ", "+", "00", "02 555 0123", "555-0123", "(202) 555-0123", "+1 202 555 0123 ext. 4", "+1", "+12345", "+1234567890123456", "+0123456789",
  "20123456789@g.us", "20123456789@lid", "20123456789@C.US", "abc", "+1 202 555 O123", "++12025550123", "+1+2025550123", "tel:+12025550123", "https://wa.me/12025550123",
  "+12025550123\n+12025550124", "\ud800", "x".repeat(100_000), "9".repeat(100_000),
]) {
  test(`toChatId refuses ${written.length > 40 ? `${written.length} characters` : JSON.stringify(written)}`, async () => {
    const error = await fails(() => api.toChatId(written), "invalid_argument");
    ok(error.message.startsWith("phone "), error.message);
    ok(error.message.length < 400, "a short sentence");
  });
}

for (const [written, code] of [
  ["439713", "439713"],
  [" 439 713 ", "439713"],
  ["439-713", "439713"],
  ["٤٣٩٧١٣", "439713"],
  ["۴۳۹۷۱۳", "439713"],
  ["４３９７１３", "439713"],
  ["\u200f439713\u200e", "439713"],
  ["Your code is ٤٣٩-٧١٣.", "439713"],
  ["aBcD12", "aBcD12"],
]) {
  test(`normalizeCode: ${JSON.stringify(written)} is ${code}`, async () => {
    equal(await gives(() => api.normalizeCode(/** @type {string} */ (written))), code);
  });
}

for (const written of ["", " ", "Your code is on its way.", "codes 439713 and 582046", "12", "😀😀😀", "x".repeat(100_000)]) {
  test(`normalizeCode refuses ${written.length > 40 ? `${written.length} characters` : JSON.stringify(written)}`, async () => {
    const error = await fails(() => api.normalizeCode(written), "invalid_argument");
    ok(error.message.startsWith("text "), error.message);
  });
}

for (const [name, call] of /** @type {[string, (value: any) => string][]} */ ([["phone", api.toChatId], ["text", api.normalizeCode]])) {
  for (const [type, value] of /** @type {[string, unknown][]} */ ([
    ["undefined", undefined], ["null", null], ["number", 12025550123], ["bigint", 1n], ["boolean", true], ["object", {}], ["array", ["+12025550123"]],
    ["object", { toString: () => "+12025550123" }], ["symbol", Symbol("x")], ["function", () => "x"],
  ])) {
    test(`${name} may not be of the type ${type} (${typeof value === "object" ? Object.prototype.toString.call(value) : type})`, async () => {
      const error = await fails(() => call(value), "invalid_argument");
      equal(error.message, `${name} must be a string; given: ${type}`);
    });
  }
}
