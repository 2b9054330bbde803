/** The suite in a page of Chromium, its modules served as they are. */

import { startBrowser } from "../support/browser.mjs";
import { servePage } from "./page.mjs";

/**
 * @param {string} folder
 * @returns {Promise<import("../run.mjs").Report>}
 */
export async function run(folder) {
  const site = await servePage(folder);
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const printed = [];
    page.on("console", (message) => printed.push(message.text()));
    page.on("pageerror", (error) => printed.push(`uncaught: ${error.stack ?? error.message}`));
    await page.goto(site.url);
    const report = await page.evaluate("import('/suite/main.js').then(({ runAll }) => runAll({ inPage: true }))");
    const uncaught = printed.filter((text) => text.startsWith("uncaught: "));
    if (uncaught.length > 0) throw new Error(uncaught.join("\n"));
    return { .../** @type {any} */ (report), engine: `Chromium ${browser.version()}`, printed: printed.join("\n") };
  } finally {
    await browser.close();
    await site.close();
  }
}
