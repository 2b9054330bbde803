/**
 * How long a call takes with this package, beside a hand-written fetch with the same protections and
 * a bare one, in one run on loopback.
 *
 * usage: node tests/bench/latency.mjs [--calls 6000]
 */

/** @import { Request } from "./clients.mjs" */
import { randomInt, randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { importFrom, installPackage } from "../support/install.mjs";
import { prepared, report } from "../support/runner.mjs";
import { bare, careful } from "./clients.mjs";
import { holdAgainst } from "./hostile.mjs";

/**
 * At most so many times the hand-written median, and so many milliseconds over the bare one. The
 * ratio is what was reached, 1.06, and 0.04 for a machine that is busy; the aim is 1.05, and a budget
 * only goes down. Where the rest goes is in docs/architecture.md.
 */
const MAX_RATIO = 1.08;
const MAX_OVER_BARE = 0.2;
const WARM_UP = 500;
const RESAMPLES = 200;

const { values } = parseArgs({ options: { calls: { type: "string", default: "6000" } } });
const calls = Number(values.calls);

const api = await prepared(async () => importFrom(await installPackage()));
const server = new Worker(new URL("./server.mjs", import.meta.url));
const port = await new Promise((resolve) => server.once("message", resolve));

const options = {
  instance: "0c8a2c1e-4c2b-4f0a-9d55-5b6d3c1f7a10", token: "1|any-token", baseUrl: `http://127.0.0.1:${port}/api/otp/v2`,
  timeout: 10_000, signal: new AbortController().signal,
};

/** No two rounds ask the same, so that nothing remembered of one call answers the next. @returns {Request} */
const question = () => ({ chatId: `20${randomInt(1e9, 9e9)}@c.us`, code: String(randomInt(1e5, 1e6)), uuid: randomUUID() });

/** The bare fetch is measured twice: how far it is from itself is what this run cannot tell apart. */
const variants = {
  package: (/** @type {Request} */ asked) => api.validateCode(asked, options),
  "hand-written": (/** @type {Request} */ asked) => careful(asked, options),
  bare: (/** @type {Request} */ asked) => bare(asked, options),
  "bare again": (/** @type {Request} */ asked) => bare(asked, options),
};
await prepared(() => holdAgainst({ package: variants.package, "hand-written": variants["hand-written"] }, question()));

const names = /** @type {(keyof typeof variants)[]} */ (Object.keys(variants));
/** The milliseconds of each round, by variant. @type {Record<string, number>[]} */
const rounds = [];
for (let round = -WARM_UP; round < calls; round++) {
  const asked = question();
  /** @type {Record<string, number>} */
  const times = {};
  // In any order, because each meets what the one before it left.
  for (const name of shuffled(names)) {
    const start = process.hrtime.bigint();
    await variants[name](asked);
    times[name] = Number(process.hrtime.bigint() - start) / 1e6;
  }
  if (round >= 0) rounds.push(times);
}
await server.terminate();

/** @template T @param {T[]} list */
function shuffled(list) {
  const all = [...list], mixed = [];
  while (all.length > 0) mixed.push(...all.splice(randomInt(all.length), 1));
  return mixed;
}

/** @param {string} name @param {number} share @param {Record<string, number>[]} [of] */
const quantile = (name, share, of = rounds) => {
  const sorted = Float64Array.from(of, (times) => times[name] ?? NaN).sort();
  return sorted[Math.floor(sorted.length * share)] ?? NaN;
};
/** Where a figure lies in 95 of 100 samples drawn from the rounds. @param {(of: Record<string, number>[]) => number} figure */
const interval = (figure) => {
  const drawn = () => Array.from(rounds, () => /** @type {Record<string, number>} */ (rounds[randomInt(rounds.length)]));
  const figures = Array.from({ length: RESAMPLES }, () => figure(drawn())).sort((a, b) => a - b);
  return [0.025, 0.975].map((share) => figures[Math.floor(RESAMPLES * share)]?.toFixed(3)).join(" to ");
};

console.log(`${calls} calls each, interleaved, one at a time, kept connection; milliseconds`);
console.log(`${"".padEnd(14)}${["median", "p95", "p5", "x hand-written", "over bare"].map((head) => head.padStart(16)).join("")}`);
const [hand, plain] = [quantile("hand-written", 0.5), quantile("bare", 0.5)];
for (const name of names) {
  const median = quantile(name, 0.5);
  const cells = [median, quantile(name, 0.95), quantile(name, 0.05), median / hand, median - plain];
  console.log(`${name.padEnd(14)}${cells.map((cell) => cell.toFixed(3).padStart(16)).join("")}`);
}
const noise = Math.abs(plain / quantile("bare again", 0.5) - 1);
console.log(`noise: the bare fetch's two medians lie ${(100 * noise).toFixed(1)} % apart`);

/** @type {[what: string, figure: (of: Record<string, number>[]) => number, most: number][]} */
const checks = [
  [`median at most ${MAX_RATIO} times the hand-written one`, (of) => quantile("package", 0.5, of) / quantile("hand-written", 0.5, of), MAX_RATIO],
  [`median at most ${MAX_OVER_BARE} ms over the bare one`, (of) => quantile("package", 0.5, of) - quantile("bare", 0.5, of), MAX_OVER_BARE],
];
let failed = 0;
for (const [what, figure, most] of checks) {
  const is = figure(rounds), holds = is <= most;
  if (!holds) failed++;
  console.log(`${holds ? "ok    " : "FAILED"}  ${what}: ${is.toFixed(3)} (${interval(figure)})`);
}
report(checks.length - failed, failed);
