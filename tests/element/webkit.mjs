/** `<otp-input>` of the packed package in WebKitGTK, typed into and pasted into through its WebDriver. */

import assert from "node:assert/strict";
import { startWebKit } from "../runners/webkit.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { servePage } from "./page.mjs";

const ENTER = "\ue007";
const CONTROL = "\ue009";

/** The HTML of the next page. */
let html = "";
const { browser, server } = await prepared(async () => ({
  browser: await startWebKit(),
  server: await servePage((name) => (name === "/" ? html : undefined)),
}));
const { driver } = browser;

/** @param {string} script what to give, of `host` and `input` */
const ask = (script) => driver.executeScript(`const host = document.querySelector("otp-input"); const input = host.shadowRoot.querySelector("input"); return ${script}`);

/** Opens a page and gives the input in the element. */
async function open(element = "<otp-input name=code></otp-input>") {
  html = `<form><label for=code>Code</label>${element.replace("<otp-input", "<otp-input id=code")}<button>Verify</button></form><textarea></textarea>`;
  await driver.get(server.origin);
  for (const until = Date.now() + 10_000; !(await driver.executeScript("return 'ready' in document.documentElement.dataset")); ) {
    if (Date.now() > until) throw new Error("the page was not ready within 10 s");
  }
  return ask("input");
}

/** Copies a text elsewhere on the page and pastes it, with the keyboard. @param {string} text */
async function paste(text) {
  await driver.executeScript("const area = document.querySelector('textarea'); area.value = arguments[0]; area.select();", text);
  await driver.actions().keyDown(CONTROL).sendKeys("c").keyUp(CONTROL).perform();
  await ask("input.focus()");
  await driver.actions().keyDown(CONTROL).sendKeys("v").keyUp(CONTROL).perform();
}

/** What is typed, with what stands in the input then. */
const TYPED = [
  ["43 97-13", "439713", ""],
  ["٤٣٩٧١٣", "439713", ""],
  ["4397139", "439713", ""],
  ["k7qm2x", "K7QM2X", "characters=capitals-and-digits"],
  ["k7Qm2x", "k7Qm2x", "characters=letters-and-digits"],
];
const PASTED = [
  ["*439713* is your verification code for Acme. It is valid for 5 min.", "439713"],
  ["رمز التحقق هو ٤٣٩٧١٣، صالح ٥ دقائق", "439713"],
  ["439713 or 881204", ""],
];

try {
  await runTests([
    ...TYPED.map(([text = "", code, attributes]) => ({
      name: `${JSON.stringify(text)} typed${attributes ? ` with ${attributes}` : ""} is ${JSON.stringify(code)}`,
      async run() {
        await (await open(`<otp-input name=code ${attributes}></otp-input>`)).sendKeys(text);
        assert.equal(await ask("host.value"), code);
      },
    })),
    ...PASTED.map(([text = "", code]) => ({
      name: `pasting ${JSON.stringify(text)} gives ${code ? code : "nothing"}`,
      async run() {
        await open();
        await paste(text);
        assert.equal(await ask("host.value"), code);
      },
    })),
    {
      name: "the input has the name of its label, and asks for a one-time code and digits",
      async run() {
        await open();
        assert.deepEqual(await ask("[input.ariaLabel, input.autocomplete, input.inputMode]"), ["Code", "one-time-code", "numeric"]);
      },
    },
    {
      name: "a click on the label puts the caret in the input",
      async run() {
        await open();
        await (await driver.executeScript("return document.querySelector('label')")).click();
        await driver.actions().sendKeys("4").perform();
        assert.equal(await ask("host.value"), "4");
      },
    },
    {
      name: "a form that misses the code is not sent, and one that has it is sent by Enter",
      async run() {
        const input = await open("<otp-input name=code required></otp-input>");
        await input.sendKeys("43971", ENTER);
        assert.equal(await ask("window.heard.includes('submit')"), false);
        await input.sendKeys("3", ENTER);
        assert.deepEqual(await ask("[window.heard.includes('submit'), window.heard.includes('complete')]"), [true, true]);
        assert.equal(await ask("new FormData(host.form).get('code')"), "439713");
      },
    },
    {
      name: "what is missing is told in the browser's words, and only while somebody can fill it in",
      async run() {
        await open("<otp-input name=code required disabled></otp-input>");
        assert.equal(await ask("host.checkValidity()"), true);
        await ask("host.removeAttribute('disabled')");
        assert.equal(await ask("host.validity.valueMissing && host.validationMessage.length > 3"), true);
      },
    },
    {
      name: "a reset returns to the attribute",
      async run() {
        await (await open("<otp-input name=code value=12></otp-input>")).sendKeys("3456");
        await ask("host.form.reset()");
        assert.equal(await ask("host.value"), "12");
      },
    },
    {
      name: "boxes run from left to right in a page that runs from right to left",
      async run() {
        await open();
        const lefts = await ask("(document.documentElement.dir = 'rtl', [...host.shadowRoot.querySelectorAll('.boxes span')].map((box) => box.getBoundingClientRect().left))");
        assert.deepEqual(lefts, [.../** @type {number[]} */ (lefts)].sort((a, b) => a - b));
        assert.equal(lefts.length, 6);
      },
    },
    {
      name: "autofocus puts the caret in the input",
      async run() {
        await open("<otp-input name=code autofocus></otp-input>");
        assert.equal(await ask("host.shadowRoot.activeElement === input"), true);
      },
    },
  ]);
} finally {
  await browser.end();
  server.close();
}
