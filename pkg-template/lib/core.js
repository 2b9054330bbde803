import { initSync as instantiate, trap } from "../wasm/client.js";
import { OtpError } from "./otp-error.js";

/** @typedef {() => WebAssembly.Module | Promise<WebAssembly.Module>} Source */

/** @type {WebAssembly.Module | undefined} */
let compiled;
let running = false;
/** @type {Promise<void> | undefined} */
let starting;
/** @type {Source | undefined} */
let source;

/**
 * Tells where this runtime's entry has the module from; nothing is loaded before it is needed.
 * @param {Source} from
 */
export function loadFrom(from) {
  source = from;
}

/**
 * Starts the core from a module or its bytes; without an argument, from where this entry has it.
 * @param {WebAssembly.Module | BufferSource} [module]
 */
export function initSync(module) {
  if (running) return;
  const given = module ?? source?.();
  if (given === undefined || given instanceof Promise) throw notInitialized();
  start(isBytes(given) ? new WebAssembly.Module(given) : given);
}

/**
 * Starts the core; idempotent, safe to call at the same time from many places, and a failure may
 * be tried again.
 * @param {import("../index.js").InitInput | Promise<import("../index.js").InitInput>} [input]
 * @returns {Promise<void>}
 */
export function init(input) {
  if (running) return Promise.resolve();
  starting ??= compile(input)
    .then((module) => running || start(module))
    .then(() => undefined)
    .finally(() => (starting = undefined));
  return starting;
}

/**
 * @param {import("../index.js").InitInput | Promise<import("../index.js").InitInput>} [input]
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(input) {
  const given = (await input) ?? (await source?.());
  if (given === undefined) throw notInitialized();
  if (typeof given === "string" || given instanceof URL) return fetchModule(given);
  if (typeof Response === "function" && given instanceof Response) return compileResponse(given);
  return isBytes(given) ? WebAssembly.compile(given) : given;
}

/**
 * Fetches and compiles the module.
 * @param {string | URL} url
 */
export async function fetchModule(url) {
  return compileResponse(await fetch(url));
}

/** @param {Response} response */
async function compileResponse(response) {
  if (!response.ok) {
    throw new OtpError("network", `The WebAssembly module could not be loaded (HTTP ${response.status})`);
  }
  // Not streamed: that asks for a MIME type which not every server sends, and the module is small.
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Told by what only a buffer has, because the class of a module differs from realm to realm.
 * @param {WebAssembly.Module | BufferSource} given
 * @returns {given is BufferSource}
 */
const isBytes = (given) => "byteLength" in given;

/** @param {WebAssembly.Module} module */
function start(module) {
  instantiate({ module });
  compiled = module;
  running = true;
}

/**
 * Runs a synchronous entry point of the core. A trap becomes an error, and the next call meets a
 * fresh instance: the core holds nothing that could be lost.
 * @template T
 * @param {() => T} enter
 * @returns {T}
 */
export function guarded(enter) {
  if (!running) initSync();
  try {
    return enter();
  } catch {
    running = false;
    if (compiled) start(compiled);
    throw new OtpError(
      "internal",
      "The core stopped unexpectedly and was started afresh; please report this as a defect of hypersender-otp",
    );
  }
}

/** Makes the core trap, so that tests can see what a caller gets then. */
export function forceTrap() {
  guarded(trap);
}

function notInitialized() {
  return new OtpError(
    "not_initialized",
    "The WebAssembly module is not loaded yet: await init() once before a synchronous call",
  );
}
