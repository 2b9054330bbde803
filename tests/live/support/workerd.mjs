/** The packed Worker in a workerd of its own, on loopback and a folder: nothing stands between test and engine. */

import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gone, ROOT } from "../../support/demo.mjs";
import { packageModules } from "../../../www/modules.mjs";

export const PACKAGE = process.env["HYPERSENDER_OTP_PACKAGE"] ?? path.join(ROOT, "target/npm/hypersender-otp");
const START_MS = 30_000;
/** A disk's flushes would be most of a test's time, and a killed process, unlike a power cut, does not need them. */
const MEMORY = "/dev/shm";

/** @typedef {Record<string, string | object>} Bindings a text, or JSON */

/** The objects of the service, and those a test adds. @typedef {Record<string, string>} Objects binding to class */
export const OBJECTS = { OTP_CHAT: "OtpChat", OTP_BUDGET: "OtpBudget", OTP_LEDGER: "OtpLedger" };

/** One workerd with one Worker. What it stores outlives its process, until `remove`. */
export class Workerd {
  /** Whatever it printed, over all its processes. */
  printed = "";
  origin = "";
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;

  /**
   * @param {{ main?: string, bindings: Bindings, objects?: Objects, onDisk?: boolean }} worker `main` is a file
   * of tests/live/workers/
   * @returns {Promise<Workerd>}
   */
  static async start(worker) {
    const parent = worker.onDisk || !existsSync(MEMORY) ? path.join(ROOT, "target/test-state") : MEMORY;
    await mkdir(parent, { recursive: true });
    const workerd = new Workerd(await mkdtemp(path.join(parent, "otp-workerd-")), worker);
    try {
      return await workerd.start();
    } catch (error) {
      await workerd.remove();
      throw error;
    }
  }

  /**
   * @param {string} folder
   * @param {{ main?: string, bindings: Bindings, objects?: Objects }} worker
   */
  constructor(folder, { main = "plain.js", bindings, objects = OBJECTS }) {
    this.folder = folder;
    this.main = main;
    this.bindings = bindings;
    this.objects = objects;
  }

  /** Where the SQLite files are. */
  get disk() {
    return path.join(this.folder, "objects");
  }

  /** Starts it, again after `kill`; gives itself once it listens. */
  async start() {
    await mkdir(this.disk, { recursive: true });
    const config = path.join(this.folder, "config.capnp");
    await writeFile(config, configOf(this));
    const child = spawn(...tied(engine(), ["serve", config, "--control-fd=3"]), { stdio: ["ignore", "pipe", "pipe", "pipe"] });
    this.#child = child;
    const [, stdout, stderr, control] = /** @type {any} */ (child.stdio);
    for (const stream of [stdout, stderr]) stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => (this.printed += text));
    const port = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`workerd did not listen in time:\n${this.printed}`)), START_MS);
      child.once("exit", (code) => reject(new Error(`workerd ended with ${code}:\n${this.printed}`)));
      let text = "";
      control.setEncoding("utf8").on("data", (/** @type {string} */ piece) => {
        text += piece;
        const listening = /"event":"listen".*?"port":(\d+)/.exec(text);
        if (listening) resolve(Number(listening[1]));
        if (listening) clearTimeout(timer);
      });
    });
    this.origin = `http://127.0.0.1:${port}`;
    return this;
  }

  /** kill -9, as when a machine goes down. */
  async kill() {
    const child = this.#child;
    if (child?.pid === undefined) return;
    this.#child = undefined;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    }
    await gone([child.pid]);
  }

  /** kill -9, and a new process over what the old one stored. */
  async restart() {
    await this.kill();
    await this.start();
  }

  /** Ends it and removes what it stored. */
  async remove() {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The engine's own file. */
function engine() {
  const fromMiniflare = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  return fromMiniflare("workerd").default;
}

/**
 * Where Linux can, the kernel ends it together with us.
 * @param {string} file
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
function tied(file, args) {
  const able = spawnSync("setpriv", ["--pdeathsig", "KILL", "true"]).status === 0;
  return able ? ["setpriv", ["--pdeathsig", "KILL", "--", file, ...args]] : [file, args];
}

/** @param {Workerd} workerd */
function configOf({ disk, main, bindings, objects, folder }) {
  const text = JSON.stringify;
  const worker = fileURLToPath(new URL(`../workers/${main}`, import.meta.url));
  const file = (/** @type {string} */ to) => text(path.relative(folder, to));
  const modules = [
    `(name = "worker.js", esModule = embed ${file(worker)})`,
    ...packageModules(PACKAGE).map(({ type, name, file: from }) => `(name = ${text(name)}, ${type === "ESModule" ? "esModule" : "wasm"} = embed ${file(from)})`),
  ];
  const bound = [
    ...Object.entries(bindings).map(([name, value]) =>
      typeof value === "string" ? `(name = ${text(name)}, text = ${text(value)})` : `(name = ${text(name)}, json = ${text(text(value))})`),
    ...Object.entries(objects).map(([name, object]) => `(name = ${text(name)}, durableObjectNamespace = ${text(object)})`),
  ];
  const classes = Object.values(objects).map((object) => `(className = ${text(object)}, uniqueKey = ${text(object)}, enableSql = true)`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "disk", disk = (path = ${text(disk)}, writable = true)),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  compatibilityDate = "2026-07-01",
  modules = [${modules.join(",\n    ")}],
  bindings = [${bound.join(",\n    ")}],
  durableObjectNamespaces = [${classes.join(", ")}],
  durableObjectStorage = (localDisk = "disk"),
);
`;
}
