/**
 * A Next.js app from the packed package: built, started and called on its Node and its edge runtime and
 * in a page. `node tests/next/run.mjs`
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../support/browser.mjs";
import { freePort } from "../support/demo.mjs";
import { installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { installTools } from "../support/tools.mjs";

const BUILD_MS = 240_000;
const START_MS = 60_000;
const APP = fileURLToPath(new URL("app", import.meta.url));
const SAYS = "20123456789@c.us";

const { folder, next, wasm } = await prepared(async () => {
  const modules = await installTools("next", "340 MB");
  const installed = path.join(await installPackage(), "node_modules/hypersender-otp");
  // Below the folder of Next.js itself, because its builder follows no link out of its root.
  const folder = await mkdtemp(path.join(modules, "../app-"));
  await mkdir(path.join(folder, "node_modules"));
  await cp(installed, path.join(folder, "node_modules/hypersender-otp"), { recursive: true });
  await cp(APP, path.join(folder, "app"), { recursive: true });
  await writeFile(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await writeFile(path.join(folder, "next.config.js"), `export default { turbopack: { root: ${JSON.stringify(path.dirname(modules))} } };\n`);
  return { folder, next: path.join(modules, "next/dist/bin/next"), wasm: await readFile(path.join(installed, "wasm/client_bg.wasm")) };
});

/** @param {string[]} args */
function start(...args) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CI: "1" };
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
    ...["node", "edge"].map((runtime) => ({
      name: `a route on the ${runtime} runtime asks for a code and checks it`,
      run: async () => {
        const answer = await fetch(`${site}/api/${runtime}`);
        const text = await answer.text();
        assert.equal(answer.status, 200, `${text}\n${server?.said}`);
        assert.deepEqual(JSON.parse(text), { chatId: SAYS, valid: true, edge: runtime === "edge" });
      },
    })),
    {
      name: "a page loads the client module, which lies in the build for browsers once",
      run: async () => {
        const files = (await readdir(path.join(folder, ".next/static"), { recursive: true })).filter((name) => name.endsWith(".wasm"));
        assert.equal(files.length, 1, String(files));
        assert.ok(wasm.equals(await readFile(path.join(folder, ".next/static", String(files[0])))));
        const browser = await startBrowser();
        try {
          const page = await browser.newPage();
          await page.goto(site);
          await page.getByText(SAYS).waitFor({ timeout: 20_000 });
        } finally {
          await browser.close();
        }
      },
    },
  ]);
} finally {
  server?.child.kill();
  await server?.ended;
  await rm(folder, { recursive: true, force: true });
}
