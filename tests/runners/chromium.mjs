/** The suite in a page of Chromium. */

import { startBrowser } from "../support/browser.mjs";
import { runInPage } from "./playwright.mjs";

/** @param {string} folder */
export const run = (folder) => runInPage(folder, "Chromium", startBrowser);
