/** What just happened: the calls this page made, for developers. */

import { make, parts } from "../parts.js";
import { exchanges, listeners } from "../recorder.js";
import { count, say } from "../words.js";

/** @typedef {import("../recorder.js").Exchange} Exchange */

const { list, none } = parts("exchanges", "list", "none");
/** @type {Map<Exchange, HTMLElement>} */
const shown = new Map();

listeners.add(show);
show();

/** The newest on top, and open. */
function show() {
  none.hidden = exchanges.length > 0;
  const newest = exchanges.at(-1);
  for (const exchange of exchanges) {
    if (shown.has(exchange)) continue;
    for (const item of shown.values()) item.querySelector("details")?.removeAttribute("open");
    shown.set(exchange, entry(exchange, exchange === newest));
  }
  list.replaceChildren(...exchanges.toReversed().map((exchange) => shown.get(exchange) ?? ""));
}

/**
 * @param {Exchange} exchange
 * @param {boolean} open
 */
function entry({ method, path, sent, status, got, ms }, open) {
  const tone = status === 0 || status >= 500 ? "bad" : status >= 400 ? "warn" : "good";
  const result = make("span", { class: "badge", "data-tone": tone }, status === 0 ? say("no_answer") : String(status));
  const took = make("span", { class: "took", dir: "ltr" }, `${count(Math.round(ms))} ms`);
  const line = make("summary", {}, make("code", { dir: "ltr" }, `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "{instance}")}`), result, took);
  const details = make("details", {}, line, make("div", { class: "bodies" }, body("request", sent), body("answer", got)));
  details.open = open;
  return make("li", {}, details);
}

/**
 * @param {"request" | "answer"} which
 * @param {string} text
 */
function body(which, text) {
  const title = say(which);
  const box = make("pre", { dir: "ltr", tabindex: "0", role: "region", "aria-label": title }, text || say("no_body"));
  return make("div", {}, make("h3", {}, title), box);
}
