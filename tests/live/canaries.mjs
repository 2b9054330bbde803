/** What is secret is seen nowhere: logs, events, answers, stored bytes, object names. `node tests/live/canaries.mjs`. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { prepared, runTests } from "../support/runner.mjs";
import { Courier } from "./support/courier.mjs";
import { freshChat, INSTANCE, SECRETS, startService, wrong } from "./support/service.mjs";

const { service, courier } = await prepared(async () => {
  const courier = await new Courier().start();
  return { courier, service: await startService({ main: "events.js", bindings: { OTP_COURIER: courier.setting } }) };
});

/** Every secret by what it is; codes and numbers are added as they come. @type {Map<string, string>} */
const secrets = new Map([...Object.entries(SECRETS), ["courier key", courier.key]]);

/** The forms in which a secret could have been written. @param {string} secret */
const forms = (secret) => [
  Buffer.from(secret), Buffer.from(secret, "utf16le"), Buffer.from(Buffer.from(secret).toString("hex")),
  Buffer.from(Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(0, -1)),
];

/** What is in there that must not be. @param {Buffer | string} where @returns {string[]} */
function found(where) {
  const bytes = Buffer.from(where);
  return [...secrets].flatMap(([name, secret]) => (forms(secret).some((form) => bytes.includes(form)) ? [name] : []));
}

/** Every stored file, by its name. */
async function files() {
  const entries = await readdir(service.workerd.disk, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(name) })));
}

/** Codes of ten letters and digits do not come about by chance. @param {string} what */
async function asked(what) {
  const { chat_id: chatId, code, uuid } = await service.request(freshChat(), { length: 10, useLetter: true });
  secrets.set(`${what}: code`, code).set(`${what}: number`, chatId.slice(0, -5));
  return { chatId, code, uuid };
}

/** Everything that can happen to a code, and every refusal there is. */
async function live() {
  const used = await asked("used");
  await service.becomes(used.uuid, "sent");
  assert.equal((await service.server("validate-code", used)).status, 200);
  await service.server("validate-code", used);

  const tried = await asked("tried out");
  for (let guess = 0; guess < 7; guess++) await service.server("validate-code", { ...tried, code: wrong(tried.code) });
  await service.server("request-code", { chatId: tried.chatId });

  const again = await asked("asked twice with a key");
  const key = { "idempotency-key": "canary-idempotency-key" };
  const chatId = freshChat();
  secrets.set("replayed: number", chatId.slice(0, -5)).set("idempotency key", "canary-idempotency-key");
  const [first] = [await service.server("request-code", { chatId, length: 10, useLetter: true }, key), again];
  if (first.status === 200) secrets.set("replayed: code", first.body.data.code);
  await service.server("request-code", { chatId, length: 10, useLetter: true }, key);

  const page = freshChat();
  secrets.set("page: number", page.slice(0, -5));
  const shown = await service.page("request-code", { chatId: page });
  // To a page its own number is no secret.
  service.answers.pop();
  assert.equal(shown.status, 200);

  for (const body of ["{", "[]", '{"chatId":1}', "x".repeat(100_000), { chatId: used.chatId, code: used.code, extra: 1 }]) {
    await service.server("validate-code", body);
    await service.server("request-code", body);
  }
  await service.send(`${INSTANCE}/request-code`, { method: "POST", body: { chatId: used.chatId }, headers: { authorization: `Bearer ${SECRETS.token}x` } });
  await service.send(`${INSTANCE}/validate-code`, { method: "DELETE", headers: { authorization: `Bearer ${SECRETS.token}` } });
  await service.send(`nowhere/${used.code}`);
  await service.server("requests?limit=100");
}

try {
  await runTests([
    {
      name: "the search finds what is there: the settings hold every key",
      async run() {
        const settings = await readFile(path.join(service.workerd.folder, "config.capnp"));
        assert.deepEqual(found(settings), [...Object.keys(SECRETS), "courier key"]);
        for (const form of forms(SECRETS.token)) assert.deepEqual(found(form), ["token"]);
      },
    },
    {
      name: "no stored file holds a secret, also while messages wait, and no file's or object's name does",
      async run() {
        courier.mood = "fail";
        await asked("waiting");
        courier.mood = "accept";
        await live();
        const stored = await files();
        assert.ok(stored.length > 20, `${stored.length} files`);
        for (const { name, bytes } of stored) assert.deepEqual([name, found(bytes), found(name)], [name, [], []]);
        const names = stored.flatMap(({ bytes }) => bytes.toString("latin1").match(/(?:chat|answer)\/[\w-]{1,64}/g) ?? []);
        assert.ok(names.length > 5);
        for (const name of names) assert.match(name, /\/[0-9a-f]{64}$/);
        console.log(`        ${stored.length} files, ${stored.reduce((sum, { bytes }) => sum + bytes.length, 0)} bytes, ${secrets.size} secrets`);
      },
    },
    {
      name: "no answer holds a secret but the number it was asked about",
      run() {
        assert.ok(service.answers.length > 30);
        for (const { text } of service.answers) {
          const leaked = found(text).filter((name) => !name.endsWith("number"));
          assert.deepEqual([text, leaked], [text, []]);
        }
        const lists = service.answers.filter(({ path }) => path.includes("/requests"));
        assert.ok(lists.length > 1);
        for (const { text } of lists) assert.deepEqual(found(text), []);
      },
    },
    {
      name: "nothing that is printed holds a secret, events included",
      run() {
        const events = service.workerd.printed.match(/^event \{.*\}$/gm) ?? [];
        assert.ok(events.length > 0);
        assert.deepEqual(found(service.workerd.printed), []);
        console.log(`        ${events.length} events: ${[...new Set(events.map((event) => JSON.parse(event.slice(6)).type))].join(", ")}`);
      },
    },
  ]);
} finally {
  courier.stop();
  await service.remove();
}
