/** Runs tests one after another and ends with `N passed, N failed`. */

/**
 * @typedef {object} Test
 * @property {string} name a sentence that holds when the test passes
 * @property {() => void | Promise<void>} run
 */

const LIMIT_MS = 90_000;

/**
 * @param {Test[]} tests
 * @param {{ only?: string | undefined, failed?: (test: Test, number: number) => Promise<void>, limit?: number }} [options]
 *   `only`: the part of a name that tests are chosen by; `failed` runs at once after a failure; `limit`: the
 *   milliseconds one test may take
 */
export async function runTests(tests, { only = process.argv[2], failed, limit = LIMIT_MS } = {}) {
  const chosen = only === undefined ? tests : tests.filter((test) => test.name.includes(only));
  let passed = 0;
  let broken = 0;
  for (const test of chosen) {
    const began = performance.now();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done after ${limit / 1000} s`)), limit);
    });
    try {
      await Promise.race([test.run(), late]);
      passed += 1;
      console.log(`ok      ${test.name} (${Math.round(performance.now() - began)} ms)`);
    } catch (error) {
      broken += 1;
      console.log(`FAILED  ${test.name}\n${indent(error instanceof Error ? (error.stack ?? error.message) : String(error))}`);
      await failed?.(test, broken).catch(() => {});
    } finally {
      clearTimeout(timer);
    }
  }
  report(passed, broken);
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
