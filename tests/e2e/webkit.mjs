/** The flow in WebKitGTK, through its WebDriver. */

import assert from "node:assert/strict";
import { startWebKit } from "../runners/webkit.mjs";
import { freshNumber, wrongCode } from "../support/browser.mjs";
import { freePort, pause, startDemo } from "../support/demo.mjs";
import { prepared, runTests } from "../support/runner.mjs";

const ENTER = "\ue007";
const TAB = "\ue004";

const { browser, port, first } = await prepared(async () => {
  const port = await freePort();
  const [browser, first] = await Promise.all([startWebKit(), startDemo({ port })]);
  return { browser, port, first };
});
const { driver } = browser;
let demo = first;

/** The page in a session without a past. */
async function open() {
  await driver.get(demo.url);
  await driver.executeScript("sessionStorage.clear()");
  await driver.navigate().refresh();
  await says(/Any number will do/);
}

/** @param {string} selector */
const find = (selector) => driver.executeScript(`return document.querySelector(${JSON.stringify(selector)})`);
const codeInput = () => driver.executeScript('return document.querySelector("otp-input").shadowRoot.querySelector("input")');

/** Waits until the status says something like it, and gives the whole text. @param {RegExp} what */
async function says(what) {
  for (const until = Date.now() + 15_000; ; await pause(50)) {
    const text = String(await driver.executeScript('return document.querySelector("#outcome-text").innerText')).replace(/\s+/g, " ");
    if (what.test(text)) return text;
    if (Date.now() > until) throw new Error(`the status should say ${what}, and says: ${text}`);
  }
}

/** @param {string} number */
async function requestCode(number) {
  const field = await find("#number");
  await field.clear();
  await field.sendKeys(number);
  await (await find("#send-button")).click();
  await says(/code is on its way/);
  return readCode();
}

async function readCode() {
  for (const until = Date.now() + 10_000; ; await pause(50)) {
    const text = await driver.executeScript('return document.querySelector("#messages li:last-child")?.innerText ?? ""');
    const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];
    if (code !== undefined) return code;
    if (Date.now() > until) throw new Error("no message with a code came to the inbox");
  }
}

/** @param {string} code */
async function enter(code) {
  const input = await codeInput();
  await input.clear();
  await input.sendKeys(code);
  await (await find("#check-button")).click();
}

/** @type {import("../support/runner.mjs").Test[]} */
const tests = [
  {
    name: "a person who types a number and the code from the inbox reads that the number is verified",
    async run() {
      await open();
      const number = freshNumber();
      await enter(await requestCode(number));
      assert.ok((await says(/Verified/)).includes(number));
    },
  },
  {
    name: "the keyboard alone is enough",
    async run() {
      await open();
      const number = freshNumber();
      await (await find("#number")).sendKeys(number, TAB, ENTER);
      await says(/code is on its way/);
      const code = await readCode();
      await driver.actions().sendKeys(code, ENTER).perform();
      assert.ok((await says(/Verified/)).includes(number));
    },
  },
  {
    name: "Arabic digits, a wrong code, a code used twice: each is told as it is",
    async run() {
      await open();
      const code = await requestCode(freshNumber());
      await enter(wrongCode(code));
      await says(/4 tries left/);
      await enter(code.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))));
      await says(/Verified/);
      await enter(code);
      await says(/already used/);
    },
  },
  {
    name: "the sixth guess is refused even if it is right, and a new code verifies",
    async run() {
      await open();
      const code = await requestCode(freshNumber());
      for (const left of [/4 tries/, /3 tries/, /2 tries/, /1 try/, /last try/]) {
        await enter(wrongCode(code));
        await says(left);
      }
      await enter(code);
      await says(/Too many wrong tries/);
      await enter(await requestCode(freshNumber()));
      await says(/Verified/);
    },
  },
  {
    name: "a code that has expired is refused",
    async run() {
      await open();
      const code = await requestCode(freshNumber());
      await demo.advance(1801);
      await enter(code);
      await says(/expired/);
    },
  },
  {
    name: "the whole message can be pasted",
    async run() {
      await open();
      const code = await requestCode(freshNumber());
      await driver.executeScript(`
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", document.querySelector("#messages li:last-child").innerText);
        arguments[0].dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));`, await codeInput());
      assert.equal(await driver.executeScript('return document.querySelector("otp-input").value'), code);
      await (await find("#check-button")).click();
      await says(/Verified/);
    },
  },
  {
    name: "a reload in the middle keeps the code that waits",
    async run() {
      await open();
      const code = await requestCode(freshNumber());
      await driver.navigate().refresh();
      await says(/A code waits/);
      await enter(code);
      await says(/Verified/);
    },
  },
  {
    name: "while the service is away that is told, and the same code verifies once it is back",
    async run() {
      await open();
      const code = await requestCode(freshNumber());
      await demo.kill();
      await enter(code);
      await says(/could not reach the service/);
      demo = await startDemo({ port, state: demo.state });
      await (await find("#check-button")).click();
      await says(/Verified/);
    },
  },
];

try {
  await runTests(tests);
} finally {
  await browser.end();
  await demo.dispose();
}
