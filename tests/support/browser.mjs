/** Chromium and Firefox through playwright-core. */

import { access } from "node:fs/promises";
import { chromium, firefox } from "playwright-core";

/** Nothing of the browser itself goes to the network. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium headless with a profile of its own. */
export async function startBrowser() {
  const executablePath = process.env.CHROME_PATH || "/usr/bin/chromium";
  await access(executablePath).catch(() => {
    throw new Error(`There is no Chromium at ${executablePath}: install Debian's chromium, or set CHROME_PATH to yours.`);
  });
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** Starts Firefox headless, over WebDriver BiDi, which an unpatched Firefox speaks. */
export async function startFirefox() {
  const executablePath = process.env.FIREFOX_PATH || "/usr/bin/firefox-esr";
  return firefox.launch({ channel: "moz-firefox", executablePath });
}
