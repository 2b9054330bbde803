/** The runtimes that are programs from npm; none of them is allowed more than it asks for by itself. */

import { program } from "../engines/programs.mjs";
import { runProcess } from "./process.mjs";

/** @typedef {import("./runtimes.mjs").Run} Run */

/** @type {Run} */
export async function newestNode(folder, task) {
  const { path, version } = await program("node");
  return runProcess(folder, `Node ${version}`, [path], task);
}

/** @type {Run} */
export const deno = (folder, task) => anyDeno("deno", folder, task);

/** @type {Run} */
export const oldestDeno = (folder, task) => anyDeno("deno-oldest", folder, task);

/**
 * Without any permission: neither network nor files.
 * @param {"deno" | "deno-oldest"} name
 * @param {string} folder
 * @param {import("./runtimes.mjs").Task} task
 */
async function anyDeno(name, folder, task) {
  const { path, version } = await program(name);
  return runProcess(folder, `Deno ${version}`, [path, "run", "--no-prompt"], task);
}

/** @type {Run} */
export async function bun(folder, task) {
  const { path, version } = await program("bun");
  return runProcess(folder, `Bun ${version}`, [path], task);
}
