/** Attack it: fires the attacks and shows the tally, and whether it is what it must be. */

import { guess, race, replay } from "../attacks.js";
import { make, part } from "../parts.js";
import { count, say } from "../words.js";

/** @typedef {import("../attacks.js").Tally} Tally */

/** Each attack, and whether the service held. @type {Record<string, [import("../attacks.js").Attack, (tally: Tally) => boolean]>} */
const ATTACKS = {
  race: [race, (tally) => tally.get("validated") === 1 && tally.get("already_used") === 999],
  guess: [guess, (tally) => tally.get("invalid_code") === 5 && tally.get("right: too_many_attempts") === 1],
  replay: [replay, (tally) => tally.get("validated") === 1 && tally.get("already_used") === 1],
};

for (const name of Object.keys(ATTACKS)) {
  const button = part(`${name}-run`, HTMLButtonElement);
  button.addEventListener("click", () => void run(name));
  button.disabled = false;
}

let running = false;

/** @param {string} name */
async function run(name) {
  const [attack, held] = ATTACKS[name] ?? [];
  if (!attack || !held || running) return;
  running = true;
  const button = part(`${name}-run`, HTMLButtonElement);
  const result = part(`${name}-result`, HTMLElement);
  button.setAttribute("aria-disabled", "true");
  const began = performance.now();
  const bar = make("progress", { max: "1", value: "0", "aria-label": say("attacking") });
  result.replaceChildren(bar);
  try {
    const tally = await attack((done, total) => (bar.value = done / total));
    show(result, tally, held(tally), performance.now() - began);
  } catch {
    result.replaceChildren(make("p", {}, say("attack_failed")));
  } finally {
    button.removeAttribute("aria-disabled");
    running = false;
  }
}

/**
 * @param {HTMLElement} result
 * @param {Tally} tally
 * @param {boolean} held
 * @param {number} ms
 */
function show(result, tally, held, ms) {
  const badges = [...tally].map(([outcome, times]) =>
    make("li", { class: "badge", dir: "ltr", "data-tone": /validated/.test(outcome) ? "good" : "info" }, `${count(times)} × ${outcome}`));
  const seconds = count(ms / 1000, { maximumFractionDigits: 1 });
  result.replaceChildren(
    make("ul", { class: "tally" }, ...badges),
    make("p", { class: "verdict", "data-tone": held ? "good" : "bad" }, say(held ? "held" : "broke", { seconds })),
  );
}
