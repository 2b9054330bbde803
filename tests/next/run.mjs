/**
 * The Next.js example from the packed package: built, started and called on its Node and its edge runtime
 * and in a page. `node tests/next/run.mjs`
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { startVendor, TOKEN } from "../examples/vendor.mjs";
import { startBrowser } from "../support/browser.mjs";
import { freePort, ROOT } from "../support/demo.mjs";
import { installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { installTools } from "../support/tools.mjs";

const BUILD_MS = 240_000;
const START_MS = 60_000;
const PHONE = "+20 123 456 789";
const CHAT = "20123456789@c.us";

const { folder, next, wasm, vendor } = await prepared(async () => {
  const modules = await installTools("next", "340 MB");
  const installed = path.join(await installPackage(), "node_modules/hypersender-otp");
  // Below the folder of Next.js itself, because its builder follows no link out of its root.
  const folder = await mkdtemp(path.join(modules, "../app-"));
  await mkdir(path.join(folder, "node_modules"));
  await cp(installed, path.join(folder, "node_modules/hypersender-otp"), { recursive: true });
  await cp(path.join(ROOT, "examples/next/app"), path.join(folder, "app"), { recursive: true });
  await writeFile(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await writeFile(path.join(folder, "next.config.js"), `export default { turbopack: { root: ${JSON.stringify(path.dirname(modules))} } };\n`);
  const vendor = await startVendor();
  return { folder, vendor, next: path.join(modules, "next/dist/bin/next"), wasm: await readFile(path.join(installed, "wasm/client_bg.wasm")) };
});

/** @param {string[]} args */
function start(...args) {
  const env = { ...process.env, ...vendor.env, NEXT_TELEMETRY_DISABLED: "1", CI: "1" };
  const child = spawn(process.execPath, [next, ...args], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const run = { child, said: "", ended: new Promise((resolve) => child.once("close", resolve)) };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (run.said += text));
  return run;
}

/** @param {ReturnType<typeof start>} run @param {number} ms @param {() => boolean} done */
async function until(run, ms, done) {
  const end = Date.now() + ms;
  while (!done()) {
    if (Date.now() > end || (run.child.exitCode !== null && run.child.exitCode !== 0)) throw new Error(`next: not done after ${ms} ms, or failed:\n${run.said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** @param {string} route @param {unknown} body */
async function post(route, body) {
  const answer = await fetch(`${site}/api/otp/${route}`, { method: "POST", body: JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, text, said: text.startsWith("{") ? JSON.parse(text) : undefined };
}

/** @type {ReturnType<typeof start> | undefined} */
let server;
let site = "";
try {
  await prepared(async () => {
    const build = start("build");
    await until(build, BUILD_MS, () => build.child.exitCode === 0).finally(() => build.child.kill());
    const port = await freePort();
    site = `http://127.0.0.1:${port}`;
    const started = (server = start("start", "--port", String(port), "--hostname", "127.0.0.1"));
    await until(started, START_MS, () => started.said.includes("Ready"));
  });
  await runTests([
    {
      name: "the route on the Node runtime asks for a code and keeps it, the one on the edge runtime checks it",
      run: async () => {
        const asked = await post("request", { phone: PHONE });
        assert.deepEqual([asked.status, asked.said.chatId], [200, CHAT], asked.text);
        const code = vendor.send.codeFor(CHAT);
        const wrong = await post("verify", { ...asked.said, code: code === "000000" ? "000001" : "000000" });
        assert.deepEqual([wrong.status, wrong.said], [422, { verified: false, reason: "invalid_code" }]);
        const right = await post("verify", { ...asked.said, code });
        assert.deepEqual([right.status, right.said], [200, { verified: true, chatId: CHAT }]);
        const refused = await post("request", { phone: "12" });
        assert.deepEqual([refused.status, refused.said.error], [400, "invalid_argument"]);
        const heard = [asked, wrong, right, refused].map(({ text }) => text).join() + server?.said;
        for (const secret of [code, TOKEN]) assert.ok(!heard.includes(secret), "nobody hears a secret");
      },
    },
    {
      name: "the page does the same, with the client module once in the build for browsers",
      run: async () => {
        const files = (await readdir(path.join(folder, ".next/static"), { recursive: true })).filter((name) => name.endsWith(".wasm"));
        assert.equal(files.length, 1, String(files));
        assert.ok(wasm.equals(await readFile(path.join(folder, ".next/static", String(files[0])))));
        const browser = await startBrowser();
        try {
          const page = await browser.newPage();
          await page.goto(site);
          const says = (/** @type {string} */ text) => page.getByRole("status").getByText(text).waitFor({ timeout: 20_000 });
          await page.getByLabel("WhatsApp number").fill(PHONE);
          await page.getByRole("button", { name: "Send code" }).click();
          await says("A code is on its way.");
          await page.getByLabel("Code", { exact: true }).fill(vendor.send.codeFor(CHAT));
          await page.getByRole("button", { name: "Verify" }).click();
          await says(`Verified: ${CHAT}`);
        } finally {
          await browser.close();
        }
      },
    },
  ]);
} finally {
  server?.child.kill();
  await server?.ended;
  vendor.stop();
  await rm(folder, { recursive: true, force: true });
}
