/** Randomness that a test can repeat. Never for anything but tests. */

/**
 * Numbers from 0 up to 1 that depend on the seed alone (FNV-1a, then mulberry32).
 * @param {string} seed
 * @returns {() => number}
 */
export function seeded(seed) {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at++) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const DIGITS = "0123456789";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * @param {() => number} random
 * @param {{ length: number, useLetter: boolean, useNumber: boolean, allCapital: boolean }} format
 */
export function drawCode(random, { length, useLetter, useNumber, allCapital }) {
  const letters = allCapital ? LETTERS : LETTERS + LETTERS.toLowerCase();
  const alphabet = (useNumber ? DIGITS : "") + (useLetter ? letters : "");
  let code = "";
  while (code.length < length) code += alphabet[Math.floor(random() * alphabet.length)];
  // The client takes such a text for a number and refuses it.
  return /^0x[\da-f]*$/i.test(code) ? code.replace(/x/i, "7") : code;
}

/** @param {() => number} random */
export function drawUuid(random) {
  return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replaceAll("x", () => Math.floor(random() * 16).toString(16));
}
