/** Every sentence a person reads after an action, in the page's language. */

import { numberGroups } from "./numbers.js";
import { SENTENCES as spoken } from "./words/en.js";

/** @typedef {Record<string, string | number>} Values */
/** @typedef {Record<string, (values: Record<string, any>) => string>} Sentences */

/** The languages there are; the Worker has put one of them into the page. */
export const language = document.documentElement.lang === "ar" ? "ar" : "en";

/** Of the language that bundle.mjs made the file for. @type {Sentences} */
const SENTENCES = spoken;

/**
 * A sentence, filled with its values.
 * @param {string} key
 * @param {Values} [values]
 */
export function say(key, values = {}) {
  return (SENTENCES[key] ?? SENTENCES.broken)?.(values) ?? "";
}

/**
 * A number inside a sentence; in Arabic it is kept from being read from the right.
 * @param {string} chatId
 */
export function numberText(chatId) {
  const text = numberGroups(chatId).join("\u00a0");
  return language === "ar" ? `\u2066${text}\u2069` : text;
}

/**
 * A whole or broken number as the language groups it, in the digits 0 to 9.
 * @param {number | bigint} value
 * @param {Intl.NumberFormatOptions} [options]
 */
export function count(value, options) {
  return new Intl.NumberFormat(`${language}-u-nu-latn`, options).format(value);
}
