/** The suite in the Node that runs this. */

import { runProcess } from "./process.mjs";

/** @param {string} folder */
export const run = (folder) => runProcess(folder, `Node ${process.versions.node}`, [process.execPath]);
