/** Runs tests and ends with `N passed, N failed`. */

import { AsyncLocalStorage } from "node:async_hooks";

/**
 * @typedef {object} Test
 * @property {string} name a sentence that holds when the test passes
 * @property {() => void | Promise<void>} run
 * @property {boolean} [alone] not beside other tests: it changes, or sees, what they share
 */

/** What is done when a test has ended; `broken` numbers the test if it failed. @typedef {(broken: number | undefined) => unknown} End */

const LIMIT_MS = 90_000;

/** What the running test has left to be done at its end. @type {AsyncLocalStorage<End[]>} */
const ends = new AsyncLocalStorage();

/** Has something done when the running test has ended, however it ends; the last first. @param {End} end */
export function afterwards(end) {
  ends.getStore()?.push(end);
}

/**
 * @param {Test[]} tests
 * @param {{ only?: string | undefined, lanes?: number, limit?: number }} [options]
 *   `only`: the part of a name that tests are chosen by; `lanes`: how many run side by side; `limit`: the
 *   milliseconds one test may take
 */
export async function runTests(tests, { only = process.argv[2], lanes = 1, limit = LIMIT_MS } = {}) {
  const chosen = only === undefined ? tests : tests.filter((test) => test.name.includes(only));
  const together = chosen.filter(({ alone }) => !alone);
  let broken = 0;
  /** @param {Test[]} queue */
  const lane = async (queue) => {
    for (let test = queue.shift(); test; test = queue.shift()) {
      const began = performance.now();
      /** @type {End[]} */
      const own = [];
      const error = await ends.run(own, () => failure(test, limit));
      const number = error === undefined ? undefined : (broken += 1);
      console.log(error === undefined ? `ok      ${test.name} (${Math.round(performance.now() - began)} ms)` : `FAILED  ${test.name}\n${indent(error)}`);
      for (const end of own.reverse()) await Promise.resolve(end(number)).catch(() => {});
    }
  };
  await Promise.all(Array.from({ length: lanes }, () => lane(together)));
  await lane(chosen.filter(({ alone }) => alone));
  report(chosen.length - broken, broken);
}

/**
 * Runs a test; gives what it failed with.
 * @param {Test} test
 * @param {number} limit
 */
async function failure(test, limit) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${limit / 1000} s`)), limit);
  });
  try {
    await Promise.race([test.run(), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The last line, and the exit code that goes with it.
 * @param {number} passed
 * @param {number} failed
 */
export function report(passed, failed) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/**
 * Everything before the first test; when it fails, that is one failure and the end.
 * @template T
 * @param {() => Promise<T>} prepare
 * @returns {Promise<T>}
 */
export async function prepared(prepare) {
  try {
    return await prepare();
  } catch (error) {
    console.log(`FAILED  the tests could be started\n${indent(error instanceof Error ? error.message : String(error))}`);
    report(0, 1);
    process.exit();
  }
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, "        ");
}
