/** The proof of the last verification, for whoever shows it. It is not kept over a reload. */

/** @type {string | undefined} */
export let proof;

/** Told when another proof came. @type {Set<() => void>} */
export const listeners = new Set();

/** @param {string | undefined} text */
export function keepProof(text) {
  proof = text;
  for (const listener of listeners) listener();
}

/**
 * What a proof claims; only its signature makes that true, and only who has the key can check it.
 * @param {string} text
 * @returns {Record<string, string | number>}
 */
export function claimsOf(text) {
  const bytes = Uint8Array.from(atob((text.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
