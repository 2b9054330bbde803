/** Prism, a mock server made from an OpenAPI document alone: what it knows of the API it has not from us. */

import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { access, copyFile, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "../support/demo.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** The two calls as the vendor documents them. */
const DOCUMENT = fileURLToPath(new URL("../contract/openapi.json", import.meta.url));
const START_MS = 60_000;

/** Starts it; gives its origin, and what ends it. */
export async function startPrism() {
  const modules = await install();
  const port = await freePort();
  const cli = path.join(modules, "@stoplight/prism-cli/dist/index.js");
  const child = spawn(process.execPath, [cli, "mock", "-h", "127.0.0.1", "-p", String(port), DOCUMENT]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const until = Date.now() + START_MS;
  while (!said.includes("Prism is listening")) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill();
      throw new Error(`Prism did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill();
    await ended;
  };
  return { origin: `http://127.0.0.1:${port}`, stop };
}

/** Installs what package-lock.json beside this file pins, once for all checkouts of a user. */
async function install() {
  const lock = await readFile(path.join(HERE, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex").slice(0, 16);
  const folder = path.join(cacheFolder(), `prism-${hash}`);
  const modules = path.join(folder, "node_modules");
  if (await exists(folder)) return modules;

  console.log("installing Prism (90 MB), once");
  await mkdir(cacheFolder(), { recursive: true });
  const unfinished = await mkdtemp(path.join(cacheFolder(), "unfinished-prism-"));
  try {
    for (const name of ["package.json", "package-lock.json"]) await copyFile(path.join(HERE, name), path.join(unfinished, name));
    await promisify(execFile)("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: unfinished });
    // Whoever comes second finds the folder taken, by the very same files.
    await rename(unfinished, folder).catch(async (error) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return modules;
}

/** The folder in which `cargo xtask` keeps its tools, too. */
function cacheFolder() {
  const { HYPERSENDER_OTP_CACHE: own, XDG_CACHE_HOME: caches } = process.env;
  return own || path.join(caches || path.join(os.homedir(), ".cache"), "hypersender-otp");
}

/** @param {string} file */
async function exists(file) {
  return access(file).then(() => true, () => false);
}
