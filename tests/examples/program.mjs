/** An example as a program: what it prints, and its end. */

import { spawn } from "node:child_process";

const READY_MS = 90_000;

/**
 * Starts it and waits for a line that it prints.
 * @param {string} cwd
 * @param {[string, ...string[]]} command
 * @param {NodeJS.ProcessEnv} env
 * @param {RegExp} line
 */
export async function start(cwd, [program, ...args], env, line) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  const run = {
    child, stdout: "", stderr: "",
    /** @type {Promise<number | null>} */
    ended: new Promise((resolve) => child.once("close", resolve)),
    async stop() {
      child.kill();
      await run.ended;
    },
  };
  child.once("error", (error) => (run.stderr += error.message));
  child.stdout.setEncoding("utf8").on("data", (text) => (run.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (run.stderr += text));
  const until = Date.now() + READY_MS;
  while (!line.test(run.stdout)) {
    if (Date.now() > until || child.exitCode !== null) {
      child.kill();
      throw new Error(`${[program, ...args].join(" ")} did not print ${line}:\n${run.stdout}${run.stderr}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return run;
}
