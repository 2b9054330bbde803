/** What the tests of the demo share: one browser and one demo; each test has pages of its own. */

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { startBrowser, startFirefox } from "../support/browser.mjs";
import { ROOT, startDemo } from "../support/demo.mjs";
import { afterwards, prepared } from "../support/runner.mjs";
import { DemoPage } from "./demo-page.mjs";
import { Gate } from "./gate.mjs";

/** The browser, and the part of a name that tests are chosen by. */
export const [engine, only] = /^(chromium|firefox)$/.test(process.argv[2] ?? "")
  ? [process.argv[2], process.argv[3] ?? ""]
  : ["chromium", process.argv[2] ?? ""];

export const { browser, demo } = await prepared(async () => {
  const [browser, demo] = await Promise.all([engine === "firefox" ? startFirefox() : startBrowser(), startDemo()]);
  return { browser, demo };
});

/**
 * A page of a browser nobody has used yet, still empty.
 * @param {import("playwright-core").BrowserContextOptions} [options]
 * @param {"en" | "ar"} [language] of what it is going to show
 */
export async function fresh(options, language) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  afterwards(async (broken) => {
    if (broken !== undefined) await keepPicture(page, broken);
    await context.close();
  });
  return new DemoPage(page, language);
}

/**
 * The demo's page in a browser nobody has used yet.
 * @param {string} [url]
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function open(url = demo.url, options = {}) {
  const page = await fresh(options, url.includes("lang=ar") ? "ar" : "en");
  await page.page.goto(url);
  return page;
}

/** A way into the demo that can fail. */
export async function gate() {
  const one = await new Gate(demo.url).open();
  afterwards(() => one.close());
  return one;
}

/**
 * Keeps what the page of a failed test looks like.
 * @param {import("playwright-core").Page} page
 * @param {number} number
 */
async function keepPicture(page, number) {
  const folder = path.join(ROOT, "target/e2e");
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `failed-${number}.png`) }).catch(() => {});
}

export async function end() {
  await browser.close();
  await demo.dispose();
}
