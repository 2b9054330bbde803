/** Couriers that fail, hang, break off and refuse: `node tests/live/couriers.mjs`. */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { prepared, runTests } from "../support/runner.mjs";
import { Courier } from "./support/courier.mjs";
import { freshChat, startService } from "./support/service.mjs";

const { service, courier } = await prepared(async () => {
  const courier = await new Courier().start();
  return { courier, service: await startService({ bindings: { OTP_COURIER: courier.setting } }) };
});

/** How often that request's message came. @param {string} uuid */
const times = (uuid) => courier.received.filter((message) => JSON.stringify(message).includes(uuid)).length;

/** @param {() => boolean} held @param {number} ms */
async function soon(held, ms) {
  const until = Date.now() + ms;
  while (!held()) {
    assert.ok(Date.now() < until, `not within ${ms} ms`);
    await pause(20);
  }
}

try {
  await runTests([
    ...(/** @type {import("./support/courier.mjs").Mood[]} */ (["fail", "break"])).map((mood) => ({
      name: `a courier that is up again after it did "${mood}" gets the message again and delivers it`,
      async run() {
        courier.mood = mood;
        const { uuid } = await service.request(freshChat());
        await soon(() => times(uuid) > 0, 5000);
        courier.mood = "accept";
        await service.becomes(uuid, "sent", 60_000);
        assert.ok(times(uuid) >= 2);
        const sent = times(uuid);
        await pause(500);
        assert.equal(times(uuid), sent);
      },
    })),
    {
      name: "a courier that accepts gets a message once",
      async run() {
        courier.mood = "accept";
        const made = await Promise.all(Array.from({ length: 30 }, () => service.request(freshChat())));
        for (const { uuid } of made) await service.becomes(uuid, "sent");
        await pause(500);
        assert.deepEqual(made.map(({ uuid }) => times(uuid)), made.map(() => 1));
      },
    },
    {
      name: "a code can be validated while its courier hangs",
      async run() {
        courier.mood = "hang";
        const { chat_id: chatId, code, uuid } = await service.request(freshChat());
        await soon(() => times(uuid) > 0, 5000);
        assert.equal((await service.server("validate-code", { chatId, code, uuid })).status, 200);
        courier.mood = "accept";
      },
    },
  ]);
} finally {
  courier.stop();
  await service.remove();
}
