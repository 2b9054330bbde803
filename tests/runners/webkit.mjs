/** A task in a page of WebKitGTK, on a display of its own. */

import { modules } from "../engines/programs.mjs";
import { spawn } from "node:child_process";
import { access, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { freePort } from "../support/demo.mjs";
import { servePage } from "./page.mjs";

const LIMIT_MS = 120_000;

/** @type {import("./runtimes.mjs").Run} */
export async function run(folder, task) {
  const site = await servePage(folder);
  try {
    const { driver, end } = await startWebKit();
    try {
      await driver.manage().setTimeouts({ script: LIMIT_MS });
      await driver.get(site.url);
      const text = await driver.executeAsyncScript(`
        const done = arguments[arguments.length - 1];
        const uncaught = [];
        addEventListener("error", ({ message }) => uncaught.push(message));
        import("/${task.file}").then((module) => module.${task.name}({ inPage: true }))
          .then((report) => done(JSON.stringify({ report, uncaught })), (error) => done(JSON.stringify({ uncaught: [String(error)] })));`);
      const { report, uncaught } = JSON.parse(text);
      if (uncaught.length > 0) throw new Error(uncaught.join("\n"));
      const version = (await driver.getCapabilities()).get("browserVersion");
      return { ...report, engine: `WebKitGTK ${version}`, printed: "" };
    } finally {
      await end();
    }
  } finally {
    await site.close();
  }
}

/**
 * Starts WebKitGTK; `end` stops it, its driver and its display.
 * @returns {Promise<{ driver: any, end: () => Promise<void> }>}
 */
export async function startWebKit() {
  const display = await startDisplay();
  const port = await freePort();
  const service = spawn("WebKitWebDriver", [`--port=${port}`], { env: { ...process.env, DISPLAY: display.name }, stdio: "ignore" });
  const stop = async () => {
    await ended(service);
    await ended(display.child);
  };
  try {
    const driver = await openBrowser(port);
    return { driver, end: () => driver.quit().finally(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {number} port */
async function openBrowser(port) {
  const { Builder, Capabilities } = createRequire(path.join(await modules(), "selenium-webdriver/package.json"))(".");
  const capabilities = new Capabilities({
    browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary: await miniBrowser(), args: ["--automation"] },
  });
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      return await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
    } catch (error) {
      // The driver takes a moment to listen.
      if (Date.now() > until || !String(error).includes("ECONNREFUSED")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Debian keeps it in a folder named after the processor. */
async function miniBrowser() {
  for (const name of await readdir("/usr/lib")) {
    const file = `/usr/lib/${name}/webkit2gtk-4.1/MiniBrowser`;
    if (await access(file).then(() => true, () => false)) return file;
  }
  throw new Error("There is no MiniBrowser in /usr/lib: install Debian's webkit2gtk-driver.");
}

/** Starts an X server that chooses its own number and tells it. */
async function startDisplay() {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3]?.once("data", (bytes) => resolve(String(bytes).trim()));
  });
  return { child, name: `:${number}` };
}

/** @param {import("node:child_process").ChildProcess} child */
async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const close = new Promise((resolve) => child.once("close", resolve));
  child.kill();
  await close;
}
