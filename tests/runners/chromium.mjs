/** A task in a page of Chromium. */

import { startBrowser } from "../support/browser.mjs";
import { runInPage } from "./playwright.mjs";

/** @type {import("./runtimes.mjs").Run} */
export const run = (folder, task) => runInPage(folder, "Chromium", startBrowser, task);
