/** The suite in the runtimes that are programs from npm; none of them is allowed more than it asks for by itself. */

import { program } from "../engines/programs.mjs";
import { runProcess } from "./process.mjs";

/** @param {string} folder */
export async function newestNode(folder) {
  const { path, version } = await program("node");
  return runProcess(folder, `Node ${version}`, [path]);
}

/** Without any permission: neither network nor files. @param {string} folder @param {"deno" | "deno-oldest"} [name] */
export async function deno(folder, name = "deno") {
  const { path, version } = await program(name);
  return runProcess(folder, `Deno ${version}`, [path, "run", "--no-prompt"]);
}

/** @param {string} folder */
export const oldestDeno = (folder) => deno(folder, "deno-oldest");

/** @param {string} folder */
export async function bun(folder) {
  const { path, version } = await program("bun");
  return runProcess(folder, `Bun ${version}`, [path]);
}
