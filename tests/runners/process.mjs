/** Runs the suite in a runtime that is a program: Node, and what is called like it. */

import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";

/** The program: the suite's report is the last line it prints. */
const MAIN = `
import { inspect } from "node:util";
import { runAll } from "./suite/main.js";
const report = await runAll({ inPage: false, inspect: (value) => inspect(value, { depth: 8, showHidden: true }) });
process.stdout.write("\\n" + JSON.stringify(report) + "\\n");
`;

/**
 * @param {string} folder
 * @param {string} engine
 * @param {[program: string, ...args: string[]]} command what the program's file is put behind
 * @returns {Promise<import("../run.mjs").Report>}
 */
export async function runProcess(folder, engine, [program, ...args]) {
  const main = path.join(folder, "main.mjs");
  await writeFile(main, MAIN);
  const child = spawn(program, [...args, main], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  /** @type {{ code: number | null, signal: string | null }} */
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const printed = stdout.trimEnd().split("\n");
  const last = printed.pop() ?? "";
  if (code !== 0 || !last.startsWith("{")) {
    throw new Error(`${engine} ended with ${code ?? signal} before its report:\n${`${stdout}\n${stderr}`.slice(-4000)}`);
  }
  return { ...JSON.parse(last), engine, printed: [...printed, stderr].join("\n") };
}
