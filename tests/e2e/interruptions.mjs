/** The connection breaks, the page is loaded again. */

import assert from "node:assert/strict";
import { freshNumber, wrongCode } from "../support/browser.mjs";
import { open } from "./stage.mjs";

/** @type {import("../support/runner.mjs").Test[]} */
export const interruptionTests = [
  {
    name: "a lost connection is told, and the same code verifies once it is back",
    async run() {
      const page = await open();
      const number = freshNumber();
      const code = await page.requestCode(number);
      await page.page.context().setOffline(true);
      await page.enter(code);
      await page.says(/could not reach the service/);
      await page.page.context().setOffline(false);
      await page.verify.click();
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "a reload in the middle keeps the code that waits",
    async run() {
      const page = await open();
      const number = freshNumber();
      const code = await page.requestCode(number);
      await page.page.reload();
      await page.enter(code);
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "going offline and coming back is told at once",
    async run() {
      const page = await open();
      await page.requestCode(freshNumber());
      await page.page.context().setOffline(true);
      await page.says(/You are offline/);
      await page.page.context().setOffline(false);
      await page.says(/back online/);
    },
  },
  {
    name: "a number that could not be sent while offline is sent by the next press",
    async run() {
      const page = await open();
      await page.page.context().setOffline(true);
      await page.number.fill(freshNumber());
      await page.send.click();
      await page.says(/could not reach the service|did not hear back/);
      await page.page.context().setOffline(false);
      await page.send.click();
      await page.says(/code is on its way/);
    },
  },
  {
    name: "a reload after the verification still shows the verified number",
    async run() {
      const page = await open();
      const number = freshNumber();
      await page.enter(await page.requestCode(number));
      await page.says(/Verified/);
      await page.page.reload();
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "what is kept over a reload never holds the code",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      await page.enter(wrongCode(code));
      await page.says(/4 tries/);
      const kept = await page.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
      assert.match(kept, /triesLeft/);
      assert.ok(!kept.includes(code) && !kept.includes(wrongCode(code)));
    },
  },
];
