/** The status under the two forms: what a person should know now, read out by screen readers. */

import { numberGroups } from "./numbers.js";
import { make, part } from "./parts.js";
import { say } from "./words.js";

/** @typedef {import("./flow.js").Notice} Notice */

const outcome = part("outcome", HTMLElement);
const text = part("outcome-text", HTMLElement);

/** @param {Notice} notice */
export function showStatus(notice) {
  outcome.dataset.tone = notice.tone;
  const { chatId } = notice.values;
  if (notice.key !== "verified") text.replaceChildren(say(notice.key, notice.values));
  else text.replaceChildren(make("strong", {}, say("verified")), " ", number(String(chatId)));
}

/**
 * A number grouped for the eye by style.css; read, searched and copied as one.
 * @param {string} chatId
 */
function number(chatId) {
  return make("span", { class: "number", dir: "ltr" }, ...numberGroups(chatId).map((digits) => make("span", {}, digits)));
}
