/** A storage that fails at any of its calls, and alarms that ring twice or never: `node tests/live/disk.mjs`. */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { prepared, runTests } from "../support/runner.mjs";
import { Courier } from "./support/courier.mjs";
import { freshChat, startService, wrong } from "./support/service.mjs";

const { service, courier } = await prepared(async () => {
  const courier = await new Courier().start();
  return { courier, service: await startService({ main: "faulty.js", bindings: { OTP_COURIER: courier.setting } }) };
});

/** @param {string} path @param {object} [body] @returns {Promise<{ calls: number, failed: number, names: string[] }>} */
const test = (path, body) => service.test(path, body);

const HEALTHY = { failing: -1, alarms: true };

/** Whether one call came through, and what it said. @param {string} chatId @param {string} code @param {string} uuid */
async function validate(chatId, code, uuid) {
  const { status, body } = await service.server("validate-code", { chatId, code, uuid });
  assert.ok([200, 404, 409, 410, 422, 429, 500, 503].includes(status), String(status));
  return status === 200 ? "validated" : body.error.code;
}

/**
 * Fails one call of the storage at each place there is while a code is asked for and used; whatever
 * was answered, a code is accepted once and five wrong ones are compared.
 * @param {boolean} after
 */
async function sweep(after) {
  let failures = 0;
  let accepted = 0;
  let validations = 0;
  for (let failing = 0; ; failing++) {
    await test("faults", { failing, after, alarms: false });
    const chatId = freshChat();
    const asked = await service.server("request-code", { chatId });
    assert.ok([200, 500, 503].includes(asked.status), asked.text);
    if (asked.status === 200) {
      const { code, uuid } = asked.body.data;
      const said = [];
      for (const guess of [wrong(code), code, code, wrong(code), code]) said.push(await validate(chatId, guess, uuid));
      const { failed } = await test("state");
      await test("faults", HEALTHY);
      for (const guess of [code, code]) said.push(await validate(chatId, guess, uuid));
      validations += said.length;
      accepted += said.filter((word) => word === "validated").length;
      const where = `call ${failing}: ${said.join(", ")}`;
      assert.ok(said.filter((word) => word === "validated").length <= 1, where);
      assert.ok(said.filter((word) => word === "internal" || word === "unavailable").length <= 1, where);
      // What failed before it was stored can be tried again; the code is spent only where nobody can know.
      if (!after) assert.equal(said.filter((word) => word === "validated").length, 1, where);
      if (failed === 0) break;
    } else {
      await test("faults", HEALTHY);
    }
    failures += 1;
  }
  console.log(`        ${failures} places failed; ${accepted} of ${validations} guesses accepted`);
  assert.ok(failures >= 6);
}

try {
  await runTests([
    {
      name: "whichever call of the storage fails before its work, the code is accepted exactly once",
      run: () => sweep(false),
    },
    {
      name: "whichever call of the storage fails after its work, the code is accepted at most once",
      run: () => sweep(true),
    },
    {
      name: "an alarm that rings three times delivers once",
      async run() {
        await test("faults", { failing: -1, alarms: false });
        courier.received.length = 0;
        const { uuid } = await service.request(freshChat());
        const name = (await test("state")).names.at(-1) ?? "";
        await Promise.all([1, 2, 3].map(() => test(`ring?name=${encodeURIComponent(name)}`)));
        await test(`ring?name=${encodeURIComponent(name)}`);
        await service.becomes(uuid, "sent");
        assert.equal(courier.received.length, 1);
      },
    },
    {
      name: "a chat whose alarm never rang delivers at its next alarm, and keeps its code meanwhile",
      async run() {
        await test("faults", { failing: -1, alarms: false });
        courier.received.length = 0;
        const { chat_id: chatId, code, uuid } = await service.request(freshChat());
        await pause(300);
        assert.equal(courier.received.length, 0);
        assert.equal(await service.status(uuid), "pending");
        await test("faults", HEALTHY);
        assert.equal(await validate(chatId, wrong(code), uuid), "invalid_code");
        await service.becomes(uuid, "sent");
        assert.equal(await validate(chatId, code, uuid), "validated");
      },
    },
    {
      name: "an alarm during which the storage fails, at whichever call, is made up for",
    async run() {
      courier.received.length = 0;
      const made = [];
      for (let failing = 0; ; failing++) {
        await test("faults", { failing: -1, alarms: false });
        const { uuid } = await service.request(freshChat());
        const ring = `ring?name=${encodeURIComponent((await test("state")).names.at(-1) ?? "")}`;
        made.push({ uuid, ring });
        await test("faults", { failing, alarms: false });
        // The first delivers, the second reports.
        await test(ring);
        if ((await test(ring)).failed === 0) break;
      }
      await test("faults", HEALTHY);
      for (const { ring } of made) await test(ring);
      for (const { uuid } of made) await service.becomes(uuid, "sent", 60_000);
      console.log(`        ${made.length - 1} places failed; ${courier.received.length} messages of ${made.length} requests`);
      assert.ok(made.length > 5);
      assert.ok(courier.received.length <= 2 * made.length);
    },
  },
  ]);
} finally {
  courier.stop();
  await service.remove();
}
