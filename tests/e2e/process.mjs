/** The demo as a program: its start, its end, and what survives kill -9. */

import assert from "node:assert/strict";
import { chatIdOf, freshNumber, wrongCode } from "./person.mjs";
import { Demo, freePort, freshState, gone, startDemo } from "../support/demo.mjs";
import { demo, open } from "./stage.mjs";

/** @type {import("../support/runner.mjs").Test[]} */
export const processTests = [
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
          await page.driver.click("verify");
          assert.ok((await page.says(/Verified/)).includes(number));
          await page.driver.click("verify");
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
