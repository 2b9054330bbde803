/** What the runtimes said of one package and one suite, kept beside the installed package. */

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * A verdict that is the core's alone: its beginning, its place among all, and what the core was asked.
 * @typedef {{ where: string, verdict: number, input: import("./suite/recorded.js").Input }} Question
 */

/**
 * What one runtime said. The native core gives only the verdicts that are its own.
 * @typedef {object} Said
 * @property {string} engine
 * @property {string[] | undefined} lines every verdict
 * @property {string[]} core those of the core alone
 * @property {Question[]} questions what the core was asked
 */

/** @param {string[]} lines */
export const digestOf = (lines) => createHash("sha256").update(lines.join("\n")).digest("hex");

/**
 * Everything that was kept, by the runtime's name.
 * @param {string} folder
 * @returns {Promise<Record<string, Said>>}
 */
export async function kept(folder) {
  await mkdir(folder, { recursive: true });
  const files = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(files.map(async (file) =>
    [path.basename(file, ".json"), JSON.parse(await readFile(path.join(folder, file), "utf8"))])));
}

/**
 * Whatever the runtime, every verdict is the same: how many others agree with this one, and how one
 * of them differs. What is said is kept for those that come later.
 * @param {string} folder
 * @param {string} name
 * @param {Said} said
 */
export async function compare(folder, name, said) {
  let agreed = 0;
  for (const [other, { engine, lines, core }] of Object.entries(await kept(folder))) {
    if (other === name) continue;
    const all = lines !== undefined && said.lines !== undefined;
    const problem = (all && difference(said.lines, lines)) || difference(said.core, core);
    if (problem) return { agreed, problem: `${said.engine} does not give the verdicts of ${engine}: ${problem}` };
    agreed += 1;
  }
  await writeFile(path.join(folder, `${name}.json`), JSON.stringify(said));
  return { agreed, problem: undefined };
}

/**
 * @param {string[] | undefined} mine
 * @param {string[]} others
 */
function difference(mine = [], others) {
  if (digestOf(mine) === digestOf(others)) return undefined;
  const at = [...mine, undefined].findIndex((line, index) => line !== others[index]);
  return `verdict ${at} differs:\n  ${others[at]}\n  ${mine[at]}`;
}
