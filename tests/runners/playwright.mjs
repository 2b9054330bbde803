/** A task in a page of a browser that Playwright drives, its modules served as they are. */

import { servePage } from "./page.mjs";

/**
 * @param {string} folder
 * @param {string} name the browser's
 * @param {() => Promise<import("playwright-core").Browser>} start
 * @param {import("./runtimes.mjs").Task} task
 * @returns {Promise<import("../run.mjs").Report>}
 */
export async function runInPage(folder, name, start, task) {
  const site = await servePage(folder);
  try {
    const browser = await start();
    try {
      const page = await browser.newPage();
      /** @type {string[]} */
      const printed = [];
      page.on("console", (message) => printed.push(message.text()));
      page.on("pageerror", (error) => printed.push(`uncaught: ${error.stack ?? error.message}`));
      await page.goto(site.url);
      const report = await page.evaluate(`import("/${task.file}").then((module) => module.${task.name}({ inPage: true }))`);
      const uncaught = printed.filter((text) => text.startsWith("uncaught: "));
      if (uncaught.length > 0) throw new Error(uncaught.join("\n"));
      return { .../** @type {any} */ (report), engine: `${name} ${browser.version()}`, printed: printed.join("\n") };
    } finally {
      await browser.close();
    }
  } finally {
    await site.close();
  }
}
