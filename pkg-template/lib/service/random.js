/** Bytes that are drawn at once: drawing costs the same for one command and for thirty. */
const PAGE = 8192;

let page = new Uint8Array();

/**
 * Fresh random bytes; they are given once.
 * @param {number} count at most {@link PAGE}
 */
export function fresh(count) {
  if (page.length < count) page = crypto.getRandomValues(new Uint8Array(PAGE));
  const bytes = page.slice(0, count);
  page.fill(0, 0, count);
  page = page.subarray(count);
  return bytes;
}
