/**
 * Every example as its reader would run it, from the packed package, against a service that keeps the
 * contract: `node tests/examples/run.mjs`.
 */

import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { program } from "../engines/programs.mjs";
import { startBrowser } from "../support/browser.mjs";
import { freePort, ROOT } from "../support/demo.mjs";
import { installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { sendFile, startSite } from "../support/site.mjs";
import { start } from "./program.mjs";
import { INSTANCE, mock, pass, startVendor, TOKEN } from "./vendor.mjs";
import { startWorker } from "./worker.mjs";

const PHONE = "+20 123 456 789";
const CHAT = "20123456789@c.us";

const { folder, installed, vendor, deno, bun } = await prepared(async () => {
  const installed = path.join(await installPackage(), "node_modules");
  const parent = path.join(ROOT, "target/examples");
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, "run-"));
  await cp(path.join(ROOT, "examples"), folder, { recursive: true });
  await symlink(installed, path.join(folder, "node_modules"));
  return { folder, installed, vendor: await startVendor(), deno: await program("deno"), bun: await program("bun") };
});

/** @type {[string, [string, ...string[]]][]} */
const SERVERS = [
  ["Node", [process.execPath, "node.js"]],
  ["Deno", [deno.path, "run", "--no-prompt", "--allow-env", "--allow-net=127.0.0.1", "deno.js"]],
  ["Bun", [bun.path, "bun.js"]],
];

/** @param {[string, ...string[]]} command */
async function serves(command) {
  const port = await freePort();
  const server = await start(path.join(folder, "servers"), command, { ...vendor.env, PORT: String(port) }, /^ready /m);
  let heard = "";
  /** @param {string} route @param {unknown} body */
  const post = async (route, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${route}`, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
    const text = await answer.text();
    heard += text;
    return [answer.status, text.startsWith("{") ? JSON.parse(text) : text];
  };
  try {
    const [status, asked] = await post("/otp/request", { phone: PHONE });
    assert.deepEqual([status, asked.chatId, typeof asked.uuid], [200, CHAT, "string"]);
    const code = vendor.send.codeFor(CHAT);
    const wrong = code === "000000" ? "000001" : "000000";
    assert.deepEqual(await post("/otp/verify", { chatId: CHAT, code: wrong }), [400, { error: "uuid_missing" }]);
    assert.deepEqual(await post("/otp/verify", { ...asked, code: wrong }), [422, { verified: false, reason: "invalid_code" }]);
    assert.deepEqual(await post("/otp/verify", { ...asked, code: ` ${code.slice(0, 3)} ${code.slice(3)}` }), [200, { verified: true, chatId: CHAT }]);
    assert.equal((await post("/otp/verify", { ...asked, code }))[1].reason, "already_used");
    assert.equal((await post("/otp/request", { phone: "12" }))[0], 400);
    assert.equal((await post("/otp/request", "no JSON"))[0], 400);
    assert.equal((await post("/otp/other", {}))[0], 404);
    for (const secret of [TOKEN, code]) assert.ok(!`${heard}${server.stdout}${server.stderr}`.includes(secret), "nobody hears a secret");
  } finally {
    await server.stop();
  }
}

const ORIGIN = "https://shop.example";
const PROOF_KEY = "a-proof-key-of-the-examples-0123456789";

/**
 * A page's way through the Worker, and the proof that it ends with.
 * @param {string} base the Worker's
 * @returns {Promise<{ proof: string, heard: string }>}
 */
async function provenBy(base) {
  let heard = "";
  /** @param {string} call @param {object} body */
  const post = async (call, body) => {
    const answer = await fetch(new URL(`/api/otp/v2/${INSTANCE}/${call}`, base), {
      method: "POST", headers: { "content-type": "application/json", origin: ORIGIN }, body: JSON.stringify(body),
    });
    const text = await answer.text();
    heard += text;
    return { status: answer.status, body: JSON.parse(text) };
  };
  const asked = await post("request-code", { chatId: CHAT });
  assert.deepEqual([asked.status, asked.body.data?.code], [200, undefined], heard);
  const { uuid } = asked.body.data;
  const code = vendor.send.codeFor(CHAT);
  const wrong = await post("validate-code", { chatId: CHAT, uuid, code: code === "000000" ? "000001" : "000000" });
  assert.deepEqual([wrong.status, wrong.body.error?.code], [422, "invalid_code"], heard);
  const right = await post("validate-code", { chatId: CHAT, uuid, code });
  assert.equal(right.status, 200, heard);
  for (const secret of [TOKEN, code]) assert.ok(!heard.includes(secret), "no page hears a secret");
  return { proof: right.body.data.proof, heard };
}

await runTests([
  ...SERVERS.map(([name, command]) => ({
    name: `servers: a backend on ${name} asks for codes and checks them`,
    run: () => serves(command),
  })),
  {
    name: "page: a plain page asks for a code and checks it",
    run: async () => {
      const service = await mock({ allowPublic: true, withholdCode: true });
      const site = await startSite((pathname, response, request) => {
        if (pathname.startsWith("/api/otp/v2/")) return pass(service, request, response);
        if (pathname.startsWith("/hypersender-otp/")) return sendFile(response, installed, pathname);
        return sendFile(response, path.join(folder, "page"), pathname === "/" ? "index.html" : pathname);
      });
      const browser = await startBrowser();
      try {
        const page = await browser.newPage();
        await page.goto(site.url);
        assert.ok((await readFile(path.join(folder, "page/index.html"), "utf8")).includes(INSTANCE), "the page's instance is the service's");
        const says = (/** @type {string} */ text) => page.getByRole("status").getByText(text).waitFor({ timeout: 20_000 });
        await page.getByLabel("WhatsApp number").fill("12");
        await page.getByRole("button", { name: "Send code" }).click();
        await says("phone must be");
        await page.getByLabel("WhatsApp number").fill(PHONE);
        await page.getByRole("button", { name: "Send code" }).click();
        await says("A code is on its way.");
        await page.getByLabel("Code", { exact: true }).fill("0000");
        await page.getByRole("button", { name: "Verify" }).click();
        await says("Not verified: invalid_code");
        await page.getByLabel("Code", { exact: true }).fill(service.codeFor(CHAT));
        await page.getByRole("button", { name: "Verify" }).click();
        await says(`Verified: ${CHAT}`);
      } finally {
        await browser.close();
        await site.close();
      }
    },
  },
  {
    name: "worker and login: a Worker in front of the vendor proves a number, and a backend believes the proof once and nothing else",
    run: async () => {
      const worker = await startWorker(path.join(folder, "worker"), {
        ...vendor.env, OTP_INSTANCES: JSON.stringify([{ id: INSTANCE, origins: [ORIGIN], name: "My Shop" }]),
        OTP_PEPPER: "a-pepper-of-the-examples-0123456789", OTP_NAME_KEY: "a-name-key-of-the-examples-0123456789", OTP_PROOF_KEY: PROOF_KEY,
      });
      const port = await freePort();
      const env = { OTP_PROOF_KEY: PROOF_KEY, OTP_INSTANCE: INSTANCE, PORT: String(port) };
      const login = await start(path.join(folder, "login"), [process.execPath, "server.js"], env, /^ready /m);
      /** @param {string} body */
      const enter = (body) => fetch(`http://127.0.0.1:${port}/login`, { method: "POST", body });
      const me = async (cookie = "") => {
        const answer = await fetch(`http://127.0.0.1:${port}/me`, { headers: { cookie } });
        return [answer.status, await answer.json()];
      };
      try {
        const { proof } = await provenBy(worker.url);
        assert.equal((await enter(JSON.stringify({ proof, chatId: "20123456780@c.us" }))).status, 401, "another number");
        const [head, claims, signature] = proof.split(".");
        const forged = Buffer.from(Buffer.from(String(claims), "base64url").toString().replace("20123456789", "20123456780")).toString("base64url");
        assert.equal((await enter(JSON.stringify({ proof: [head, forged, signature].join("."), chatId: "20123456780@c.us" }))).status, 401, "a forged proof");
        assert.deepEqual(await me(), [401, { error: "not logged in" }]);
        const entered = await enter(JSON.stringify({ proof, chatId: CHAT }));
        assert.equal(entered.status, 200, await entered.clone().text());
        assert.deepEqual(await me(entered.headers.get("set-cookie")?.split(";")[0]), [200, { chatId: CHAT }]);
        assert.equal((await enter(JSON.stringify({ proof, chatId: CHAT }))).status, 401, "the same proof again");
        assert.equal((await enter(JSON.stringify({ chatId: CHAT }))).status, 400, "no proof");
        assert.equal((await enter("no JSON")).status, 400);
        for (const secret of [TOKEN, vendor.send.codeFor(CHAT)]) assert.ok(!worker.printed().includes(secret), "no log holds a secret");
      } finally {
        await login.stop();
        await worker.stop();
      }
    },
  },
  {
    name: "verify.rs: a Rust program asks for a code and checks what is typed",
    run: async () => {
      const cargo = process.env["CARGO"] || "cargo";
      for (const right of [false, true]) {
        const run = await start(ROOT, [cargo, "run", "--quiet", "--example", "verify", "--", PHONE], vendor.env, /a code is on its way/);
        const code = vendor.send.codeFor(CHAT);
        run.child.stdin.end(right ? `${code}\n` : "0000\n");
        assert.equal(await run.ended, 0, run.stderr);
        assert.match(run.stdout, right ? /^verified 20123456789@c\.us$/m : /^not verified: invalid_code$/m);
      }
    },
  },
]);
vendor.stop();
await rm(folder, { recursive: true, force: true });
