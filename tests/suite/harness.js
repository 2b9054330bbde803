/** Tests, assertions and the digest, with nothing that only one runtime has. */

import { isOtpError } from "hypersender-otp";
import { pause, seen } from "./before.js";
import { canariesIn } from "./canaries.js";
import { inputOf } from "./recorded.js";

/** @typedef {{ theme: string, sentence: string, run: () => void | Promise<void>, where: Where }} Test */
/** @typedef {"everywhere" | "in a page" | "outside pages"} Where */
/** @typedef {{ inspect?: ((value: unknown) => string) | undefined, inPage: boolean }} Surroundings */
/** @typedef {import("hypersender-otp").OtpError} OtpError */

/** A test that is not done by then has failed. */
const LIMIT_MS = 20_000;
const { setTimeout: set, clearTimeout: clear } = globalThis;

/** @type {Test[]} */
const tests = [];
/** One line a verdict: where it was given, and what it was. @type {string[]} */
let lines = [];
/** The verdicts that are the core's alone, with what it was asked. @type {{ where: string, verdict: number, input: import("./recorded.js").Input }[]} */
let core = [];
let at = "";
let assertions = 0;
/** Whatever calls gave, to be searched for secrets. @type {{ where: string, value: unknown }[]} */
const given = [];
/** @type {Surroundings} */
let surroundings = { inPage: false };

/**
 * Opens a theme; the function it gives adds a test to it.
 * @param {string} name the file's
 */
export function theme(name) {
  /**
   * @param {string} sentence what holds when the test passes
   * @param {() => void | Promise<void>} run
   * @param {Where} [where]
   */
  return (sentence, run, where = "everywhere") => {
    tests.push({ theme: name, sentence, run, where });
  };
}

/**
 * Runs every test, one after another.
 * @param {Surroundings} where
 */
export async function runAll(where) {
  surroundings = where;
  lines = [];
  core = [];
  /** @type {{ at: string, problem: string }[]} */
  const failures = [];
  /** @type {Record<string, { passed: number, failed: number, ms: number }>} */
  const themes = {};
  for (const { theme, sentence, run, where: only } of tests) {
    if (only !== "everywhere" && (only === "in a page") !== where.inPage) continue;
    at = `${theme}: ${sentence}`;
    const tally = (themes[theme] ??= { passed: 0, failed: 0, ms: 0 });
    const began = Date.now();
    const before = { assertions, timers: seen.timers.size, unhandled: seen.unhandled.length };
    try {
      await within(LIMIT_MS, run);
      await pause(0);
      if (assertions === before.assertions) throw new Error("it asserted nothing");
      if (seen.timers.size > before.timers) throw new Error(`it left ${seen.timers.size - before.timers} timers behind`);
      if (seen.unhandled.length > before.unhandled) throw new Error(`nobody handled the rejection with ${String(seen.unhandled.at(-1))}`);
      tally.passed += 1;
    } catch (error) {
      tally.failed += 1;
      failures.push({ at, problem: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
    }
    tally.ms += Date.now() - began;
  }
  return { failures, themes, lines, assertions, core, digest: await sha256(lines.join("\n")) };
}

/**
 * @param {number} ms
 * @param {() => void | Promise<void>} run
 */
async function within(ms, run) {
  /** @type {unknown} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = set(() => reject(new Error(`it was not done after ${ms} ms`)), ms);
  });
  try {
    await Promise.race([later(run), late]);
  } finally {
    clear(/** @type {any} */ (timer));
  }
}

/**
 * Tests patch the realm, and must not do so before the harness is done with it.
 * @param {() => void | Promise<void>} run
 */
async function later(run) {
  await null;
  await run();
}

/** @param {string} text */
async function sha256(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {boolean} held
 * @param {string} problem
 * @returns {asserts held}
 */
export function ok(held, problem) {
  assertions += 1;
  if (!held) throw new Error(problem);
}

/**
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} [what]
 */
export function equal(actual, expected, what = "") {
  const [left, right] = [canonical(actual), canonical(expected)];
  ok(left === right, `${what && `${what}: `}expected ${right}, got ${left}`);
}

/**
 * What a call came to; never throws. Values and errors are kept for the search for secrets.
 * @template T
 * @param {Promise<T> | (() => T | Promise<T>)} call
 * @returns {Promise<{ value: T, error?: undefined } | { value?: undefined, error: any }>}
 */
export async function outcome(call) {
  try {
    const value = await (typeof call === "function" ? call() : call);
    given.push({ where: at, value });
    // Named, because a test may have put an `error` on Object.prototype.
    return { value, error: undefined };
  } catch (error) {
    given.push({ where: at, value: error });
    return { error };
  }
}

/**
 * Asserts that a call ends with that error, a real OtpError, and gives it; folds it into the digest.
 * @param {Promise<unknown> | (() => unknown)} call
 * @param {import("hypersender-otp").OtpErrorCode} code
 * @param {string} [label]
 * @returns {Promise<OtpError>}
 */
export async function fails(call, code, label = "") {
  const { error, value } = await outcome(/** @type {Promise<unknown>} */ (call));
  ok(error !== undefined, `${label}: expected the error ${code}, got ${canonical(value)}`);
  ok(error instanceof Error && isOtpError(error), `${label}: expected an OtpError, got ${canonical(error)}`);
  ok(error.code === code, `${label}: expected the error ${code}, got ${canonical(error)}`);
  note(label, error);
  return error;
}

/**
 * Asserts that a call gives a value, and gives it; folds it into the digest.
 * @template T
 * @param {Promise<T> | (() => T | Promise<T>)} call
 * @param {string} [label]
 * @returns {Promise<T>}
 */
export async function gives(call, label = "") {
  const { error, value } = await outcome(call);
  ok(error === undefined, `${label}: expected a value, got ${canonical(error)}`);
  note(label, value);
  return /** @type {T} */ (value);
}

/**
 * Folds a verdict into the digest that must be the same in every runtime.
 * @param {string} label
 * @param {unknown} verdict
 */
export function note(label, verdict) {
  // Tests that only some runtimes have cannot be part of what all agree on.
  const shared = tests.find(({ theme, sentence }) => at === `${theme}: ${sentence}`)?.where === "everywhere";
  if (!shared) return;
  const where = `${at}: ${label}: `;
  const input = inputOf(verdict);
  if (input !== undefined) core.push({ where, verdict: lines.length, input });
  lines.push(where + canonical(verdict));
}

/** Whatever of the calls' values and errors shows a secret. */
export function leaks() {
  return given.flatMap(({ where, value }) => {
    const found = shown(value).flatMap(canariesIn);
    return found.length === 0 ? [] : [`${where}: ${[...new Set(found)].join(", ")}`];
  });
}

/** How many values and errors were kept for the search. */
export const kept = () => given.length;

/**
 * Every way in which a value may end up in a log.
 * @param {unknown} value
 * @returns {string[]}
 */
export function shown(value) {
  const texts = [attempt(() => String(value)), attempt(() => JSON.stringify(value))];
  if (surroundings.inspect !== undefined) texts.push(attempt(() => surroundings.inspect?.(value)));
  if (typeof value !== "object" || value === null) return texts;
  for (const name of Object.getOwnPropertyNames(value)) {
    const part = /** @type {Record<string, unknown>} */ (value)[name];
    texts.push(name, typeof part === "object" && part !== null ? shown(part).join("\n") : attempt(() => String(part)));
  }
  return texts;
}

/** @param {() => unknown} make */
function attempt(make) {
  try {
    return String(make());
  } catch (error) {
    return String(error);
  }
}

/**
 * One text for one value, the same in every runtime.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  // A function's text is the bundler's.
  if (typeof value === "function") return "a function";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "no date" : value.toISOString();
  if (value instanceof Error && isOtpError(value)) {
    const { code, message, status, retryAfter, requestId, details, retryable, delivery } = value;
    return `OtpError ${canonical({ code, message, status, retryAfter, requestId, details, retryable, delivery })}`;
  }
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    if (typeof (/** @type {any} */ (value).reveal) === "function") return "Secret";
    const entries = Object.entries(value).filter(([, part]) => part !== undefined);
    return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => `${name}: ${canonical(part)}`).join(", ")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
