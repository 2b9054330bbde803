import { initSync as instantiate, trap } from "../wasm/client.js";
import { partsOf } from "./fields.js";
import { OtpError } from "./otp-error.js";

/** Gives the module, its bytes, or where it has to be fetched from. @typedef {() => WebAssembly.Module | BufferSource | URL} Source */

/** @type {WebAssembly.Module | undefined} */
let compiled;
/** Whether the core can be called at once. */
export let running = false;
/** The running instance's memory; every instance has its own. @type {WebAssembly.Memory | undefined} */
export let memory;
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
  try {
    const given = module ?? source?.();
    if (given === undefined || given instanceof URL) throw notInitialized();
    start(isBytes(given) ? new WebAssembly.Module(given) : given);
  } catch (error) {
    if (error instanceof OtpError) throw error;
    // The engine's own error tells why, and no secret was near it.
    throw new OtpError("not_initialized", "The WebAssembly module could not be started; init may be tried again", { cause: error });
  }
}

/**
 * Starts the core; idempotent, safe to call at the same time from many places, and a failure may
 * be tried again.
 * @param {import("../index.js").InitInput | Promise<import("../index.js").InitInput>} [input]
 * @returns {Promise<void>}
 */
export async function init(input) {
  if (running) return;
  const own = (starting ??= load(input));
  try {
    await own;
  } finally {
    if (starting === own) giveUp();
  }
}

/** Lets the next call load the module anew, because the load under way may never end. */
export function giveUp() {
  starting = undefined;
}

/** @param {Parameters<typeof init>[0]} input */
async function load(input) {
  try {
    const module = await compile(input);
    if (!running) start(module);
  } catch (error) {
    if (error instanceof OtpError) throw error;
    throw notLoaded("it does not compile: serve the package's own file, and allow 'wasm-unsafe-eval' in a Content-Security-Policy", error);
  }
}

/**
 * @param {Parameters<typeof init>[0]} input
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(input) {
  /** @type {any} */
  let given = (await input) ?? source?.();
  if (given === undefined) throw notInitialized();
  if (typeof given === "string" || given instanceof URL) {
    try {
      given = await fetch(given);
    } catch (error) {
      throw notLoaded("it was not reached", error);
    }
  }
  // A Response, of whatever realm.
  if (given.arrayBuffer) {
    if (!given.ok) throw notLoaded(`HTTP ${given.status}`);
    // Not streamed: that asks for a MIME type which not every server sends, and the module is small.
    given = await given.arrayBuffer();
  }
  return isBytes(given) ? WebAssembly.compile(given) : given;
}

/**
 * Told by what only a buffer has, because the class of a module differs from realm to realm.
 * @param {WebAssembly.Module | BufferSource} given
 * @returns {given is BufferSource}
 */
const isBytes = (given) => /** @type {any} */ (given).byteLength >= 0;

/** @param {WebAssembly.Module} module */
function start(module) {
  memory = instantiate({ module });
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
      "The core stopped and was started afresh; please report this defect of hypersender-otp",
    );
  }
}

/**
 * The parts of what a synchronous entry point of the core says.
 * @param {() => string} enter
 */
export const ask = (enter) => partsOf(guarded(enter));

/** Makes the core trap, so that tests can see what a caller gets then. */
export function forceTrap() {
  guarded(trap);
}

/**
 * @param {string} why
 * @param {unknown} [cause]
 */
function notLoaded(why, cause) {
  return new OtpError("network", `The WebAssembly module could not be loaded (${why})`, { retryable: true, cause });
}

function notInitialized() {
  return new OtpError(
    "not_initialized",
    source === undefined
      ? "hypersender-otp/slim brings no WebAssembly module: await init(module) first"
      : "The WebAssembly module is not loaded yet: await init() before a synchronous call",
  );
}
