/**
 * Randomly faulted calls by the ten thousand: over real sockets to a server that lies, and through
 * an injected fetch that misbehaves. None may be accepted that was not answered by an honest and
 * complete success, and none may be unsettled 250 ms after its timeout.
 *
 * usage: node tests/faults/storm.mjs [--calls 100000] [--seed N] [--call NUMBER]
 */

import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { importFrom, installPackage } from "../support/install.mjs";
import { prepared, report } from "../support/runner.mjs";
import { INSTANCE, TOKEN } from "./answers.mjs";
import { naive } from "./naive.mjs";
import { wireBytes, wireIsHonest } from "./storm/bytes.mjs";
import { misbehavingFetch } from "./storm/injected.mjs";
import { planOf } from "./storm/plan.mjs";

/** @typedef {import("./storm/plan.mjs").Plan} Plan */

const GRACE = 250;
/** One call in so many goes over real sockets. */
const SOCKET_EVERY = 4;
/** Calls at the same time. */
const WARM_UP = 200;
const LANES = { socket: 160, injected: 300 };

const { values } = parseArgs({
  options: { calls: { type: "string", default: "100000" }, seed: { type: "string" }, call: { type: "string" } },
});
const calls = Number(values.calls);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const only = values.call === undefined ? undefined : Number(values.call);
console.log(`seed ${seed}, ${calls} calls; the same again: node tests/faults/storm.mjs --calls ${calls} --seed ${seed}`);

const api = await prepared(async () => importFrom(await installPackage()));
const server = new Worker(new URL("./storm/server.mjs", import.meta.url), { workerData: { seed, calls } });
const { port, foreign } = await message();

/** Each kind of violation with what happened. @type {Map<string, string[]>} */
const violations = new Map();
/** @type {Map<string, number>} */
const outcomes = new Map();
const counts = { socket: 0, injected: 0, accepted: 0, honest: 0, honestLost: 0, refusedThoughHonest: 0 };
/** How often each injected fetch had been called when its call ended. @type {{ index: number, facts: { attempts: number }, attempts: number }[]} */
const ended = [];
let slowest = 0;
const next = { socket: 0, injected: 0 };

process.on("unhandledRejection", (reason) => violate("a rejection nobody handled", String(reason)));

const stalls = monitorEventLoopDelay({ resolution: 10 });
stalls.enable();
const began = performance.now();
// The first calls one after another: a runtime compiles while it runs, and stands still for it.
await through("socket", 1, Math.min(calls, WARM_UP));
await through("injected", 1, Math.min(calls, WARM_UP));
await Promise.all([through("socket", LANES.socket, calls), through("injected", LANES.injected, calls)]);
const seconds = (performance.now() - began) / 1000;

server.postMessage("stop");
const { hits, landed } = await message();
await server.terminate();
for (const [index, count] of hits.entries()) {
  const plan = count > 1 ? planOf(seed, index, "socket") : undefined;
  // Only a throttle and 503 that say how long to wait may be followed by another request.
  const again = plan?.answers.slice(0, -1).every(({ status, headers }) => [429, 503].includes(status) && headers.length > 1);
  if (plan !== undefined && (!again || plan.answers.length === 1) && !endsInThrottle(plan)) violate("sent again", `call ${index}: ${count} requests`);
}
if (landed > 0) violate("a redirect was followed", `${landed} times`);
await new Promise((resolve) => setTimeout(resolve, 300));
for (const { index, facts, attempts } of ended) {
  if (facts.attempts !== attempts) violate("sent again after it had ended", `call ${index}`);
}
const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
if (timers > 0) violate("timers left behind", String(timers));

await control();
print();

/** A naive client through the same storm must accept what it must not, or nothing was tested here. */
async function control() {
  let deceived = 0;
  for (let index = 0; index < 600 && only === undefined; index++) {
    const plan = planOf(seed, index, "injected");
    const { fetch, facts } = misbehavingFetch(plan, seed);
    const call = plan.call === "request" ? naive.requestCode : naive.validateCode;
    // Bodies that never end would hold it up for ever.
    if (plan.antic.startsWith("stream of empty") || plan.antic === "stream without end") continue;
    const ended = call({ chatId: plan.chatId }, { baseUrl: "", fetch }).then(() => facts.honest ? "right" : "deceived", () => "failed");
    if ((await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))])) === "deceived") deceived += 1;
  }
  console.log(`control: a naive client was deceived in ${deceived} of the first 600 calls`);
  if (deceived === 0 && only === undefined) violate("even a naive client was not deceived", "the storm is no test");
}

/**
 * Makes the calls below `end` that go this way and were not made yet.
 * @param {Plan["via"]} via
 * @param {number} lanes
 * @param {number} end
 */
async function through(via, lanes, end) {
  const lane = async () => {
    for (let index = next[via]++; index < end; index = next[via]++) {
      const isSocket = index % SOCKET_EVERY === 0;
      if ((via === "socket") !== isSocket || (only !== undefined && only !== index)) continue;
      // Calls that settle at once would otherwise follow each other without ever letting a timer fire.
      await new Promise((resolve) => setImmediate(resolve));
      await make(planOf(seed, index, via));
    }
    next[via] = end;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** @param {Plan} plan */
async function make(plan) {
  counts[plan.via] += 1;
  const injected = plan.via === "injected" ? misbehavingFetch(plan, seed) : undefined;
  const controller = new AbortController();
  const options = {
    instance: INSTANCE, token: TOKEN, timeout: plan.timeout, retry: plan.retry, signal: controller.signal,
    baseUrl: `http://127.0.0.1:${port}/storm/${plan.index}`, ...(injected && { fetch: injected.fetch }),
  };
  const abort = plan.abortAfter === undefined ? undefined : setTimeout(() => controller.abort(), plan.abortAfter);
  const start = performance.now();
  const { chatId, code, uuid } = plan;
  const made = plan.call === "request"
    ? api.requestCode({ chatId }, options)
    : api.validateCode({ chatId, code, ...(plan.bound && { uuid }) }, options);
  /** @type {NodeJS.Timeout | undefined} */
  let watch;
  const late = new Promise((resolve) => {
    // A moment more after the time is up, because after a standstill timers come in no particular order.
    watch = setTimeout(() => (watch = setTimeout(resolve, 5, "unsettled")), plan.timeout + GRACE);
  });
  const told = made.then((result) => ({ result }), (error) => ({ error }));
  const end = /** @type {any} */ (await Promise.race([told, late]));
  if (injected !== undefined) ended.push({ index: plan.index, facts: injected.facts, attempts: injected.facts.attempts });
  clearTimeout(watch);
  clearTimeout(abort);
  slowest = Math.max(slowest, performance.now() - start - plan.timeout);
  judge(plan, end, injected?.facts);
}

/**
 * @param {Plan} plan
 * @param {any} end
 * @param {{ attempts: number, honest: boolean } | undefined} facts of an injected fetch
 */
function judge(plan, end, facts) {
  const where = `call ${plan.index} (${plan.via}, ${plan.call}${plan.antic && `, ${plan.antic}`})`;
  if (end === "unsettled") return violate("unsettled", where);
  const { result, error } = end;
  const outcome = error === undefined
    ? ("valid" in result ? (result.valid ? "valid" : `refused ${result.reason}`) : "requested")
    : `${error?.code}`;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  if (error !== undefined && !api.isOtpError(error)) violate("not an OtpError", `${where}: ${error}`);
  if (error?.code === "internal") violate("the core trapped", where);
  const texts = error === undefined ? "" : `${error.stack}${JSON.stringify(error)}${error.cause?.stack ?? ""}`;
  if (texts.includes(TOKEN)) violate("the token in an error", where);

  // What the client may have seen at best; of a socket's answers the last it can have come to.
  const honest = facts?.honest ?? plan.answers.some((answer) => wireIsHonest(wireBytes(answer, seed, plan.index, foreign), answer, plan));
  const accepted = outcome === "valid" || outcome === "requested";
  if (accepted) counts.accepted += 1;
  if (accepted && !honest) violate("accepted without an honest success", where);
  if (accepted && result.chatId !== plan.chatId) violate("another chat accepted", where);
  if (!accepted && honest) counts.refusedThoughHonest += 1;
  if (plan.honest) {
    counts.honest += 1;
    // Over sockets the machine itself may drop a connection; an injected fetch drops none.
    if (!accepted && (plan.via === "injected" || !["network", "timeout"].includes(outcome))) violate("an honest success refused", `${where}: ${outcome}`);
    if (!accepted) counts.honestLost += 1;
  }
}

/** @param {Plan} plan */
function endsInThrottle(plan) {
  const last = plan.answers.at(-1);
  return last !== undefined && [429, 503].includes(last.status) && last.headers.some(([name]) => name === "retry-after");
}

/** @param {string} kind @param {string} what */
function violate(kind, what) {
  violations.set(kind, [...(violations.get(kind) ?? []), what]);
}

/** @returns {Promise<any>} */
function message() {
  return new Promise((resolve, reject) => {
    server.once("message", resolve);
    server.once("error", reject);
  });
}

function print() {
  const total = counts.socket + counts.injected;
  for (const [outcome, count] of [...outcomes].sort(([, a], [, b]) => b - a)) {
    console.log(`${outcome.padEnd(24)}${String(count).padStart(8)}  ${((100 * count) / total).toFixed(2).padStart(6)} %`);
  }
  console.log(`${total} calls in ${seconds.toFixed(1)} s: ${counts.socket} over sockets, ${counts.injected} through an injected fetch`);
  console.log(`accepted ${counts.accepted} (${((100 * counts.accepted) / total).toFixed(1)} %); ${counts.honest} had to be, of which ${counts.honestLost} were lost with their connection`);
  console.log(`refused or failed though the bytes could pass for an honest success: ${counts.refusedThoughHonest}`);
  console.log(`settled at the latest ${Math.max(0, slowest).toFixed(0)} ms after the timeout, on a machine that stood still for up to ${(stalls.max / 1e6).toFixed(0)} ms`);
  const checks = [
    "accepted without an honest success", "another chat accepted", "an honest success refused", "unsettled", "not an OtpError",
    "the core trapped", "the token in an error", "a rejection nobody handled", "sent again", "sent again after it had ended", "a redirect was followed", "timers left behind",
  ];
  for (const check of checks) {
    const found = violations.get(check) ?? [];
    console.log(`${found.length === 0 ? "ok    " : "FAILED"}  ${found.length} x ${check}${found.length === 0 ? "" : `: ${found.slice(0, 10).join("; ")}`}`);
  }
  if (counts.honestLost > counts.honest / 100) violate("too many honest answers lost", `${counts.honestLost} of ${counts.honest}`);
  const few = only === undefined && counts.accepted < total / 10;
  if (few) violate("hardly any call was accepted, so little was tested", String(counts.accepted));
  report(checks.length + 3 - violations.size, violations.size);
}
