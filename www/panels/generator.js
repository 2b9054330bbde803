/** The generator playground: every option of a format, what it costs an attacker, and a real batch drawn. */

import { codeEntropy, generateCodes, init, isOtpError } from "hypersender-otp";
import { make, part, parts } from "../parts.js";
import { count, say } from "../words.js";
import { distribution, drawPlot } from "./plot.js";

/** @typedef {import("hypersender-otp").CodeFormat} CodeFormat */

const SAMPLES = 6;

const form = part("generator", HTMLFormElement);
const { samples, facts, plot, caption, problem } = parts("generator", "samples", "facts", "plot", "caption", "problem");
const letters = part("use-letter", HTMLInputElement);
const alphabet = part("alphabet", HTMLInputElement);

form.addEventListener("input", () => void draw());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void draw();
});
await draw();

async function draw() {
  // An alphabet of one's own stands alone, and capitals only matter among letters.
  const own = alphabet.value !== "";
  for (const box of form.querySelectorAll("input[data-class]")) /** @type {HTMLInputElement} */ (box).disabled = own;
  part("all-capital", HTMLInputElement).disabled = own || !letters.checked;
  try {
    await init();
    const format = readFormat();
    const entropy = codeEntropy(format);
    const tries = number("tries");
    const codes = generateCodes(number("batch"), format);
    problem.textContent = "";
    samples.replaceChildren(...codes.slice(0, SAMPLES).map((code) => make("li", { dir: "ltr" }, code)));
    showFacts(entropy.bits, entropy.combinations, entropy.guessProbability(tries), tries);
    showPlot(codes, format.requireEach === true);
  } catch (error) {
    problem.textContent = isOtpError(error) ? error.message : say("broken");
  }
}

/** @returns {CodeFormat} */
function readFormat() {
  const data = new FormData(form);
  /** @type {CodeFormat} */
  const format = { length: number("length"), requireEach: data.has("requireEach") };
  if (alphabet.value !== "") return { ...format, alphabet: alphabet.value };
  for (const name of /** @type {const} */ (["useLetter", "useNumber", "allCapital", "unambiguous"])) format[name] = data.has(name);
  return format;
}

/** @param {string} name */
function number(name) {
  return Number(new FormData(form).get(name));
}

/**
 * @param {number} bits
 * @param {bigint} combinations
 * @param {number} chance
 * @param {number} tries
 */
function showFacts(bits, combinations, chance, tries) {
  const great = combinations > 10n ** 15n;
  const many = great ? Number(combinations).toExponential(2).replace("e+", " × 10^") : count(combinations);
  const odds = chance > 0 ? say("one_in", { n: readable(1 / chance) }) : say("never");
  /** @type {[string, string][]} */
  const rows = [
    [say("entropy"), say("bits", { n: count(bits, { maximumFractionDigits: 2 }) })],
    [say("combinations"), many],
    [say("chance", { n: count(tries) }), odds],
  ];
  facts.replaceChildren(...rows.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}

/** @param {number} value */
function readable(value) {
  return value < 1e15 ? count(value, { maximumFractionDigits: value < 100 ? 1 : 0 }) : value.toExponential(1).replace("e+", " × 10^");
}

/**
 * @param {string[]} codes
 * @param {boolean} requireEach
 */
function showPlot(codes, requireEach) {
  const bars = distribution(codes, requireEach);
  drawPlot(plot, bars);
  const drawn = bars.map((bar) => bar.drawn);
  const outside = bars.filter(({ drawn, expected, spread }) => Math.abs(drawn - expected) > 3 * spread).length;
  const text = say("plot", {
    codes: count(codes.length), characters: count(bars.length), low: count(Math.min(...drawn)), high: count(Math.max(...drawn)), outside: count(outside),
  });
  caption.textContent = text;
}
