/** The example backend opens sessions for proofs of the service, and for nothing else: `node tests/live/proofs.mjs`. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { cp } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { importService, installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { freshChat, INSTANCE, SECRETS, startService } from "./support/service.mjs";

const EXAMPLE = fileURLToPath(new URL("../../examples/session-backend.js", import.meta.url));
/** A second instance, whose proofs are for somebody else. */
const OTHER = "5e1f7a10-0b6d-4f0a-9d55-0c8a2c1e4c2b";

const { service, backend, api } = await prepared(async () => {
  const instances = [INSTANCE, OTHER].map((id) => ({ id, tokens: [SECRETS.token] }));
  const audience = [{ ...instances[0], audience: "shop-backend" }, instances[1]];
  const folder = await installPackage();
  const [service, backend] = await Promise.all([startService({ bindings: { OTP_INSTANCES: JSON.stringify(audience) } }), startBackend(folder)]);
  return { service, backend, api: await importService(folder) };
});

/** The example as it stands, where the package is installed. @param {string} folder */
async function startBackend(folder) {
  const script = path.join(folder, "session-backend.js");
  await cp(EXAMPLE, script);
  const env = { ...process.env, OTP_PROOF_KEY: SECRETS.proofKey, OTP_INSTANCE: OTHER, PORT: "0" };
  const child = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the example ended with ${code}`)));
    child.stdout.setEncoding("utf8").on("data", (text) => resolve(/listening (\d+)/.exec(text)?.[1]));
  });
  return { child, origin: `http://127.0.0.1:${port}` };
}

/** A proof of a validation at that instance. @param {string} [instance] */
async function proven(instance = OTHER) {
  const chatId = freshChat();
  const call = async (/** @type {string} */ route, /** @type {object} */ body) =>
    (await service.send(`${instance}/${route}`, { method: "POST", body, headers: { authorization: `Bearer ${SECRETS.token}` } })).body.data;
  const { code, uuid } = await call("request-code", { chatId });
  const { proof } = await call("validate-code", { chatId, code });
  return { chatId, proof: /** @type {string} */ (proof), uuid };
}

/** What the backend says to it. @param {unknown} body */
async function session(body) {
  const answer = await fetch(`${backend.origin}/session`, { method: "POST", body: JSON.stringify(body) });
  return { status: answer.status, cookie: answer.headers.get("set-cookie"), message: /** @type {any} */ (await answer.json()).message };
}

/** @param {unknown} body @param {RegExp} message */
async function refused(body, message) {
  const { status, cookie, message: said } = await session(body);
  assert.deepEqual([status, cookie], [401, null]);
  assert.match(said, message);
}

/** The parts of a proof, to be forged. @param {string} proof */
const partsOf = (proof) => proof.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
/** @param {object} header @param {object} claims @param {string} key */
function signed(header, claims, key) {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}

try {
  await runTests([
    {
      name: "a proof of the service opens a session for its chat",
      async run() {
        const { chatId, proof } = await proven();
        const { status, cookie } = await session({ chatId, proof });
        assert.equal(status, 200);
        const me = await fetch(`${backend.origin}/me`, { headers: { cookie: cookie ?? "" } });
        assert.deepEqual(await me.json(), { chatId });
        assert.equal((await fetch(`${backend.origin}/me`)).status, 401);
      },
    },
    {
      name: "any JWT library reads it: HS256, with the claims of the documentation",
      async run() {
        const { chatId, proof, uuid } = await proven();
        const [header = "", claims = ""] = partsOf(proof);
        assert.equal(JSON.parse(header).alg, "HS256");
        const { iat, exp, ...rest } = JSON.parse(claims);
        assert.deepEqual(rest, { iss: OTHER, sub: chatId, jti: uuid, aud: OTHER });
        assert.equal(exp - iat, 60);
        assert.equal(signed(JSON.parse(header), JSON.parse(claims), SECRETS.proofKey), proof);
      },
    },
    {
      name: "the same proof is refused the second time, also of a hundred at once",
      async run() {
        const one = await proven();
        assert.equal((await session(one)).status, 200);
        await refused(one, /used before/);
        const two = await proven();
        const answers = await Promise.all(Array.from({ length: 100 }, () => session(two)));
        assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      },
    },
    {
      name: "a forged proof is refused: another key, other claims, no signature, another algorithm",
      async run() {
        const { chatId, proof } = await proven();
        const [header, claims] = partsOf(proof).slice(0, 2).map((part) => JSON.parse(part));
        const victim = freshChat();
        const other = { ...claims, sub: victim };
        const [first, , last] = proof.split(".");
        const body = Buffer.from(JSON.stringify(other)).toString("base64url");
        for (const forged of [
          signed(header, other, "another key of at least 32 characters"), `${first}.${body}.${last}`, `${first}.${body}.`,
          signed({ alg: "none" }, other, ""), `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`, "", "x", "a.b.c",
        ]) await refused({ chatId: victim, proof: forged }, /^The proof/);
        await refused({ chatId, proof: signed({ alg: "HS512" }, claims, SECRETS.proofKey) }, /^The proof/);
        await refused({ chatId: victim, proof }, /another chatId/);
      },
    },
    {
      name: "an expired proof is refused, to the second",
      async run() {
        const { chatId, proof } = await proven();
        const { exp } = JSON.parse(partsOf(proof)[1] ?? "");
        const expected = { key: SECRETS.proofKey, instance: OTHER, chatId };
        const claims = await api.verifyProof(proof, { ...expected, now: exp * 1000 - 1 });
        assert.equal(claims.expiresAt.getTime(), exp * 1000);
        await assert.rejects(api.verifyProof(proof, { ...expected, now: new Date(exp * 1000) }), { name: "OtpError", code: "unauthorized", message: /expired/ });
      },
    },
    {
      name: "what stands in Object.prototype is no choice of the caller: an expired proof stays expired",
      async run() {
        const { chatId, proof } = await proven();
        const { iat, exp } = JSON.parse(partsOf(proof)[1] ?? "");
        const realNow = Date.now;
        Object.defineProperty(Object.prototype, "now", { value: iat * 1000, configurable: true });
        Date.now = () => exp * 1000;
        try {
          await assert.rejects(api.verifyProof(proof, { key: SECRETS.proofKey, instance: OTHER, chatId }), { code: "unauthorized", message: /expired/ });
        } finally {
          Date.now = realNow;
          delete (/** @type {any} */ (Object.prototype).now);
        }
      },
    },
    {
      name: "a proof for another instance or another audience is refused",
      async run() {
        const foreign = await proven(INSTANCE);
        await refused(foreign, /another instance/);
        const expected = { key: SECRETS.proofKey, instance: INSTANCE, chatId: foreign.chatId };
        await assert.rejects(api.verifyProof(foreign.proof, expected), { code: "unauthorized", message: /another audience/ });
        await assert.rejects(api.verifyProof(foreign.proof, { ...expected, audience: "Shop-backend" }), { code: "unauthorized", message: /another audience/ });
        const claims = await api.verifyProof(foreign.proof, { ...expected, audience: "shop-backend" });
        assert.deepEqual([claims.chatId, claims.audience], [foreign.chatId, "shop-backend"]);
      },
    },
    {
      name: "what is asked wrongly is said by its name, and never shows the key",
      async run() {
        const { chatId, proof } = await proven();
        const right = { key: SECRETS.proofKey, instance: OTHER, chatId };
        /** @type {[any, any, RegExp][]} */
        const cases = [
          [undefined, right, /^proof must be a string/], [proof, { ...right, key: undefined }, /^key must be a string/],
          [proof, { ...right, key: "short" }, /^key must be .* at least 32/], [proof, { ...right, chatId: 5 }, /^chatId must be a string/],
          [proof, { ...right, now: "yesterday" }, /^now must be/], [proof, undefined, /must be/],
        ];
        for (const [given, expected, message] of cases) await assert.rejects(api.verifyProof(given, expected), { code: "invalid_argument", message });
      },
    },
  ]);
} finally {
  backend.child.kill("SIGKILL");
  await service.remove();
}
