/** What one would write by hand for six even digits: a page of 32-bit words and a table. */

const CODES = 1_000_000;
/** Words from here on are skipped, so that the others divide evenly. */
const END = 2 ** 32 - (2 ** 32 % CODES);
const THREE = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, "0"));
const page = new Uint32Array(1024);
let at = page.length;

/** @returns {string} */
export function sixDigits() {
  for (;;) {
    if (at === page.length) {
      crypto.getRandomValues(page);
      at = 0;
    }
    const word = /** @type {number} */ (page[at]);
    page[at++] = 0;
    if (word >= END) continue;
    const number = word % CODES;
    const high = (number / 1000) | 0;
    return /** @type {string} */ (THREE[high]) + THREE[number - high * 1000];
  }
}
