/** A task in a page of Firefox, over WebDriver BiDi, which an unpatched Firefox speaks. */

import { firefox } from "playwright-core";
import { runInPage } from "./playwright.mjs";

const executablePath = process.env.FIREFOX_PATH || "/usr/bin/firefox-esr";

/** @type {import("./runtimes.mjs").Run} */
export const run = (folder, task) => runInPage(folder, "Firefox", () => firefox.launch({ channel: "moz-firefox", executablePath }), task);
