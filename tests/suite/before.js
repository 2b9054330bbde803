/**
 * Evaluated before the package, so that it sees what an import alone does, every timer that is left
 * behind, every module instance, and everything that is printed.
 */

const { setTimeout: set, clearTimeout: clear, fetch: send } = globalThis;
const { Instance, Module } = WebAssembly;

export const seen = {
  /** URLs handed to the global fetch. @type {string[]} */
  fetches: [],
  /** How often randomness was drawn. */
  draws: 0,
  /** How many WebAssembly instances were made, and how many modules were compiled at once. */
  instances: 0,
  modules: 0,
  /** Timers that are set and have not run. @type {Set<unknown>} */
  timers: new Set(),
  /** What was printed. @type {unknown[][]} */
  printed: [],
  /** Rejections that nobody handled. @type {unknown[]} */
  unhandled: [],
};

const realm = /** @type {any} */ (globalThis);

realm.fetch = (/** @type {any} */ input, /** @type {any} */ init) => {
  seen.fetches.push(String(input?.url ?? input));
  return send(input, init);
};

realm.setTimeout = (/** @type {any} */ run, /** @type {number} */ ms, /** @type {any[]} */ ...rest) => {
  const timer = set(() => {
    seen.timers.delete(timer);
    run(...rest);
  }, ms);
  seen.timers.add(timer);
  return timer;
};

realm.clearTimeout = (/** @type {any} */ timer) => {
  seen.timers.delete(timer);
  clear(timer);
};

if (typeof realm.process?.on === "function") {
  realm.process.on("unhandledRejection", (/** @type {unknown} */ reason) => seen.unhandled.push(reason));
} else {
  realm.addEventListener("unhandledrejection", (/** @type {any} */ event) => seen.unhandled.push(event.reason));
}

const draw = crypto.getRandomValues.bind(crypto);
crypto.getRandomValues = (array) => {
  seen.draws += 1;
  return draw(array);
};
const { random } = Math;
Math.random = () => {
  seen.draws += 1;
  return random();
};

WebAssembly.Instance = new Proxy(Instance, {
  construct(target, given) {
    seen.instances += 1;
    return Reflect.construct(target, given);
  },
});

WebAssembly.Module = new Proxy(Module, {
  construct(target, given) {
    seen.modules += 1;
    return Reflect.construct(target, given);
  },
});

for (const level of /** @type {const} */ (["debug", "log", "info", "warn", "error", "trace"])) {
  const print = console[level].bind(console);
  console[level] = (...given) => {
    seen.printed.push(given);
    print(...given);
  };
}

/**
 * Waits without being counted as a timer of the package.
 * @param {number} ms
 * @returns {Promise<void>}
 */
export function pause(ms) {
  return new Promise((resolve) => set(resolve, ms));
}
