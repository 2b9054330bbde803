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
