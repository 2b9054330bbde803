/**
 * The one suite of tests/suite/ against the installed package, in the runtimes that are named:
 * `node tests/run.mjs [runtime...]`; all of them without a name. `native` asks the core alone, without
 * JavaScript, what the runtimes before it asked. Prints what failed, and at the end `N passed, N failed`.
 */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { install } from "./runners/install.mjs";
import { RUNTIMES, SUITE } from "./runners/runtimes.mjs";
import { canariesIn } from "./suite/canaries.js";
import { compare, digestOf, kept } from "./verdicts.mjs";

/**
 * What a runtime's run came to.
 * @typedef {object} Report
 * @property {string} engine its name and version
 * @property {{ at: string, problem: string }[]} failures
 * @property {Record<string, { passed: number, failed: number, ms: number }>} themes
 * @property {string[]} lines every verdict
 * @property {string} digest of all verdicts
 * @property {import("./verdicts.mjs").Question[]} core which of them are the core's alone
 * @property {number} assertions
 * @property {string} printed what it printed
 */

let passed = 0;
let failed = 0;

const all = [...Object.keys(RUNTIMES), "native"];
const names = process.argv.slice(2);
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  fail("the runtimes are known", `There is no runtime ${unknown.join(", ")}; there are: ${all.join(", ")}`);
} else {
  await every(names.length === 0 ? all : names);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** @param {string[]} runtimes */
async function every(runtimes) {
  const place = await install().catch((error) => fail("the package can be installed", error));
  if (place === undefined) return;
  try {
    await documented(place.folder);
    for (const name of runtimes) {
      if (name === "native") await native(place.verdicts);
      else await one(name, place);
    }
  } finally {
    await place.remove();
  }
}

/**
 * @param {string} name
 * @param {{ folder: string, verdicts: string }} place
 */
async function one(name, { folder, verdicts }) {
  const began = performance.now();
  try {
    const report = await /** @type {import("./runners/runtimes.mjs").Run} */ (RUNTIMES[name])(folder, SUITE);
    const { engine, failures, lines, digest } = report;
    for (const { at, problem } of failures) fail(`${name}: ${at}`, problem);
    const leaked = canariesIn(report.printed);
    if (leaked.length > 0) fail(`${name}: nothing that is printed holds a secret`, leaked.join(", "));
    const tallies = Object.values(report.themes);
    const good = tallies.reduce((sum, theme) => sum + theme.passed, 0);
    if (good === 0) fail(`${name}: the suite ran`, "it ran no test");
    passed += good;
    console.log(`# ${name} (${engine}): ${good} of ${good + failures.length} tests, ${report.assertions} assertions, ${((performance.now() - began) / 1000).toFixed(1)} s`);
    if (process.env.VERBOSE) console.log(Object.entries(report.themes).map(([theme, tally]) => `#   ${theme}: ${tally.passed} passed, ${tally.failed} failed, ${tally.ms} ms`).join("\n"));
    console.log(`digest ${digest} ${name}, ${lines.length} verdicts`);
    if (failures.length > 0) return;
    const core = report.core.map(({ verdict }) => lines[verdict] ?? "");
    await agree(verdicts, name, { engine, lines, core, questions: report.core });
  } catch (error) {
    fail(`${name}: the suite ran to its end`, error);
  }
}

/** @param {string} verdicts */
async function native(verdicts) {
  try {
    const [first] = Object.values(await kept(verdicts)).filter(({ questions }) => questions.length > 0);
    if (first === undefined) throw new Error("No runtime has run this suite with this package yet: name one before native.");
    const { answers } = await import("./runners/native.mjs");
    const { engine, lines } = await answers(first.questions);
    passed += lines.length;
    console.log(`# native (${engine}): asked what ${first.engine} asked`);
    await agree(verdicts, "native", { engine, lines: undefined, core: lines, questions: [] });
  } catch (error) {
    fail("native: the core answered every question", error);
  }
}

/**
 * @param {string} verdicts
 * @param {string} name
 * @param {import("./verdicts.mjs").Said} said
 */
async function agree(verdicts, name, said) {
  console.log(`digest ${digestOf(said.core)} ${name}, the ${said.core.length} verdicts of the core alone`);
  const { agreed, problem } = await compare(verdicts, name, said);
  passed += agreed;
  if (problem !== undefined) fail("every runtime gives the same verdicts", problem);
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
 * @param {string} sentence
 * @param {unknown} problem
 */
function fail(sentence, problem) {
  failed += 1;
  const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
  console.log(`not ok - ${sentence}\n${text.replace(/^/gm, "    ")}`);
}
