/**
 * `<otp-input>` of the packed package, used as people, forms and screen readers do.
 *
 *     node tests/element/run.mjs [chromium|firefox] [part of a test's name]
 */

import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { startBrowser, startFirefox } from "../support/browser.mjs";
import { installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { servePage } from "./page.mjs";

const [engine, only = ""] = /^(chromium|firefox)$/.test(process.argv[2] ?? "") ? process.argv.slice(2) : ["chromium", process.argv[2]];

/** The HTML of the next page. */
let html = "";
const { browser, server } = await prepared(async () => ({
  browser: await (engine === "firefox" ? startFirefox() : startBrowser()),
  server: await servePage((name) => (name === "/" ? html : undefined)),
}));
const context = await browser.newContext();
const page = await context.newPage();
/** @type {string[]} */
const errors = [];
page.on("pageerror", (error) => errors.push(String(error)));
page.on("console", (message) => message.type() === "error" && errors.push(message.text()));

/**
 * Opens a page; gives what a person sees of the element.
 * @param {string} [element]
 */
async function open(element = "<otp-input name=code></otp-input>") {
  html = `<form id=form><label for=code>Code</label>${element.replace("<otp-input", "<otp-input id=code")}<button>Verify</button></form>`;
  await page.goto(server.origin);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  return page.getByRole("textbox", { name: "Code", exact: true });
}

const value = () => page.evaluate("document.querySelector('otp-input').value");
const submitted = () => page.evaluate("new FormData(document.querySelector('form')).get('code')");
const heard = () => page.evaluate("window.heard");
const property = (/** @type {string} */ name) => page.evaluate(`document.querySelector('otp-input').${name}`);

/** The name of the input as Chromium tells it to screen readers. */
async function spoken() {
  const session = await context.newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes.find(({ role }) => role?.value === "textbox")?.name?.value;
}

/** Copies a text elsewhere on the page and pastes it where the caret was, with the keyboard. @param {string} text */
async function paste(text) {
  const input = page.locator("otp-input input");
  const caret = await input.evaluate((inner) => /** @type {HTMLInputElement} */ (inner).selectionStart);
  await page.evaluate((copied) => {
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = copied;
    area.select();
  }, text);
  await page.keyboard.press("Control+c");
  await input.focus();
  await input.evaluate((inner, at) => /** @type {HTMLInputElement} */ (inner).setSelectionRange(at, at), caret);
  await page.keyboard.press("Control+v");
}

/** What is typed, with what stands in the input then. */
const TYPED = [
  ["439713", "439713", ""],
  ["43 97-13", "439713", ""],
  ["٤٣٩٧١٣", "439713", ""],
  ["۴۳۹۷۱۳", "439713", ""],
  ["४३९७१३", "439713", ""],
  ["４３９７１３", "439713", ""],
  ["\u200f439\u202d713", "439713", ""],
  ["4a3b9c713", "439713", ""],
  ["4397139", "439713", ""],
  ["k7Qm2x", "k7Qm2x", "characters=letters-and-digits"],
  ["k7qm2x", "K7QM2X", "characters=capitals-and-digits"],
  ["kqmx", "KQMX", "characters=capitals length=4"],
  ["Kq1mXy", "KqmXy", "characters=letters"],
];

/** What is pasted; where `normalizeCode` finds a code, the element finds the same. */
const PASTED = [
  ["439713", "439713", ""],
  ["*439713* is your verification code for Acme. It is valid for 5 min.", "439713", ""],
  ["Your code: 439 713", "439713", ""],
  ["رمز التحقق هو ٤٣٩٧١٣، صالح ٥ دقائق", "439713", ""],
  ["Code 439713 (support: +20 100 555 0199)", "439713", ""],
  ["\u202a439\u200b713\u202c", "439713", ""],
  ["Acme: *k7Qm2x* is your code.", "k7Qm2x", "characters=letters-and-digits"],
  ["Use k7Qm2x within 10 minutes", "k7Qm2x", "characters=letters-and-digits"],
  ["439713 or 881204", "", ""],
  ["*439713* or *881204*", "", ""],
  ["no code here", "", ""],
];

await runTests([
  {
    name: "the input has the name of its label, and is what a tap on the label reaches",
    async run() {
      const input = await open();
      await page.getByText("Code", { exact: true }).click();
      assert.equal(await input.evaluate((inner) => inner.matches(":focus")), true);
    },
  },
  ...(engine === "chromium" ? [{
    name: "screen readers are told the label's words as they are now, and those of aria-label before them",
    async run() {
      await open();
      assert.equal(await spoken(), "Code");
      await page.evaluate("document.querySelector('label').textContent = 'الرمز'");
      assert.equal(await spoken(), "الرمز");
      await page.evaluate("document.querySelector('otp-input').ariaLabel = 'One-time code'");
      assert.equal(await spoken(), "One-time code");
    },
  }] : []),
  {
    name: "a phone offers the code and brings up digits; letters bring up letters",
    async run() {
      const input = await open();
      const of = async () => [await input.getAttribute("autocomplete"), await input.getAttribute("inputmode"), await input.getAttribute("autocapitalize")];
      assert.deepEqual(await of(), ["one-time-code", "numeric", "none"]);
      await page.evaluate("document.querySelector('otp-input').characters = 'capitals-and-digits'");
      assert.deepEqual(await of(), ["one-time-code", "text", "characters"]);
    },
  },
  ...TYPED.map(([text = "", code, attributes]) => ({
    name: `${JSON.stringify(text)} typed${attributes ? ` with ${attributes}` : ""} is ${JSON.stringify(code)}`,
    async run() {
      const input = await open(`<otp-input name=code ${attributes}></otp-input>`);
      await input.pressSequentially(text);
      assert.equal(await value(), code);
      assert.equal(await submitted(), code);
    },
  })),
  ...PASTED.map(([text = "", code, attributes]) => ({
    name: `pasting ${JSON.stringify(text)} gives ${code ? code : "nothing"}`,
    async run() {
      await open(`<otp-input name=code ${attributes}></otp-input>`);
      await paste(text);
      assert.equal(await value(), code);
      const core = await page.evaluate(`(() => { try { return normalizeCode(${JSON.stringify(text)}) } catch { return "" } })()`);
      assert.equal(core, code);
    },
  })),
  {
    name: "a paste of part of a code goes where the caret is",
    async run() {
      const input = await open();
      await input.pressSequentially("43");
      await paste("97");
      assert.equal(await value(), "4397");
    },
  },
  {
    name: "what is typed into a full input replaces what stands behind the caret",
    async run() {
      const input = await open();
      await input.pressSequentially("439713");
      await input.press("Home");
      await input.pressSequentially("8");
      assert.equal(await value(), "839713");
    },
  },
  {
    name: "input comes with every character, change and complete once",
    async run() {
      const input = await open();
      await input.pressSequentially("439713");
      // It comes by a task of its own, which a busy machine may take long to reach.
      while (!(await heard()).includes("complete")) await page.waitForTimeout(10);
      await input.blur();
      assert.deepEqual(await heard(), [...Array(6).fill("input"), "complete", "change"]);
    },
  },
  {
    name: "a paste is heard as an input that completes the code",
    async run() {
      await open();
      await paste("439713");
      while (!(await heard()).includes("complete")) await page.waitForTimeout(10);
      assert.deepEqual(await heard(), ["input", "complete"]);
    },
  },
  {
    name: "setting the value fires nothing",
    async run() {
      await open();
      await page.evaluate("document.querySelector('otp-input').value = '٤٣٩-٧١٣'");
      assert.equal(await value(), "439713");
      assert.deepEqual(await heard(), []);
    },
  },
  {
    name: "Enter submits the form when the code is whole, and not before",
    async run() {
      const input = await open("<otp-input name=code required></otp-input>");
      await input.pressSequentially("43971");
      await input.press("Enter");
      assert.equal((await heard()).includes("submit"), false);
      await input.pressSequentially("3");
      await input.press("Enter");
      assert.equal((await heard()).includes("submit"), true);
    },
  },
  {
    name: "Enter presses the form's own button, and a disabled one keeps the form",
    async run() {
      const input = await open();
      await input.fill("439713");
      await page.evaluate("document.querySelector('button').addEventListener('click', () => window.heard.push('click'))");
      await input.press("Enter");
      const pressed = async () => (await heard()).filter((/** @type {string} */ type) => type === "click" || type === "submit");
      assert.deepEqual(await pressed(), ["click", "submit"]);
      await page.evaluate("document.querySelector('button').disabled = true");
      await input.press("Enter");
      assert.deepEqual(await pressed(), ["click", "submit"]);
    },
  },
  {
    name: "what is missing counts only while somebody can fill it in",
    async run() {
      for (const lock of ["disabled", "readonly"]) {
        await open(`<otp-input name=code value=12 required ${lock}></otp-input>`);
        assert.equal(await property("checkValidity()"), true, lock);
        await page.evaluate(`document.querySelector('otp-input').removeAttribute('${lock}')`);
        assert.equal(await property("validity.patternMismatch"), true, lock);
        assert.notEqual(await property("validationMessage"), "", lock);
      }
    },
  },
  {
    name: "autofocus puts the caret in the input",
    async run() {
      await open("<otp-input name=code autofocus></otp-input>");
      await page.keyboard.type("4");
      assert.equal(await value(), "4");
    },
  },
  {
    name: "the digits of every script that Unicode knows are read as 0 to 9",
    async run() {
      const input = await open("<otp-input name=code length=64></otp-input>");
      const digits = Array.from({ length: 0x110000 }, (_, point) => point)
        .filter((point) => point < 0xd800 || point > 0xdfff)
        .map((point) => String.fromCodePoint(point))
        .filter((character) => /\p{Nd}/u.test(character));
      assert.ok(digits.length >= 600 && digits.length % 10 === 0, `${digits.length} digits`);
      // Unicode gives every script its ten digits in order.
      for (let at = 0; at < digits.length; at += 60) {
        const some = digits.slice(at, at + 60);
        await input.fill(some.join(""));
        assert.equal(await value(), "0123456789".repeat(6).slice(0, some.length), some.join(" "));
      }
    },
  },
  {
    name: "an empty required input misses its value, a short one its pattern, in the browser's words",
    async run() {
      const input = await open("<otp-input name=code required></otp-input>");
      assert.equal(await property("validity.valueMissing"), true);
      assert.notEqual(await property("validationMessage"), "");
      await input.pressSequentially("439");
      assert.equal(await property("validity.patternMismatch"), true);
      await input.pressSequentially("713");
      assert.equal(await property("checkValidity()"), true);
      await page.evaluate("document.querySelector('otp-input').setCustomValidity('That code was used.')");
      assert.equal(await property("validationMessage"), "That code was used.");
    },
  },
  {
    name: "a reset returns to the attribute, a disabled fieldset takes the input along",
    async run() {
      const input = await open("<fieldset><otp-input name=code value=12></otp-input></fieldset>");
      await input.fill("439713");
      await page.evaluate("document.querySelector('form').reset()");
      assert.equal(await value(), "12");
      await page.evaluate("document.querySelector('fieldset').disabled = true");
      assert.equal(await input.isDisabled(), true);
      assert.equal(await submitted(), null);
    },
  },
  {
    name: "a read-only input takes neither keys nor pastes",
    async run() {
      const input = await open("<otp-input name=code value=123456 readonly></otp-input>");
      await input.press("8");
      await paste("439713");
      assert.equal(await value(), "123456");
    },
  },
  {
    name: "boxes run from left to right in a page that runs from right to left",
    async run() {
      const input = await open();
      await page.evaluate("document.documentElement.dir = 'rtl'");
      await input.pressSequentially("4");
      const lefts = await page.evaluate("[...document.querySelector('otp-input').shadowRoot.querySelectorAll('.boxes span')].map((box) => box.getBoundingClientRect().left)");
      assert.deepEqual(lefts, [.../** @type {number[]} */ (lefts)].sort((a, b) => a - b));
      assert.equal(lefts.length, 6);
    },
  },
  {
    name: "ten boxes fit the smallest phone",
    async run() {
      await page.setViewportSize({ width: 320, height: 640 });
      await open("<otp-input name=code length=10 value=0123456789></otp-input>");
      const widths = /** @type {number[]} */ (await page.evaluate("[document.documentElement.scrollWidth, document.querySelector('otp-input').shadowRoot.querySelector('.boxes span').offsetWidth]"));
      assert.equal(widths[0], 320);
      assert.ok((widths[1] ?? 0) >= 16, `a box is ${widths[1]} px wide`);
      await page.setViewportSize({ width: 1280, height: 720 });
    },
  },
  {
    name: "each character stands in its own box, and the box of the caret is marked",
    async run() {
      const input = await open();
      await input.pressSequentially("439");
      const parts = await page.evaluate("[...document.querySelector('otp-input').shadowRoot.querySelectorAll('.boxes span')].map((box) => box.getAttribute('part'))");
      assert.deepEqual(parts, ["box filled", "box filled", "box filled", "box active", "box", "box"]);
    },
  },
  {
    name: "the description a page points at reaches the input",
    async run() {
      const input = await open("<otp-input name=code aria-describedby=hint></otp-input><p id=hint>Six digits</p>");
      assert.equal(await input.evaluate((inner) => inner.ariaDescription), "Six digits");
    },
  },
  {
    name: "a server without a page can import it",
    async run() {
      const folder = path.join(await installPackage(), "node_modules/hypersender-otp/element.js");
      const { OtpInput } = await import(pathToFileURL(folder).href);
      assert.equal(typeof OtpInput, "function");
    },
  },
  { name: "nothing broke the strict policy, and nothing was thrown", run: () => assert.deepEqual(errors, []) },
], { only });

await browser.close();
server.close();
