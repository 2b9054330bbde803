/** Chromium through playwright-core, and the demo page by the names people and screen readers use. */

import { access } from "node:fs/promises";
import { chromium, firefox } from "playwright-core";

/** @typedef {import("playwright-core").Page} Page */

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

let numbers = 0;

/** Numbers nobody asked a code for yet, of many countries, because budgets are kept per country. */
export function freshNumber() {
  const countries = ["20", "44", "49", "91", "971", "1", "55", "234", "33", "62", "7", "27"];
  const country = countries[numbers % countries.length];
  numbers += 1;
  return `+${country}${String(555000000 + numbers)}`;
}

/** @param {string} number such as `+20555000001` */
export function chatIdOf(number) {
  return `${number.slice(1)}@c.us`;
}

/** A code that is surely another one. @param {string} code */
export function wrongCode(code) {
  return code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
}

/** The demo page. */
export class DemoPage {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.number = page.getByRole("textbox", { name: "WhatsApp number", exact: true });
    this.send = page.getByRole("button", { name: "Send code", exact: true });
    this.inbox = page.getByRole("region", { name: "WhatsApp inbox", exact: true });
    this.code = page.getByRole("textbox", { name: "Code", exact: true });
    this.verify = page.getByRole("button", { name: "Verify", exact: true });
    this.status = page.getByRole("status");
  }

  /** Asks for a code and reads it in the inbox. @param {string} number */
  async requestCode(number) {
    await this.number.fill(number);
    await this.send.click();
    await this.says(/code is on its way/);
    return this.readCode();
  }

  /** The code of the newest message. */
  async readCode(messages = this.inbox.getByRole("listitem")) {
    const text = await messages.last().innerText({ timeout: 10_000 });
    const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];
    if (code === undefined) throw new Error("the message in the inbox holds no code of six digits");
    return code;
  }

  /** @param {string} code */
  async enter(code) {
    await this.code.fill(code);
    await this.verify.click();
  }

  /** Waits until the status says something like it, and gives the whole text. @param {RegExp} what */
  async says(what) {
    const until = Date.now() + 15_000;
    for (;;) {
      const text = (await this.status.innerText()).replace(/\s+/g, " ").trim();
      if (what.test(text)) return text;
      if (Date.now() > until) throw new Error(`the status should say ${what}, and says: ${text || "nothing"}`);
      await this.page.waitForTimeout(30);
    }
  }
}
