/** How often each character was drawn, beside how often an even drawing gives it. */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 150;
const FLOOR = 126;

/**
 * @typedef {object} Bar
 * @property {string} character
 * @property {number} drawn
 * @property {number} expected
 * @property {number} spread one standard deviation of `drawn` around `expected`
 */

/** @type {RegExp[]} */
const CLASSES = [/[0-9]/, /[A-Z]/, /[a-z]/, /[^0-9A-Za-z]/];

/**
 * Counts the characters of a batch; those it never drew are unknown to it, so it must be large.
 * @param {string[]} codes all of one length
 * @param {boolean} requireEach whether each class is in every code
 * @returns {Bar[]}
 */
export function distribution(codes, requireEach) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const code of codes) for (const character of code) counts.set(character, (counts.get(character) ?? 0) + 1);
  const characters = [...counts.keys()].sort();
  const length = codes[0]?.length ?? 0;
  const total = codes.length * length;
  return characters.map((character) => {
    const share = requireEach ? shareWithEach(characters, character, length) : 1 / characters.length;
    return { character, drawn: counts.get(character) ?? 0, expected: total * share, spread: Math.sqrt(total * share * (1 - share)) };
  });
}

/**
 * The share of one character where every code holds each class: codes that lack a class are taken
 * out by inclusion and exclusion, over all sets of classes.
 * @param {string[]} characters
 * @param {string} character
 * @param {number} length
 */
export function shareWithEach(characters, character, length) {
  const sizes = CLASSES.map((one) => characters.filter((each) => one.test(each)).length);
  const own = CLASSES.findIndex((one) => one.test(character));
  let all = 0;
  let beginning = 0;
  for (let set = 0; set < 1 << CLASSES.length; set += 1) {
    const members = sizes.map((size, index) => (set & (1 << index) ? size : 0));
    // A class nobody asked for cannot be lacking.
    if (members.some((size, index) => set & (1 << index) && size === 0)) continue;
    const left = characters.length - members.reduce((sum, size) => sum + size, 0);
    const sign = members.filter((size) => size > 0).length % 2 === 0 ? 1 : -1;
    all += sign * left ** length;
    if (!(set & (1 << own))) beginning += sign * left ** (length - 1);
  }
  return beginning / all;
}

/**
 * @param {HTMLElement} place
 * @param {Bar[]} bars
 */
export function drawPlot(place, bars) {
  const width = Math.max(240, place.clientWidth);
  const step = width / bars.length;
  const top = Math.max(...bars.map(({ drawn, expected, spread }) => Math.max(drawn, expected + 3 * spread))) * 1.04;
  /** @param {number} value */
  const y = (value) => FLOOR - (value / top) * (FLOOR - 4);
  const every = Math.max(1, Math.ceil(10 / step));
  const svg = shape("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-hidden": "true" });
  for (const [index, { character, drawn, expected, spread }] of bars.entries()) {
    const x = index * step;
    const low = y(expected + 3 * spread);
    svg.append(
      shape("rect", { class: "bar", x: x + step * 0.12, width: step * 0.76, y: y(drawn), height: FLOOR - y(drawn), rx: Math.min(3, step / 5) }),
      shape("rect", { class: "band", x, width: step, y: low, height: Math.max(1, y(Math.max(0, expected - 3 * spread)) - low) }),
      shape("line", { class: "even", x1: x, x2: x + step, y1: y(expected), y2: y(expected) }),
    );
    if (index % every !== 0) continue;
    const label = shape("text", { x: x + step / 2, y: HEIGHT - 8, "text-anchor": "middle" });
    label.textContent = character;
    svg.append(label);
  }
  place.replaceChildren(svg);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
