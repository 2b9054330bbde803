/** All digests in one table; every runtime must have run, and all must agree: `node tests/digests.mjs`. */

import { install } from "./runners/install.mjs";
import { RUNTIMES } from "./runners/runtimes.mjs";
import { report } from "./support/runner.mjs";
import { digestOf, kept } from "./verdicts.mjs";

const { verdicts, remove } = await install();
await remove();
const all = await kept(verdicts);

/** @param {string[]} cells */
const row = ([name = "", engine = "", ...rest]) => console.log([name.padEnd(12), engine.padEnd(28), ...rest].join("  "));
row(["runtime", "engine", "digest of all verdicts  ", "digest of the core's"]);
/** @type {Set<string>[]} */
const seen = [new Set(), new Set()];
let missing = 0;
for (const name of [...Object.keys(RUNTIMES), "native"]) {
  const said = all[name];
  if (said === undefined) {
    missing += 1;
    row([name, "not run with this package and suite"]);
    continue;
  }
  const digests = [said.lines, said.core].map((lines) => lines && digestOf(lines));
  digests.forEach((digest, column) => digest && seen[column]?.add(digest));
  row([name, said.engine, ...digests.map((digest, column) =>
    digest ? `${digest.slice(0, 16)} (${(column === 0 ? said.lines : said.core)?.length})`.padEnd(24) : "".padEnd(24))]);
}
const differing = seen.reduce((sum, digests) => sum + Math.max(digests.size - 1, 0), 0);
report(Object.keys(RUNTIMES).length + 1 - missing, missing + differing);
