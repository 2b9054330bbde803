// Changes of the realm that tests make and undo, and watches over it.

/** The realm by names that only a test uses. @type {any} */
const realm = globalThis;

/** @param {unknown} value */
export function inspect(value) {
  const { process } = globalThis;
  return process ? process.getBuiltinModule("node:util").inspect(value, { depth: null, showHidden: true }) : String(value);
}

/** @param {unknown} value */
export function joined(value) {
  return "" + value;
}

/** @param {string} name @param {unknown} value */
export function pollute(name, value) {
  Object.defineProperty(Object.prototype, name, { value, enumerable: true, configurable: true, writable: true });
  return { restore: () => delete (/** @type {any} */ (Object.prototype))[name] };
}

/** @param {string} path @param {unknown} value */
export function replace(path, value) {
  const names = path.split(".");
  const last = names.pop() ?? "";
  const owner = names.reduce((object, name) => object[name], realm);
  const old = Object.getOwnPropertyDescriptor(owner, last);
  Object.defineProperty(owner, last, { value, configurable: true, writable: true });
  // What a worker has, its global object only inherits.
  return { restore: () => (old ? Object.defineProperty(owner, last, old) : delete owner[last]) };
}

export function watchTimers() {
  const { setTimeout, clearTimeout } = globalThis;
  const running = new Set();
  realm.setTimeout = (/** @type {(...given: any[]) => void} */ callback, /** @type {number} */ millis, /** @type {any[]} */ ...given) => {
    const timer = setTimeout(() => {
      running.delete(timer);
      callback(...given);
    }, millis);
    running.add(timer);
    return timer;
  };
  realm.clearTimeout = (/** @type {any} */ timer) => {
    running.delete(timer);
    clearTimeout(timer);
  };
  return {
    count: () => running.size,
    restore: () => Object.assign(globalThis, { setTimeout, clearTimeout }),
  };
}

/** @param {EventTarget} target */
export function watchListeners(target) {
  const listeners = new Set();
  target.addEventListener = function (type, listener, ...options) {
    listeners.add(listener);
    EventTarget.prototype.addEventListener.call(this, type, listener, ...options);
  };
  target.removeEventListener = function (type, listener, ...options) {
    listeners.delete(listener);
    EventTarget.prototype.removeEventListener.call(this, type, listener, ...options);
  };
  return { count: () => listeners.size };
}

export function watchRejections() {
  const { process } = globalThis;
  const name = process ? "unhandledRejection" : "unhandledrejection";
  let failed = 0;
  const count = (/** @type {any} */ event) => {
    event?.preventDefault?.();
    failed++;
  };
  if (process) process.on(name, count);
  else globalThis.addEventListener(name, count);
  return {
    count: () => failed,
    restore: () => (process ? process.off(name, count) : globalThis.removeEventListener(name, count)),
  };
}

export function watchInstances() {
  let made = 0;
  const construct = (/** @type {any} */ target, /** @type {any[]} */ given) => {
    made++;
    return Reflect.construct(target, given);
  };
  const { restore } = replace("WebAssembly.Instance", new Proxy(WebAssembly.Instance, { construct }));
  return { count: () => made, restore };
}

export function watchConsole() {
  const names = ["debug", "error", "info", "log", "trace", "warn"];
  const old = names.map((name) => realm.console[name]);
  let printed = 0;
  for (const name of names) realm.console[name] = () => printed++;
  return { count: () => printed, restore: () => names.forEach((name, at) => (realm.console[name] = old[at])) };
}
