/** Runs a task in a runtime that is a program: Node, and what is called like it. */

import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";

/** The program: its report is the last line it prints. @param {import("./runtimes.mjs").Task} task */
const main = ({ file, name }) => `
import { inspect } from "node:util";
import { ${name} as run } from "./${file}";
const report = await run({ inPage: false, inspect: (value) => inspect(value, { depth: 8, showHidden: true }) });
process.stdout.write("\\n" + JSON.stringify(report) + "\\n");
`;

/**
 * @param {string} folder
 * @param {string} engine
 * @param {[program: string, ...args: string[]]} command what the program's file is put behind
 * @param {import("./runtimes.mjs").Task} task
 * @returns {Promise<import("../run.mjs").Report>}
 */
export async function runProcess(folder, engine, [program, ...args], task) {
  const file = path.join(folder, "main.mjs");
  await writeFile(file, main(task));
  const child = spawn(program, [...args, file], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
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
