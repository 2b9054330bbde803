/**
 * How long it takes to draw six digits with this package, beside `crypto.randomInt` with padding,
 * nanoid's `customAlphabet` and a hand-written twin, in one run in every runtime.
 *
 * usage: node tests/bench/codes.mjs [--rounds 1000] [runtime...]
 */

import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { program } from "../engines/programs.mjs";
import { servePage } from "../runners/page.mjs";
import { startBrowser } from "../support/browser.mjs";
import { installPackage } from "../support/install.mjs";
import { prepared, report } from "../support/runner.mjs";
import { installTools } from "../support/tools.mjs";

/** @typedef {{ samples: Record<string, number[]>, checked: number }} Measured */
/** @typedef {{ way: string, rival: string, asked: number, budgets: Record<string, number> }} Ratio */

/**
 * How many times as fast the package must be: as it was asked, and as each runtime reached it. A
 * budget only goes up; where it is below what was asked, docs/generator.md says why.
 * @type {Ratio[]}
 */
const RATIOS = [
  { way: "package", rival: "randomInt", asked: 1.8, budgets: { node: 1.8, deno: 1.3, bun: 1.1 } },
  { way: "package", rival: "nanoid", asked: 2.5, budgets: { node: 2.5, deno: 2.1, bun: 2.2, chromium: 2.5 } },
  { way: "package, batches", rival: "randomInt", asked: 2.5, budgets: { node: 2.5, deno: 1.6, bun: 1.3 } },
  { way: "package, batches", rival: "nanoid", asked: 3.5, budgets: { node: 3.3, deno: 2.7, bun: 2.7, chromium: 3.5 } },
];

const { values, positionals } = parseArgs({ options: { rounds: { type: "string", default: "1000" } }, allowPositionals: true });
const rounds = Number(values.rounds);

/** @type {Record<string, (folder: string) => Promise<[engine: string, measured: Measured]>>} */
const RUNTIMES = {
  node: async (folder) => [`Node ${process.versions.node}`, await inProcess(folder, [process.execPath])],
  deno: async (folder) => {
    const { path, version } = await program("deno");
    return [`Deno ${version}`, await inProcess(folder, [path, "run", "--no-prompt"])];
  },
  bun: async (folder) => {
    const { path, version } = await program("bun");
    return [`Bun ${version}`, await inProcess(folder, [path])];
  },
  chromium: inPage,
};

const folder = await prepared(place);
let passed = 0;
let failed = 0;
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(RUNTIMES)) {
    const run = RUNTIMES[name];
    if (run === undefined) throw new Error(`There is no runtime ${name}; there are: ${Object.keys(RUNTIMES).join(", ")}`);
    const [engine, measured] = await run(folder);
    print(engine, measured);
    for (const { way, rival, asked, budgets } of RATIOS) {
      const is = ratio(measured, way, rival);
      const budget = budgets[name];
      if (is === undefined || budget === undefined) continue;
      const held = is >= budget;
      held ? (passed += 1) : (failed += 1);
      console.log(`${held ? "ok    " : "FAILED"}  ${way}: ${is.toFixed(2)} times as fast as ${rival}; asked ${asked}, budget ${budget}`);
    }
    console.log();
  }
} catch (error) {
  failed += 1;
  console.log(error instanceof Error ? error.stack : error);
} finally {
  await rm(folder, { recursive: true, force: true });
}
report(passed, failed);

/** A folder with the packed package, nanoid and what measures them. */
async function place() {
  const target = fileURLToPath(new URL("../../target/", import.meta.url));
  const [installed, tools] = [await installPackage(), await installTools("bench", "30 kB")];
  const fresh = await mkdtemp(path.join(target, "bench-"));
  await mkdir(path.join(fresh, "node_modules"));
  await symlink(path.join(installed, "node_modules/hypersender-otp"), path.join(fresh, "node_modules/hypersender-otp"));
  await symlink(path.join(tools, "nanoid"), path.join(fresh, "node_modules/nanoid"));
  await writeFile(path.join(fresh, "package.json"), '{ "private": true, "type": "module" }\n');
  await cp(fileURLToPath(new URL("codes", import.meta.url)), fresh, { recursive: true });
  const main = `import { measure } from "./measure.js"; console.log(JSON.stringify(await measure(${rounds})));\n`;
  await writeFile(path.join(fresh, "main.js"), main);
  return fresh;
}

/**
 * @param {string} folder
 * @param {[program: string, ...args: string[]]} command what the program's file is put behind
 * @returns {Promise<Measured>}
 */
async function inProcess(folder, [program, ...args]) {
  const child = spawn(program, [...args, path.join(folder, "main.js")], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${said}`);
  return JSON.parse(said);
}

/** @param {string} folder @returns {Promise<[string, Measured]>} */
async function inPage(folder) {
  // Only in a page that is isolated is the clock finer than a tenth of a millisecond.
  const isolated = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
  const site = await servePage(folder, ["hypersender-otp", "nanoid"], isolated);
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    const measured = await page.evaluate(`import("/measure.js").then(({ measure }) => measure(${rounds}))`);
    return [`Chromium ${browser.version()}`, /** @type {Measured} */ (measured)];
  } finally {
    await browser.close();
    await site.close();
  }
}

/** @param {number[]} numbers @param {number} share */
function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? NaN;
}

/**
 * How many times as fast one way is as another, by their fastest twentieths: what else a machine does
 * only ever adds to a time.
 * @param {Measured} measured
 * @param {string} way
 * @param {string} rival
 */
function ratio({ samples }, way, rival) {
  const [own, other] = [samples[way], samples[rival]];
  return own && other && quantile(other, 0.05) / quantile(own, 0.05);
}

/** @param {string} engine @param {Measured} measured */
function print(engine, measured) {
  const { samples, checked } = measured;
  console.log(`${engine}: nanoseconds a code over ${rounds} samples; ${checked.toLocaleString("en")} codes drawn, read and checked, none wrong`);
  console.log(`${"".padEnd(24)}${["p5", "median", "p95", "x randomInt", "x nanoid", "x twin"].map((head) => head.padStart(12)).join("")}`);
  for (const [name, times] of Object.entries(samples)) {
    const cells = [0.05, 0.5, 0.95].map((share) => quantile(times, share).toFixed(1));
    const ratios = ["randomInt", "nanoid", "twin"].map((rival) => ratio(measured, name, rival)?.toFixed(2) ?? "-");
    console.log(`${name.padEnd(24)}${[...cells, ...ratios].map((cell) => cell.padStart(12)).join("")}`);
  }
}
