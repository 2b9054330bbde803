/** Starts and stops the demo for tests: the packed package in workerd, its state in a fresh folder. */

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGE = path.join(ROOT, "target/npm/hypersender-otp");
const SERVE = path.join(ROOT, "www/serve.mjs");
const START_MS = 60_000;
const STOP_MS = 15_000;

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Exit */

/** A folder for one demo's state, empty, under target/. */
export async function freshState() {
  const parent = path.join(ROOT, "target/test-state");
  await mkdir(parent, { recursive: true });
  return mkdtemp(path.join(parent, "demo-"));
}

/**
 * A port nobody listens on, below those that systems give to connections that go out: one of these
 * could be gone before the demo takes it.
 * @returns {Promise<number>}
 */
export function freePort(tries = 20) {
  const port = randomInt(20_000, 32_000);
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (tries > 1 ? resolve(freePort(tries - 1)) : reject(error)));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(port)));
  });
}

/** One run of the demo, from its start to its end. */
export class Demo {
  /** The four lines, by their first word. @type {Map<string, string>} */
  lines = new Map();
  stdout = "";
  stderr = "";

  /** @param {{ state: string, port: number }} place */
  constructor({ state, port }) {
    this.state = state;
    this.port = port;
    this.child = spawn(
      process.execPath,
      [SERVE, "--package", PACKAGE, "--state", state, "--port", String(port)],
      // The demo ends by itself when this pipe closes, so that a test that dies leaves nothing behind.
      { cwd: ROOT, stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, HYPERSENDER_OTP_PARENT_PIPE: "1" } },
    );
    // A demo that was killed can no longer read.
    this.child.stdin.on("error", () => {});
    this.child.stderr.setEncoding("utf8").on("data", (text) => (this.stderr += text));
    this.child.stdout.setEncoding("utf8").on("data", (text) => {
      this.stdout += text;
      for (const line of this.stdout.split("\n").slice(0, -1)) {
        const [, word, rest] = /^(\S+) (.*)$/.exec(line) ?? [];
        if (word !== undefined && rest !== undefined) this.lines.set(word, rest);
      }
    });
    /** @type {Promise<Exit>} */
    this.exit = new Promise((resolve) => {
      this.child.once("close", (code, signal) => resolve({ code, signal }));
      this.child.once("error", () => resolve({ code: null, signal: null }));
    });
  }

  /** @param {string} word */
  #line(word) {
    const value = this.lines.get(word);
    if (value === undefined) throw new Error(`the demo printed no "${word}" line`);
    return value;
  }

  /** Where the page is. */
  get url() {
    return this.#line("ready");
  }
  get baseUrl() {
    return this.#line("base-url");
  }
  get instance() {
    return this.#line("instance");
  }
  get token() {
    return this.#line("token");
  }

  /** Waits for the four lines. */
  async ready() {
    const until = Date.now() + START_MS;
    let ended = false;
    void this.exit.then(() => (ended = true));
    while (!["ready", "base-url", "instance", "token"].every((word) => this.lines.has(word))) {
      if (ended || Date.now() > until) {
        if (!ended) await this.kill();
        throw new Error(`the demo ${ended ? "ended before it was ready" : "was not ready in time"}:\n${this.stderr}`);
      }
      await pause(25);
    }
    return this;
  }

  /** Asks it to stop, as Ctrl-C does, and waits for that. @returns {Promise<Exit>} */
  async stop() {
    this.child.kill("SIGTERM");
    const exit = await Promise.race([this.exit, pause(STOP_MS)]);
    if (exit !== undefined) return exit;
    await this.kill();
    throw new Error(`the demo did not stop within ${STOP_MS} ms of SIGTERM`);
  }

  /** The processes it consists of now: itself and all below it. */
  async processes() {
    const pid = this.child.pid;
    return pid === undefined ? [] : [pid, ...(await descendants(pid))];
  }

  /** kill -9 for all of it at once, as when a machine goes down. */
  async kill() {
    const pids = await this.processes();
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself in between.
      }
    }
    await this.exit;
    await gone(pids);
  }

  /** Stops it if it runs and removes its state. */
  async dispose() {
    try {
      if (this.child.exitCode === null && this.child.signalCode === null) await this.stop();
    } finally {
      await rm(this.state, { recursive: true, force: true });
    }
  }

  /**
   * A call of the contract as a server makes it, with the token; or of a development route.
   * @param {string} route such as `request-code`
   * @param {unknown} body
   */
  async call(route, body) {
    return post(`${this.baseUrl}/${this.instance}/${route}`, body, { authorization: `Bearer ${this.token}` });
  }

  /** Moves the service's clock. @param {number} seconds */
  async advance(seconds) {
    const { status } = await post(`${this.baseUrl}/dev/clock`, { advance: seconds });
    if (status >= 300) throw new Error(`dev/clock answered ${status}`);
  }
}

/**
 * Starts the demo and waits until it answers.
 * @param {{ state?: string, port?: number }} [place]
 */
export async function startDemo({ state, port } = {}) {
  const demo = new Demo({ state: state ?? (await freshState()), port: port ?? (await freePort()) });
  return demo.ready();
}

/**
 * @param {string} url
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 */
export async function post(url, body, headers = {}) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...headers },
    body: JSON.stringify(body),
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: text === "" ? undefined : JSON.parse(text) };
}

/** @param {number} ms @returns {Promise<undefined>} */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}

/**
 * Waits until none of these processes is left; gives those that are.
 * @param {number[]} pids
 */
export async function gone(pids, ms = 5000) {
  const until = Date.now() + ms;
  for (;;) {
    const left = [];
    for (const pid of pids) if (await isAlive(pid)) left.push(pid);
    if (left.length === 0 || Date.now() > until) return left;
    await pause(50);
  }
}

/** @param {number} pid */
async function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // Ended but not yet waited for by its parent.
  return (await stat(pid))?.state !== "Z";
}

/** @param {number} root @returns {Promise<number[]>} */
async function descendants(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const { pid, parent } of await allProcesses()) {
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [];
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const below = children.get(pid) ?? [];
    found.push(...below);
    open.push(...below);
  }
  return found;
}

/** @returns {Promise<{ pid: number, parent: number }[]>} */
async function allProcesses() {
  if (process.platform === "linux") {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
    const all = await Promise.all(pids.map(async (pid) => ({ pid, parent: (await stat(pid))?.parent ?? 0 })));
    return all;
  }
  const { execFileSync } = await import("node:child_process");
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return table.trim().split("\n").map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return { pid, parent };
  });
}

/** @param {number} pid */
async function stat(pid) {
  if (process.platform !== "linux") return undefined;
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may hold anything.
    const [state, parent] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
