/** kill -9 at any moment loses nothing that was promised: `node tests/live/kills.mjs`. */

import assert from "node:assert/strict";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { prepared, runTests } from "../support/runner.mjs";
import { Courier } from "./support/courier.mjs";
import { freshChat, startService, wrong } from "./support/service.mjs";

const { service, courier } = await prepared(async () => {
  const courier = await new Courier().start();
  return { courier, service: await startService({ bindings: { OTP_COURIER: courier.setting } }) };
});

/** @param {string} chatId @param {string} code @param {string} [uuid] */
async function validate(chatId, code, uuid) {
  const { status, body } = await service.server("validate-code", { chatId, code, uuid });
  return status === 200 ? "validated" : body.error.code;
}

/** Waits until a message for that request came. @param {string} uuid */
async function delivered(uuid, ms = 60_000) {
  const until = Date.now() + ms;
  while (!courier.received.some((message) => JSON.stringify(message).includes(uuid))) {
    assert.ok(Date.now() < until, `no message of ${uuid} came within ${ms} ms`);
    await pause(20);
  }
}

/** Kills the engine once the courier was asked, and takes the message after the restart. @param {"fail" | "hang"} mood */
async function deliveredAfterAKill(mood) {
  courier.mood = mood;
  const { uuid } = await service.request(freshChat());
  await delivered(uuid);
  await service.workerd.kill();
  courier.mood = "accept";
  courier.received.length = 0;
  await service.workerd.start();
  await delivered(uuid);
  await service.becomes(uuid, "sent");
}

/** Breaks off in the middle of a request. @param {URL} url */
async function halfPosted({ port, pathname }) {
  const socket = connect(Number(port), "127.0.0.1");
  await new Promise((resolve) => socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"text":`, resolve));
  await pause(50);
  socket.destroy();
  await pause(50);
}

/** A request that was answered, and killed before the list was told. */
const untold = { uuid: "", chatId: freshChat() };

try {
  await runTests([
    {
      name: "a request that the list was not told before a kill is in its chat's list at once",
      async run() {
        ({ uuid: untold.uuid } = await service.request(untold.chatId));
        await service.workerd.restart();
        const { status } = await service.server(`requests/${untold.uuid}`);
        assert.equal(status, 404, "or this would show nothing");
        const { body } = await service.server(`requests?chatId=${encodeURIComponent(untold.chatId)}`);
        assert.deepEqual(body.data.requests.map((/** @type {any} */ { uuid }) => uuid), [untold.uuid]);
      },
    },
    {
      name: "codes issued before a kill validate after it, once",
      async run() {
        const made = await Promise.all(Array.from({ length: 20 }, () => service.request(freshChat())));
        await service.workerd.restart();
        for (const { chat_id, code } of made) {
          assert.equal(await validate(chat_id, code), "validated");
          assert.equal(await validate(chat_id, code), "already_used");
        }
      },
    },
    {
      name: "codes and guesses spent before a kill stay spent after it",
      async run() {
        const [used, tried] = await Promise.all([service.request(freshChat()), service.request(freshChat())]);
        assert.equal(await validate(used.chat_id, used.code), "validated");
        for (let guess = 0; guess < 5; guess++) {
          await validate(tried.chat_id, wrong(tried.code), tried.uuid);
          await service.workerd.restart();
        }
        assert.equal(await validate(used.chat_id, used.code), "already_used");
        assert.equal(await validate(tried.chat_id, tried.code, tried.uuid), "too_many_attempts");
      },
    },
    {
      name: "a send that was refused before a kill is refused after it",
      async run() {
        const { chat_id: chatId } = await service.request(freshChat());
        await service.workerd.restart();
        const { status, body, headers } = await service.server("request-code", { chatId });
        assert.deepEqual([status, body.error.code], [429, "rate_limited"]);
        assert.ok(Number(headers.get("retry-after")) > 0);
      },
    },
    {
      name: "a message whose courier was down when the engine was killed is delivered after the restart, with nobody asking",
      run: () => deliveredAfterAKill("fail"),
    },
    {
      name: "half a message, as a kill leaves it, is no message, and the courier takes the next",
      async run() {
        const before = courier.received.length;
        await halfPosted(new URL(courier.url ?? ""));
        const { uuid } = await service.request(freshChat());
        await delivered(uuid);
        assert.equal(courier.received.length, before + 1);
      },
    },
    {
      name: "killed while the courier holds the message, it is delivered after the restart",
      run: () => deliveredAfterAKill("hang"),
    },
    {
      name: "of guesses that are under way when it is killed at most five are ever compared",
      async run() {
        const { chat_id: chatId, code, uuid } = await service.request(freshChat());
        const under = Array.from({ length: 50 }, () => service.server("validate-code", { chatId, code: wrong(code), uuid }).catch(() => undefined));
        await Promise.race(under);
        await service.workerd.kill();
        const answers = await Promise.all(under);
        await service.workerd.start();
        const compared = answers.filter((answer) => answer?.body?.error?.code === "invalid_code").length;
        let after = 0;
        while ((await validate(chatId, wrong(code), uuid)) === "invalid_code") after += 1;
        console.log(`        ${compared} compared before the kill, ${after} after it`);
        assert.ok(compared + after <= 5);
        assert.equal(await validate(chatId, code, uuid), "too_many_attempts");
      },
    },
    {
      name: "what the list was not told before a kill it is told within a minute, with nobody asking",
      run: () => service.becomes(untold.uuid, "sent", 60_000),
    },
  ]);
} finally {
  courier.stop();
  await service.remove();
}
