/**
 * The one suite of tests/suite/ against the installed package, in the runtimes that are named:
 * `node tests/run.mjs [runtime...]`; all of them without a name. Prints what failed, and at the end
 * `N passed, N failed`.
 */

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { canariesIn } from "./suite/canaries.js";
import { install } from "./runners/install.mjs";

/**
 * What a runtime's run came to.
 * @typedef {object} Report
 * @property {string} engine its name and version
 * @property {{ at: string, problem: string }[]} failures
 * @property {Record<string, { passed: number, failed: number, ms: number }>} themes
 * @property {string[]} lines every verdict
 * @property {string} digest of all verdicts
 * @property {number} assertions
 * @property {string} printed what it printed
 */

/** One line for each runtime. @type {Record<string, (folder: string) => Promise<Report>>} */
const RUNTIMES = {
  node: async (folder) => (await import("./runners/node.mjs")).run(folder),
  "node-newest": async (folder) => (await import("./runners/programs.mjs")).newestNode(folder),
  deno: async (folder) => (await import("./runners/programs.mjs")).deno(folder),
  "deno-oldest": async (folder) => (await import("./runners/programs.mjs")).oldestDeno(folder),
  bun: async (folder) => (await import("./runners/programs.mjs")).bun(folder),
  workerd: async (folder) => (await import("./runners/workerd.mjs")).run(folder),
  edge: async (folder) => (await import("./runners/edge.mjs")).run(folder),
  chromium: async (folder) => (await import("./runners/chromium.mjs")).run(folder),
  firefox: async (folder) => (await import("./runners/firefox.mjs")).run(folder),
  webkit: async (folder) => (await import("./runners/webkit.mjs")).run(folder),
};

let passed = 0;
let failed = 0;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(RUNTIMES, name));
if (unknown.length > 0) {
  fail("the runtimes are known", `There is no runtime ${unknown.join(", ")}; there are: ${Object.keys(RUNTIMES).join(", ")}`);
} else {
  await all(names.length === 0 ? Object.keys(RUNTIMES) : names);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** @param {string[]} runtimes */
async function all(runtimes) {
  const place = await install().catch((error) => fail("the package can be installed", error));
  if (place === undefined) return;
  try {
    await documented(place.folder);
    for (const name of runtimes) {
      const report = await one(name, place.folder);
      if (report?.failures.length === 0) await compare(name, report, place.verdicts);
    }
  } finally {
    await place.remove();
  }
}

/**
 * @param {string} name
 * @param {string} folder
 */
async function one(name, folder) {
  const began = performance.now();
  try {
    const report = await /** @type {(folder: string) => Promise<Report>} */ (RUNTIMES[name])(folder);
    for (const { at, problem } of report.failures) fail(`${name}: ${at}`, problem);
    const leaked = canariesIn(report.printed);
    if (leaked.length > 0) fail(`${name}: nothing that is printed holds a secret`, leaked.join(", "));
    const tallies = Object.values(report.themes);
    const good = tallies.reduce((sum, theme) => sum + theme.passed, 0);
    if (good === 0) fail(`${name}: the suite ran`, "it ran no test");
    passed += good;
    console.log(`# ${name} (${report.engine}): ${good} of ${good + report.failures.length} tests, ${report.assertions} assertions, ${((performance.now() - began) / 1000).toFixed(1)} s`);
    if (process.env.VERBOSE) console.log(Object.entries(report.themes).map(([theme, tally]) => `#   ${theme}: ${tally.passed} passed, ${tally.failed} failed, ${tally.ms} ms`).join("\n"));
    console.log(`digest ${report.digest} ${name}, ${report.lines.length} verdicts`);
    return report;
  } catch (error) {
    fail(`${name}: the suite ran to its end`, error);
    return undefined;
  }
}

/**
 * The reserved chats of the documentation are those there are.
 * @param {string} folder
 */
async function documented(folder) {
  const entry = path.join(folder, "node_modules/hypersender-otp/testing.js");
  /** @type {typeof import("hypersender-otp/testing")} */
  const { reservedChatIds } = await import(pathToFileURL(entry).href);
  const text = await readFile(new URL("../docs/testing.md", import.meta.url), "utf8");
  const told = Array.from(text.matchAll(/^\| `(\w+)` \| `(\d+@c\.us)` \|/gm), ([, name, chatId]) => `${name} ${chatId}`);
  const real = Object.entries(reservedChatIds).map(([name, chatId]) => `${name} ${chatId}`);
  if (told.sort().join() === real.sort().join()) passed += 1;
  else fail("docs/testing.md names the reserved chats that there are", `documented: ${told}\nthere are: ${real}`);
}

/**
 * Whatever the runtime, every verdict is the same: compares with what other runtimes gave for the
 * same package and suite, in this run or an earlier one.
 * @param {string} name
 * @param {Report} report
 * @param {string} folder
 */
async function compare(name, { engine, digest, lines }, folder) {
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) {
    /** @type {Report} */
    const other = JSON.parse(await readFile(path.join(folder, file), "utf8"));
    if (other.digest === digest) {
      passed += 1;
      continue;
    }
    const at = lines.findIndex((line, index) => line !== other.lines[index]);
    fail(`${engine} gives the verdicts of ${other.engine}`, `verdict ${at} differs:\n  ${other.lines[at]}\n  ${lines[at]}`);
  }
  await writeFile(path.join(folder, `${name}.json`), JSON.stringify({ engine, digest, lines }));
}

/**
 * @param {string} sentence
 * @param {unknown} problem
 */
function fail(sentence, problem) {
  failed += 1;
  const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
  console.log(`not ok - ${sentence}\n${text.replace(/^/gm, "    ")}`);
}
