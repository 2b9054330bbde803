/** The suite in the Node that runs this. */

import { runProcess } from "./process.mjs";

/** @type {import("./runtimes.mjs").Run} */
export const run = (folder, task) => runProcess(folder, `Node ${process.versions.node}`, [process.execPath], task);
