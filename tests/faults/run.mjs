/**
 * Every fault x both calls x every runtime, over real sockets, as a printed matrix.
 *
 * usage: node tests/faults/run.mjs [node] [workerd] [chromium] [--only TEXT]
 */

import { parseArgs } from "node:util";
import { installPackage } from "../support/install.mjs";
import { prepared, report } from "../support/runner.mjs";
import { CALLS } from "./answers.mjs";
import { FAULTS } from "./faults.mjs";
import { FaultServer } from "./server.mjs";
import { RUNTIMES, control, foldersFor } from "./runtimes.mjs";

/** @typedef {import("./faults.mjs").Fault} Fault */
/** @typedef {import("./answers.mjs").Call} Call */

/** Of calls that are to time out or be aborted, and of all others, which a busy machine must not disturb. */
const TIMEOUTS = { short: 400, long: 4000 };
/** A call that ended must have let go of its connection after so long. */
const CLOSING = 2000;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: "string", default: "" } } });
const names = positionals.length > 0 ? positionals : Object.keys(RUNTIMES);
const faults = FAULTS.filter((fault) => fault.name.includes(values.only));

const slugs = new Map(FAULTS.map((fault, at) => [`f${at}`, fault]));
if (new Set(FAULTS.map((fault) => fault.name)).size !== FAULTS.length) throw new Error("two faults have the same name");
const vague = FAULTS.filter((fault) => [fault.request, fault.validate].some(Array.isArray) && fault.why === undefined);
if (vague.length > 0) throw new Error(`no reason is given for several outcomes of: ${vague.map((fault) => fault.name).join("; ")}`);

/** @type {Map<string, { text: string, wrong: string[] }>} */
const cells = new Map();
const began = performance.now();

for (const name of names) {
  const start = RUNTIMES[name];
  if (start === undefined) throw new Error(`there is no runtime ${name}; there are ${Object.keys(RUNTIMES).join(", ")}`);
  const installed = await prepared(installPackage);
  const server = await new FaultServer((slug) => slugs.get(slug)?.serve, foldersFor(installed)).start();
  const runtime = await prepared(() => start(installed, server.origin()));
  const work = faults.flatMap((fault) => CALLS.map((call) => ({ fault, call })));
  /** @param {boolean} alone @param {number} lanes */
  const runAll = async (alone, lanes) => {
    const next = work.filter(({ fault }) => (fault.alone ?? false) === alone).values();
    const lane = async () => {
      for (const { fault, call } of next) {
        cells.set(`${fault.name} ${call} ${name}`, await runOne(server, runtime, fault, call));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
  await runAll(false, runtime.lanes);
  await runAll(true, 1);
  const { connections, bytes } = server.foreign;
  cells.set(`foreign ${name}`, {
    text: `another origin got ${connections} connections and ${bytes} bytes`, wrong: connections > 0 ? ["it must get none"] : [],
  });
  await runtime.stop();
  await server.stop();
}

const passed = print();
const caught = values.only === "" ? await controlFails() : [];
report(passed.passed + caught.filter(Boolean).length, passed.failed + caught.filter((is) => !is).length);

/** The naive client must fail under these faults, one of each kind; gives which of them it did. */
async function controlFails() {
  const server = await new FaultServer((slug) => slugs.get(slug)?.serve).start();
  const runtime = control();
  const kinds = [
    "307 to the same origin", "307 to another origin", "500 with a perfect success", "another chat", "success: 1", "HTML that claims to be JSON",
    "slow body", "no answer", "honest, then 10 MB of spaces", "byte order mark", "success twice, false first", "429, Retry-After: 0",
  ];
  const results = await Promise.all(kinds.map(async (kind) => {
    const fault = FAULTS.find(({ name }) => name === kind);
    if (fault === undefined) throw new Error(`there is no fault ${kind}`);
    const { text, wrong } = await runOne(server, runtime, fault, "validate");
    console.log(`${wrong.length > 0 ? "ok    " : "FAILED"}  control: a naive client fails under "${kind}": ${text}: ${wrong.join("; ")}`);
    return wrong.length > 0;
  }));
  const heard = server.foreign.connections > 0;
  console.log(`${heard ? "ok    " : "FAILED"}  control: another origin hears of a naive client (${server.foreign.bytes} bytes)`);
  await server.stop();
  return [...results, heard];
}

/**
 * @param {FaultServer} server
 * @param {import("./runtimes.mjs").Runtime} runtime
 * @param {Fault} fault
 * @param {Call} call
 */
async function runOne(server, runtime, fault, call) {
  const slug = `f${FAULTS.indexOf(fault)}`;
  const id = `${slug}-${call}`;
  const place = fault.place ?? (fault.alone && !runtime.inPage ? "quiet" : "main");
  const baseUrl = `${server.origin(place)}/fault/${slug}/${id}`;
  const allowed = [fault[call]].flat();
  const ends = allowed.some((outcome) => /timeout|aborted/.test(outcome));
  const cell = { timeout: ends ? TIMEOUTS.short : TIMEOUTS.long, times: 1, linger: 0, ...fault.caller, call, baseUrl };
  const { outcome, ms, wrong } = await runtime.run(cell);
  const tally = server.tally(id);
  if (!allowed.includes(outcome)) wrong.unshift(`it must be: ${allowed.join(" | ")}`);
  const hits = [fault.hits ?? cell.times].flat();
  if (!hits.includes(tally.hits)) wrong.push(`${tally.hits} requests arrived instead of ${hits.join(" or ")}`);
  if (tally.landed > 0) wrong.push("a redirect was followed");
  const until = Date.now() + CLOSING;
  while (tally.open > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
  if (tally.open > 0) wrong.push(`${tally.open} connections left open`);
  return { text: `${outcome} (${ms})`, wrong };
}

function print() {
  const width = Math.max(...faults.map((fault) => fault.name.length)) + 2;
  console.log(`${"fault".padEnd(width)}${"call".padEnd(10)}${names.map((name) => `${name} (ms)`.padEnd(34)).join("")}`.trimEnd());
  const failures = [];
  let empty = 0;
  for (const fault of faults) {
    for (const call of CALLS) {
      const row = names.map((name) => {
        const cell = cells.get(`${fault.name} ${call} ${name}`);
        if (cell === undefined) empty += 1;
        for (const wrong of cell?.wrong ?? []) failures.push(`${fault.name} / ${call} / ${name}: ${cell?.text}: ${wrong}`);
        return `${cell?.wrong.length === 0 ? "" : "FAILED "}${cell?.text ?? "EMPTY"}`.padEnd(34);
      });
      console.log(`${(call === "request" ? fault.name : "").padEnd(width)}${call.padEnd(10)}${row.join("")}`.trimEnd());
    }
  }
  console.log("\nWhy some faults may end in more than one way, or unlike for the two calls:");
  /** @type {Map<string, string[]>} */
  const reasons = new Map();
  for (const { why, name } of faults) if (why !== undefined) reasons.set(why, [...(reasons.get(why) ?? []), name]);
  for (const [why, group] of reasons) console.log(`- ${why}: ${group.join("; ")}`);
  console.log();
  for (const name of names) {
    const foreign = cells.get(`foreign ${name}`);
    console.log(`${name}: ${foreign?.text}`);
    for (const wrong of foreign?.wrong ?? []) failures.push(`${name}: ${foreign?.text}: ${wrong}`);
  }
  const all = [...cells.values()];
  const accepted = all.filter(({ text }) => /^(requested|valid)/.test(text)).length;
  console.log(`${faults.length} faults, ${cells.size - names.length} cells, ${empty} empty, accepted ${accepted}, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  for (const failure of failures) console.log(`FAILED  ${failure}`);
  const failed = all.filter(({ wrong }) => wrong.length > 0).length;
  return { passed: cells.size - failed, failed: failed + empty };
}
