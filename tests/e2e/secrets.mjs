/** What the page may load, and what it must never get. */

import assert from "node:assert/strict";
import { freshNumber } from "./person.mjs";
import { demo, fresh, open } from "./stage.mjs";

/** @type {import("../support/runner.mjs").Test[]} */
export const secretTests = [
  {
    name: "no answer to the page but the inbox holds the code, and nothing holds the token",
    async run() {
      const page = await fresh();
      const context = page.page.context();
      /** @type {Promise<{ url: string, text: string }>[]} */
      const answers = [];
      /** @type {Promise<string>[]} */
      const asked = [];
      context.on("request", (request) => {
        asked.push(request.allHeaders().then((headers) => JSON.stringify([request.url(), headers, request.postData()])));
      });
      context.on("response", (response) => {
        const read = async () => {
          const body = await response.body().catch(() => Buffer.alloc(0));
          return { url: response.url(), text: JSON.stringify(await response.allHeaders()) + body.toString("latin1") };
        };
        answers.push(read());
      });
      await page.page.goto(demo.url);
      const code = await page.requestCode(freshNumber());
      await page.enter(code);
      await page.says(/Verified/);
      const secret = demo.token;
      let contractAnswers = 0;
      for (const { url, text } of await Promise.all(answers)) {
        const { pathname } = new URL(url);
        assert.ok(!text.includes(secret), `${pathname} holds the token`);
        if (pathname.endsWith("/dev/inbox")) continue;
        if (pathname.endsWith("-code")) contractAnswers += 1;
        assert.ok(!text.includes(code), `${pathname} holds the code`);
      }
      assert.equal(contractAnswers, 2);
      for (const request of await Promise.all(asked)) {
        assert.ok(!request.includes(secret));
        assert.doesNotMatch(request, /authorization/i);
      }
      assert.ok(!(await page.page.content()).includes(secret));
    },
  },
  {
    name: "everything the page loads comes from its own origin, without an error in its console",
    async run() {
      const page = await fresh();
      const context = page.page.context();
      /** @type {string[]} */
      const origins = [];
      /** @type {string[]} */
      const complaints = [];
      context.on("request", (request) => origins.push(new URL(request.url()).origin));
      page.page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.page.on("pageerror", (error) => complaints.push(error.message));
      await page.page.goto(demo.url);
      await page.enter(await page.requestCode(freshNumber()));
      await page.says(/Verified/);
      assert.deepEqual([...new Set(origins)], [new URL(demo.url).origin]);
      assert.deepEqual(complaints, []);
    },
  },
  {
    name: "the page allows no inline script, no style but its own, and no foreign origin",
    async run() {
      const policy = (await fetch(demo.url)).headers.get("content-security-policy") ?? "";
      assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      assert.match(policy, /style-src 'sha256-[\w+/]{43}='(;|$)/);
      assert.doesNotMatch(policy, /unsafe-inline|https?:|\*/);
    },
  },
  {
    name: "the calls a developer can look at are those that were made, without the code",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      await page.enter(code);
      await page.says(/Verified/);
      const panel = page.page.getByRole("region", { name: "What just happened", exact: true });
      await panel.scrollIntoViewIfNeeded();
      const calls = panel.getByRole("listitem");
      await calls.nth(1).waitFor();
      assert.match(await calls.nth(0).innerText(), /POST \/api\/otp\/v2\/\{instance\}\/validate-code\s+200/);
      assert.match(await calls.nth(1).innerText(), /POST \/api\/otp\/v2\/\{instance\}\/request-code\s+200/);
      const text = (await panel.textContent()) ?? "";
      assert.match(text, /"code": "\[redacted\]"/);
      assert.ok(!text.includes(code));
    },
  },
];
