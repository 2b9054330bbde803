/** A task in a page of Firefox. */

import { startFirefox } from "../support/browser.mjs";
import { runInPage } from "./playwright.mjs";

/** @type {import("./runtimes.mjs").Run} */
export const run = (folder, task) => runInPage(folder, "Firefox", startFirefox, task);
