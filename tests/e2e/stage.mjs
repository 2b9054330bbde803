/** What the tests of the demo share: one browser, one demo, one page at a time. */

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { DemoPage, startBrowser, startFirefox } from "../support/browser.mjs";
import { ROOT, startDemo } from "../support/demo.mjs";
import { prepared } from "../support/runner.mjs";

/** @typedef {import("playwright-core").BrowserContext} BrowserContext */
/** @typedef {import("playwright-core").Request} Request */

/** The browser, and the part of a name that tests are chosen by. */
export const [engine, only] = /^(chromium|firefox)$/.test(process.argv[2] ?? "")
  ? [process.argv[2], process.argv[3] ?? ""]
  : ["chromium", process.argv[2] ?? ""];

export const { browser, demo } = await prepared(async () => {
  const [browser, demo] = await Promise.all([engine === "firefox" ? startFirefox() : startBrowser(), startDemo()]);
  return { browser, demo };
});

/** The context of the test that runs. @type {BrowserContext | undefined} */
let context;

/**
 * A page of a browser nobody has used yet, still empty.
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function fresh(options) {
  await context?.close();
  context = await browser.newContext(options);
  return new DemoPage(await context.newPage());
}

/**
 * The demo's page in a browser nobody has used yet.
 * @param {string} [url]
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function open(url = demo.url, options = {}) {
  const page = await fresh(options);
  await page.page.goto(url);
  return page;
}

/**
 * Every request the page makes from now on whose path ends so.
 * @param {DemoPage} page
 * @param {string} end
 */
export function requestsTo(page, end) {
  /** @type {Request[]} */
  const seen = [];
  page.page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(end)) seen.push(request);
  });
  return seen;
}

/** Keeps what the page of a failed test looks like. @param {number} number */
export async function keepPicture(number) {
  const folder = path.join(ROOT, "target/e2e");
  await mkdir(folder, { recursive: true });
  await context?.pages()[0]?.screenshot({ path: path.join(folder, `failed-${number}.png`) });
}

export async function end() {
  await browser.close();
  await demo.dispose();
}
