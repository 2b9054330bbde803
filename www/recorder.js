/** A `fetch` that remembers what it carried, for developers to look at; secrets are taken out first. */

/**
 * One request and what became of it.
 * @typedef {object} Exchange
 * @property {string} method
 * @property {string} path
 * @property {string} sent the request's body
 * @property {number} status 0 when no answer came
 * @property {string} got the answer's body
 * @property {number} ms
 */

const KEPT = 20;

/** The newest last. @type {Exchange[]} */
export const exchanges = [];

/** Told after each exchange. @type {Set<() => void>} */
export const listeners = new Set();

/**
 * @param {Parameters<typeof fetch>[0]} input
 * @param {RequestInit} [init]
 */
export async function recordedFetch(input, init) {
  const began = performance.now();
  const { pathname } = new URL(String(input), location.href);
  const sent = redacted(typeof init?.body === "string" ? init.body : "");
  /** @param {number} status @param {string} got */
  const keep = (status, got) => {
    exchanges.push({ method: init?.method ?? "GET", path: pathname, sent, status, got, ms: performance.now() - began });
    exchanges.splice(0, exchanges.length - KEPT);
    for (const listener of listeners) listener();
  };
  try {
    const answer = await fetch(input, init);
    void answer.clone().text().then((text) => keep(answer.status, redacted(text)), () => keep(answer.status, ""));
    return answer;
  } catch (error) {
    keep(0, "");
    throw error;
  }
}

/**
 * A JSON text, indented, without codes and signatures.
 * @param {string} text
 */
export function redacted(text) {
  try {
    return JSON.stringify(JSON.parse(text), (key, value) => hidden(key, value), 2);
  } catch {
    // Of what is no JSON nobody knows where a secret stands.
    return text === "" ? "" : "[not JSON]";
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
function hidden(key, value) {
  if (key === "code" && typeof value === "string" && /\d/.test(value)) return "[redacted]";
  if (key === "proof" && typeof value === "string") return `${value.slice(0, value.indexOf(".") + 1)}…[redacted]`;
  return value;
}
