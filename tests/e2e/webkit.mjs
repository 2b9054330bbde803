/** What people live through with the page, in WebKitGTK through its WebDriver. */

import { startWebKit } from "../runners/webkit.mjs";
import { startDemo } from "../support/demo.mjs";
import { afterwards, prepared, runTests } from "../support/runner.mjs";
import { Gate } from "./gate.mjs";
import { Person } from "./person.mjs";
import { scenarios } from "./scenarios.mjs";

const ENTER = "\ue007";
const CONTROL = "\ue009";
/** A scenario takes seconds; WebKit has been seen to hang. */
const LIMIT_MS = 60_000;

const { browser, demo } = await prepared(async () => {
  const [browser, demo] = await Promise.all([startWebKit(), startDemo()]);
  return { browser, demo };
});
const { driver } = browser;

/** The field as a script finds it; the code's is inside its element. */
const FIELDS = { number: 'document.querySelector("#number")', code: 'document.querySelector("otp-input").shadowRoot.querySelector("input")' };
const BUTTONS = { send: "#send-button", verify: "#check-button", skip: "#later" };
const PLACES = { status: "#outcome", message: "#messages li:last-child", page: "body" };

/** @param {string} expression what to give */
const ask = (expression) => driver.executeScript(`return ${expression}`);
/** @param {string} selector */
const find = (selector) => ask(`document.querySelector(${JSON.stringify(selector)})`);
/** @param {string} letter */
const withControl = (letter) => driver.actions().keyDown(CONTROL).sendKeys(letter).keyUp(CONTROL).perform();

const person = new Person({
  goto: (url) => driver.get(url),
  reload: () => driver.navigate().refresh(),
  async fill(field, text) {
    const input = await ask(FIELDS[field]);
    await input.clear();
    // A script focuses it, too, where there is nothing to type.
    await ask(`${FIELDS[field]}.focus()`);
    if (text !== "") await input.sendKeys(text);
  },
  value: (field) => ask(`${FIELDS[field]}.value`),
  click: async (button) => (await find(BUTTONS[button])).click(),
  type: (...keys) => driver.actions().sendKeys(...keys.map((key) => (key === "Enter" ? ENTER : key))).perform(),
  async pasteMessage() {
    await driver.executeScript(`document.querySelector("#chat").focus(); getSelection().selectAllChildren(document.querySelector("${PLACES.message} .text"))`);
    await withControl("c");
    await ask(`${FIELDS.code}.focus()`);
    await withControl("v");
  },
  // A WebDriver cannot take the network away; the page hears what it would hear.
  connect: (connected) => driver.executeScript(`dispatchEvent(new Event("${connected ? "online" : "offline"}"))`),
  read: (place) => ask(`document.querySelector("${PLACES[place]}")?.innerText ?? ""`),
  described: async (field) => {
    const [invalid, description] = await ask(`[${FIELDS[field]}.ariaInvalid === "true", ${FIELDS[field]}.ariaDescription ?? ""]`);
    return { invalid, description };
  },
  kept: () => ask("JSON.stringify({ ...sessionStorage, ...localStorage })"),
});

/** A way into the demo that can fail. */
async function gate() {
  const one = await new Gate(demo.url).open();
  afterwards(() => one.close());
  return one;
}

/** Every gate is an origin of its own, at which the browser keeps nothing yet. */
async function open(url = "") {
  await driver.get(url || (await gate()).url);
  await person.says(/Any number will do/);
  return person;
}

try {
  await runTests(scenarios({ demo, gate, open }), { limit: LIMIT_MS });
} finally {
  await browser.end();
  await demo.dispose();
}
