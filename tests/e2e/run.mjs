/** The demo from outside: its page in Chromium, its API with the four lines, its start and its end. */

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chatIdOf, DemoPage, freshNumber, startBrowser, wrongCode } from "../support/browser.mjs";
import { Demo, freePort, freshState, gone, pause, ROOT, startDemo } from "../support/demo.mjs";
import { prepared, runTests } from "../support/runner.mjs";

/** @typedef {import("playwright-core").BrowserContext} BrowserContext */
/** @typedef {import("playwright-core").Request} Request */

const { browser, demo } = await prepared(async () => {
  const [browser, demo] = await Promise.all([startBrowser(), startDemo()]);
  return { browser, demo };
});

/** The context of the test that runs. @type {BrowserContext | undefined} */
let context;

/** @param {string} [url] */
async function open(url = demo.url) {
  await context?.close();
  context = await browser.newContext();
  const page = new DemoPage(await context.newPage());
  await page.page.goto(url);
  return page;
}

/**
 * Every request the page makes from now on whose path ends so.
 * @param {DemoPage} page
 * @param {string} end
 */
function requestsTo(page, end) {
  /** @type {Request[]} */
  const seen = [];
  page.page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(end)) seen.push(request);
  });
  return seen;
}

/** Asks for a code with the token. @param {string} chatId */
async function requested(chatId) {
  const { status, body } = await demo.call("request-code", { chatId });
  assert.equal(status, 200);
  return /** @type {{ uuid: string, code: string }} */ (body.data);
}

/**
 * Asserts a refusal of the contract.
 * @param {{ status: number, body: any }} answer
 * @param {number} status
 * @param {string} code
 */
function refused(answer, status, code) {
  assert.equal(answer.status, status);
  assert.equal(answer.body.success, false);
  assert.equal(answer.body.data, null);
  assert.equal(answer.body.error.code, code);
  assert.match(answer.body.message, /\w/);
}

const pageTests = [
  {
    name: "a person who types a number and the code from the inbox reads that the number is verified",
    async run() {
      const page = await open();
      const number = freshNumber();
      await page.enter(await page.requestCode(number));
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "the keyboard alone is enough",
    async run() {
      const page = await open();
      const number = freshNumber();
      const { keyboard } = page.page;
      await page.number.focus();
      await keyboard.type(number);
      await keyboard.press("Enter");
      await page.says(/code is on its way/);
      await keyboard.type(await page.readCode());
      await keyboard.press("Enter");
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "spaces, a plus and brackets in a number do not matter",
    async run() {
      const page = await open();
      const number = freshNumber();
      await page.requestCode(` ${number.slice(0, 4)} (${number.slice(4, 7)}) ${number.slice(7, 9)}-${number.slice(9)} `);
    },
  },
  {
    name: "a wrong code says how many tries are left",
    async run() {
      const page = await open();
      const wrong = wrongCode(await page.requestCode(freshNumber()));
      await page.enter(wrong);
      await page.says(/wrong\. You have 4 tries left/);
      await page.enter(wrong);
      await page.says(/wrong\. You have 3 tries left/);
    },
  },
  {
    name: "a wrong code is marked on its field for screen readers",
    async run() {
      const page = await open();
      await page.enter(wrongCode(await page.requestCode(freshNumber())));
      await page.says(/wrong/);
      assert.equal(await page.code.getAttribute("aria-invalid"), "true");
      const described = (await page.code.getAttribute("aria-describedby")) ?? "";
      assert.match(await page.page.locator(`#${described.split(" ")[0]}`).innerText(), /wrong/);
    },
  },
  {
    name: "after a wrong code the right one still verifies",
    async run() {
      const page = await open();
      const number = freshNumber();
      const code = await page.requestCode(number);
      await page.enter(wrongCode(code));
      await page.says(/wrong/);
      await page.enter(code);
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
  {
    name: "a code used twice is refused the second time",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      await page.enter(code);
      await page.says(/Verified/);
      await page.enter(code);
      assert.doesNotMatch(await page.says(/already used/), /Verified/);
    },
  },
  {
    name: "the sixth guess is refused even if it is right",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      for (const left of [/4 tries/, /3 tries/, /2 tries/, /1 try/, /last try/]) {
        await page.enter(wrongCode(code));
        await page.says(left);
      }
      await page.enter(code);
      assert.doesNotMatch(await page.says(/Too many wrong tries/), /Verified/);
    },
  },
  {
    name: "a code that has expired is refused",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      await demo.advance(1801);
      await page.enter(code);
      await page.says(/expired/);
    },
  },
  {
    name: "the page itself can skip the half hour after which a code has expired",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      await page.page.getByRole("button", { name: "skip 30 minutes" }).click();
      await page.page.getByText("half an hour later").waitFor();
      await page.enter(code);
      await page.says(/expired/);
    },
  },
  {
    name: "a number that is no number is named as such and makes no request",
    async run() {
      const page = await open();
      const calls = requestsTo(page, "/request-code");
      for (const text of ["12", "hello", "+", "00000000000", "20123456789@g.us", "1".repeat(16), "+20 123 456 78x"]) {
        await page.number.fill(text);
        await page.send.click();
        await page.says(/not a WhatsApp number/);
      }
      assert.equal(calls.length, 0);
    },
  },
  {
    name: "an empty number is asked for and makes no request",
    async run() {
      const page = await open();
      const calls = requestsTo(page, "/request-code");
      await page.send.click();
      await page.says(/Type your WhatsApp number/);
      assert.equal(calls.length, 0);
    },
  },
  {
    name: "what cannot be a code costs no try",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      const calls = requestsTo(page, "/validate-code");
      await page.enter("12");
      await page.says(/does not look like the code/);
      await page.enter("");
      await page.says(/Type the code/);
      assert.equal(calls.length, 0);
      await page.enter(wrongCode(code));
      await page.says(/4 tries left/);
    },
  },
  {
    name: "a second press while a code is being sent sends nothing more",
    async run() {
      const page = await open();
      const calls = requestsTo(page, "/request-code");
      await page.page.route("**/request-code", async (route) => {
        await pause(400);
        await route.continue();
      });
      await page.number.fill(freshNumber());
      await page.number.press("Enter");
      await page.number.press("Enter");
      await page.send.click({ force: true });
      await page.says(/code is on its way/);
      assert.equal(calls.length, 1);
    },
  },
  {
    name: "a second press while a code is being checked costs no try",
    async run() {
      const page = await open();
      const code = await page.requestCode(freshNumber());
      const calls = requestsTo(page, "/validate-code");
      await page.page.route("**/validate-code", async (route) => {
        await pause(400);
        await route.continue();
      });
      await page.code.fill(code);
      await page.code.press("Enter");
      await page.code.press("Enter");
      await page.verify.click({ force: true });
      await page.says(/Verified/);
      assert.equal(calls.length, 1);
    },
  },
  {
    name: "a second code that is refused for coming too soon says how long to wait, and the first one stays good",
    async run() {
      const page = await open();
      const number = freshNumber();
      const code = await page.requestCode(number);
      await page.page.route("**/request-code", (route) =>
        route.fulfill({
          status: 429,
          headers: { "retry-after": "27" },
          json: { success: false, message: "Too soon.", error: { code: "rate_limited" }, data: null },
        }),
      );
      await page.send.click();
      await page.says(/Please wait 27 seconds/);
      await page.enter(code);
      assert.ok((await page.says(/Verified/)).includes(number));
    },
  },
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
    name: "no answer to the page but the inbox holds the code, and nothing holds the token",
    async run() {
      await context?.close();
      context = await browser.newContext();
      const page = new DemoPage(await context.newPage());
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
      await context?.close();
      context = await browser.newContext();
      const page = new DemoPage(await context.newPage());
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
    name: "the page allows no inline script or style and no foreign origin",
    async run() {
      const policy = (await fetch(demo.url)).headers.get("content-security-policy") ?? "";
      assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      assert.match(policy, /style-src 'self'(;|$)/);
      assert.doesNotMatch(policy, /unsafe-inline|https?:|\*/);
    },
  },
  {
    name: "the page fits phones and tablets without scrolling sideways",
    async run() {
      const page = await open();
      await page.enter(await page.requestCode(freshNumber()));
      await page.says(/Verified/);
      for (const width of [320, 360, 390, 480, 768, 900]) {
        await page.page.setViewportSize({ width, height: 800 });
        const needed = await page.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(needed <= width, `at ${width} px it is ${needed} px wide`);
      }
    },
  },
];

const contractTests = [
  {
    name: "with the token a request answers as the contract says, code included",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { status, headers, body } = await demo.call("request-code", { chatId, name: "Demo Shop" });
      assert.equal(status, 200);
      assert.match(headers.get("content-type") ?? "", /^application\/json/);
      assert.equal(headers.get("cache-control"), "no-store");
      assert.equal(body.success, true);
      assert.equal(body.data.chat_id, chatId);
      assert.match(body.data.uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      assert.match(body.data.code, /^\d{6}$/);
      assert.ok(["pending", "sent"].includes(body.data.status));
      assert.equal(body.data.otp_type, "code");
      assert.equal(Date.parse(body.data.expires_at) - Date.parse(body.data.created_at), 1_800_000);
      assert.match(body.data.expires_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    },
  },
  {
    name: "with the token the right code is validated",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { uuid, code } = await requested(chatId);
      const { status, body } = await demo.call("validate-code", { chatId, code });
      assert.equal(status, 200);
      assert.equal(body.success, true);
      assert.equal(body.data.uuid, uuid);
      assert.equal(body.data.chat_id, chatId);
      assert.equal(body.data.status, "validated");
      assert.ok(Date.parse(body.data.validated_at) > 0);
    },
  },
  {
    name: "a wrong code is a 422 invalid_code with the tries left",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { code } = await requested(chatId);
      const answer = await demo.call("validate-code", { chatId, code: wrongCode(code) });
      refused(answer, 422, "invalid_code");
      assert.equal(answer.body.error.attempts_remaining, 4);
    },
  },
  {
    name: "a code used twice is a 409 already_used",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { code } = await requested(chatId);
      assert.equal((await demo.call("validate-code", { chatId, code })).status, 200);
      refused(await demo.call("validate-code", { chatId, code }), 409, "already_used");
    },
  },
  {
    name: "the sixth guess is a 429 too_many_attempts even if it is right",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { code } = await requested(chatId);
      for (const left of [4, 3, 2, 1, 0]) {
        const answer = await demo.call("validate-code", { chatId, code: wrongCode(code) });
        refused(answer, 422, "invalid_code");
        assert.equal(answer.body.error.attempts_remaining, left);
      }
      refused(await demo.call("validate-code", { chatId, code }), 429, "too_many_attempts");
    },
  },
  {
    name: "an expired code is a 410 expired_code",
    async run() {
      const chatId = chatIdOf(freshNumber());
      const { code } = await requested(chatId);
      await demo.advance(1801);
      refused(await demo.call("validate-code", { chatId, code }), 410, "expired_code");
    },
  },
  {
    name: "a chat without a code is a 404 no_active_otp",
    async run() {
      refused(await demo.call("validate-code", { chatId: chatIdOf(freshNumber()), code: "123456" }), 404, "no_active_otp");
    },
  },
  {
    name: "a chatId that is no number is a 422 invalid_request that names the field",
    async run() {
      for (const chatId of ["", "12@c.us", "20123456789", "20123456789@g.us", 20123456789, null]) {
        const answer = await demo.call("request-code", { chatId });
        refused(answer, 422, "invalid_request");
        assert.ok(Array.isArray(answer.body.errors.chatId));
      }
    },
  },
  {
    name: "a wrong token is a 401 unauthorized",
    async run() {
      const answer = await fetch(`${demo.baseUrl}/${demo.instance}/request-code`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer 1|wrong" },
        body: JSON.stringify({ chatId: chatIdOf(freshNumber()) }),
      });
      refused({ status: answer.status, body: await answer.json() }, 401, "unauthorized");
    },
  },
];

const processTests = [
  {
    name: "a code requested before a kill -9 validates after it, once",
    async run() {
      const port = await freePort();
      const before = await startDemo({ port });
      try {
        const page = await open(before.url);
        const number = freshNumber();
        const code = await page.requestCode(number);
        await before.kill();
        await page.enter(code);
        await page.says(/could not reach the service/);
        const after = await startDemo({ port, state: before.state });
        try {
          assert.deepEqual([...after.lines], [...before.lines]);
          await page.verify.click();
          assert.ok((await page.says(/Verified/)).includes(number));
          await page.verify.click();
          await page.says(/already used/);
        } finally {
          await after.stop();
        }
      } finally {
        await before.dispose();
      }
    },
  },
  {
    name: "tries used before a kill -9 stay used after it",
    async run() {
      const before = await startDemo();
      try {
        const chatId = chatIdOf(freshNumber());
        const { body } = await before.call("request-code", { chatId });
        const guess = { chatId, code: wrongCode(body.data.code) };
        assert.equal((await before.call("validate-code", guess)).body.error.attempts_remaining, 4);
        await before.kill();
        const after = await startDemo({ state: before.state });
        try {
          assert.equal((await after.call("validate-code", guess)).body.error.attempts_remaining, 3);
        } finally {
          await after.stop();
        }
      } finally {
        await before.dispose();
      }
    },
  },
  {
    name: "SIGTERM stops the demo with exit code 0 and leaves no process",
    async run() {
      const own = await startDemo();
      try {
        const pids = await own.processes();
        assert.ok(pids.length > 1, "workerd runs below the demo");
        assert.deepEqual(await own.stop(), { code: 0, signal: null });
        assert.deepEqual(await gone(pids), []);
      } finally {
        await own.dispose();
      }
    },
  },
  {
    name: "the demo ends when the program that started it does",
    async run() {
      const own = await startDemo();
      try {
        const pids = await own.processes();
        own.child.stdin.end();
        assert.deepEqual(await gone(pids, 10_000), []);
      } finally {
        await own.dispose();
      }
    },
  },
  {
    name: "a port in use is one sentence and an exit code that is not 0",
    async run() {
      const second = new Demo({ state: await freshState(), port: demo.port });
      try {
        const { code } = await second.exit;
        assert.ok(code !== null && code !== 0);
        assert.equal(second.stdout, "");
        const said = second.stderr.trim().split("\n");
        assert.equal(said.length, 1, second.stderr);
        assert.match(said[0] ?? "", new RegExp(`^port ${demo.port} is in use\\b`, "i"));
      } finally {
        await second.dispose();
      }
    },
  },
];

try {
  await runTests([...pageTests, ...contractTests, ...processTests], {
    async failed(_, number) {
      const page = context?.pages()[0];
      const folder = path.join(ROOT, "target/e2e");
      await mkdir(folder, { recursive: true });
      await page?.screenshot({ path: path.join(folder, `failed-${number}.png`) });
    },
  });
} finally {
  await browser.close();
  await demo.dispose();
}
