/** Secrets that are known, so that their traces can be searched for. No dependencies: the runners read this too. */

/** The bearer token of every call of the suite. */
export const TOKEN = "12|canaryTokenF3q8Zt1Lw7";
/** The code that a person types. */
export const CODE = "Ty9Canary7";
/** The code that a service answers with. */
export const ISSUED = "Is3Canary4";

export const CANARIES = [TOKEN, CODE, ISSUED];

/**
 * The canaries that occur in a text.
 * @param {string} text
 */
export function canariesIn(text) {
  return CANARIES.filter((canary) => text.includes(canary));
}
