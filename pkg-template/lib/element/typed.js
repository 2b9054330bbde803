/**
 * What people type and paste into the input. `normalizeCode` of the main entry reads the same
 * forms; this one knows which code is asked for, and needs no WebAssembly while a page loads.
 */

/** @typedef {{ length: number, alphabet: RegExp, capital: boolean }} Asked `alphabet` matches one character. */

/** Formats that nobody sees, and the sign that asks for an emoji. */
const MARKS = /[\p{Cf}\ufe0f]/gu;
/** White space, dashes and the minus sign. */
const GAPS = /[\s\p{Pd}\u2212]/gu;
/** Full-width letters. */
const WIDE = /[\uff21-\uff3a\uff41-\uff5a]/g;
const DIGIT = /\p{Nd}/u;

/**
 * The digit of whatever script: the ten of each follow one another, so the digits before it tell its value.
 * @param {string} character
 */
function ascii(character) {
  const code = character.codePointAt(0) ?? 0;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/**
 * ASCII forms, a blank for every gap, no marks that nobody sees.
 * @param {string} text
 * @param {boolean} capital
 */
function folded(text, capital) {
  const plain = text.replace(MARKS, "").replace(WIDE, (wide) => wide.normalize("NFKC")).replace(/\p{Nd}/gu, ascii).replace(GAPS, " ");
  return capital ? plain.toUpperCase() : plain;
}

/**
 * What of a text the input takes as it stands: the characters its code may have.
 * @param {string} text
 * @param {Asked} asked
 */
export function typed(text, { alphabet, capital }) {
  return [...folded(text, capital)].filter((character) => alphabet.test(character)).join("");
}

/**
 * The code in a pasted text, or `undefined` where there is none or more than one.
 *
 * A whole message is cut at its code: what WhatsApp shows in bold, else the one run of the right
 * length that holds a digit where codes do.
 * @param {string} text
 * @param {Asked} asked
 */
export function pasted(text, asked) {
  const { length, alphabet, capital } = asked;
  const plain = folded(text, capital).trim();
  const whole = plain.replaceAll(" ", "");
  const isCode = (/** @type {string} */ run) => run.length === length && [...run].every((character) => alphabet.test(character));
  const digits = alphabet.test("0");
  // A short code and a part of one are taken as typed; letters with gaps between are a sentence.
  if (/^[A-Za-z0-9]*$/.test(whole) && whole.length <= length && (!plain.includes(" ") || /\d/.test(whole))) return typed(whole, asked);
  const bold = [...plain.matchAll(/\*([A-Za-z0-9 ]+)\*/g)].map(([, run = ""]) => run.replaceAll(" ", ""));
  // Neighbouring groups of digits are one number, and a number after a plus is a telephone's.
  const runs = plain.match(/\+?\d+(?: \d+)+(?![A-Za-z0-9])|\+?[A-Za-z0-9]+/g) ?? [];
  const found = unique(bold.filter(isCode)) ?? unique(runs.map((run) => run.replaceAll(" ", "")).filter((run) => isCode(run) && (!digits || /\d/.test(run))));
  return found;
}

/** @param {string[]} codes */
function unique(codes) {
  return new Set(codes).size === 1 ? codes[0] : undefined;
}
