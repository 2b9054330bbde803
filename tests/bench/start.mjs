/**
 * How long the client module takes to be ready on each engine: `node tests/bench/start.mjs`. Prints a
 * table and fails where the median is above the budget.
 */

import { cp } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "../runners/install.mjs";
import { RUNTIMES } from "../runners/runtimes.mjs";
import { report } from "../support/runner.mjs";

const MEDIAN_MS = 5;
/** What is measured where bytes are not compiled while a program runs; everywhere else bytes are compiled, too. */
const FILES = new Map([["workerd", "bench/from-module.js"], ["edge", "bench/from-edge-module.js"]]);

const { folder, remove } = await install();
await cp(fileURLToPath(new URL(".", import.meta.url)), path.join(folder, "bench"), { recursive: true });
let failed = 0;
let passed = 0;
console.log(`${"engine".padEnd(30)}${"first, ms".padStart(12)}${"median, ms".padStart(12)}  what`);
try {
  for (const [name, run] of Object.entries(RUNTIMES)) {
    const file = FILES.get(name) ?? "bench/from-bytes.js";
    try {
      const measured = /** @type {unknown} */ (await run(folder, { file, name: "run" }));
      const { engine, first, median } = /** @type {import("./instantiate.js").Measured & { engine: string }} */ (measured);
      const held = median > 0 && median <= MEDIAN_MS;
      held ? (passed += 1) : (failed += 1);
      const what = FILES.has(name) ? "instantiate" : "compile and instantiate";
      console.log(`${engine.padEnd(30)}${first.toFixed(2).padStart(12)}${median.toFixed(3).padStart(12)}  ${what}${held ? "" : `, over ${MEDIAN_MS} ms`}`);
    } catch (error) {
      failed += 1;
      console.log(`${name.padEnd(30)}  FAILED: ${error}`);
    }
  }
} finally {
  await remove();
}
report(passed, failed);
