/** The demo page through Playwright, by the names people and screen readers use. */

import { Person } from "./person.mjs";

/** @typedef {import("playwright-core").Page} Page */

const ENGLISH = { number: "WhatsApp number", code: "Code", inbox: "WhatsApp inbox", send: "Send code", verify: "Verify", skip: "skip 30 minutes" };
/** @type {typeof ENGLISH} */
const ARABIC = { number: "رقم واتساب", code: "الرمز", inbox: "صندوق واتساب", send: "أرسل الرمز", verify: "تحقق", skip: "تخطَّ 30 دقيقة" };

export class DemoPage extends Person {
  /**
   * @param {Page} page
   * @param {"en" | "ar"} [language] of the page
   */
  constructor(page, language = "en") {
    const names = language === "ar" ? ARABIC : ENGLISH;
    /** @param {"textbox" | "button" | "region"} role @param {keyof typeof ENGLISH} name */
    const named = (role, name) => page.getByRole(role, { name: names[name], exact: true });
    const fields = { number: named("textbox", "number"), code: named("textbox", "code") };
    const inbox = named("region", "inbox");
    const messages = inbox.getByRole("listitem");
    const places = { status: page.getByRole("status"), message: messages.last(), page: page.locator("body") };
    super({
      goto: (url) => page.goto(url),
      reload: () => page.reload(),
      fill: (field, text) => fields[field].fill(text),
      value: (field) => fields[field].inputValue(),
      async click(name) {
        const button = named("button", name);
        // A button that is busy is no obstacle to a finger.
        await button.click({ force: (await button.getAttribute("aria-disabled")) === "true" });
      },
      async type(...keys) {
        for (const key of keys) await (key === "Enter" ? page.keyboard.press(key) : page.keyboard.type(key));
      },
      async pasteMessage() {
        await inbox.getByRole("log").focus();
        await messages.last().locator(".text").evaluate((text) => getSelection()?.selectAllChildren(text));
        await page.keyboard.press("ControlOrMeta+c");
        await fields.code.focus();
        await page.keyboard.press("ControlOrMeta+v");
      },
      connect: (connected) => page.context().setOffline(!connected),
      read: (place) => places[place].innerText({ timeout: 10_000 }),
      described: (field) => fields[field].evaluate((input) => ({ invalid: input.ariaInvalid === "true", description: input.ariaDescription ?? "" })),
      kept: () => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage })),
    });
    this.page = page;
  }
}
