/** How a wait ended before its work did, by the numbers the core knows. */
export const TIMEOUT = 1, ABORTED = 2;

/**
 * What `work` gives, or why it was ended first. It leaves no timer and no listener behind.
 *
 * By hand, because a verdict hangs on it and a page may have put its own Promise.race in place.
 * @template T
 * @param {() => Promise<T>} work
 * @param {number} until milliseconds since 1970
 * @param {AbortSignal | undefined} signal
 * @param {(how: number) => void} [onEnd] called at once when the work is ended
 * @returns {Promise<T | number>}
 */
export async function within(work, until, signal, onEnd) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {() => void} */
  let onAbort = () => {};
  try {
    return await new Promise(async (resolve, reject) => {
      const end = (/** @type {number} */ how) => {
        resolve(how);
        onEnd?.(how);
      };
      onAbort = () => end(ABORTED);
      try {
        timer = setTimeout(end, until - Date.now(), TIMEOUT);
        signal?.addEventListener("abort", onAbort);
        if (signal?.aborted) return onAbort();
        resolve(await work());
      } catch (error) {
        reject(error);
      }
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
