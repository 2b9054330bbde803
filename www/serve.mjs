/**
 * Runs the demo in workerd on this machine:
 *
 *     node www/serve.mjs --package target/npm/hypersender-otp --state target/demo --port 8788
 *
 * Four lines on stdout tell scripts where it answers; everything else goes to stderr. SIGINT and
 * SIGTERM end it, and so does the end of stdin where HYPERSENDER_OTP_PARENT_PIPE is 1.
 */

import { spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Log, LogLevel, Miniflare } from "miniflare";
import { bundle } from "./bundle.mjs";
import { packageModules } from "./modules.mjs";

const HOST = "127.0.0.1";
const BASE_PATH = "/api/otp/v2";
/** One chat is limited as anywhere; all together may send as often as tests and visitors like. */
const POLICY = { profile: "contract", sendsAMinute: 6000, sendsToOnePrefix: 100, sendGap: 30 };
const PAGE = dirname(fileURLToPath(import.meta.url));

/** A reason to stop that a person can act on. */
class Refusal extends Error {}

class StderrLog extends Log {
  /** @param {string} message */
  log(message) {
    process.stderr.write(`${message}\n`);
  }
}

const USAGE = "usage: node www/serve.mjs --package DIR --state DIR [--port 0..65535]";

function options() {
  const text = /** @type {const} */ ("string");
  const { values } = parseArgs({ options: { package: { type: text }, state: { type: text }, port: { type: text } } });
  const port = Number(values.port ?? "8788");
  if (!values.package || !values.state || !Number.isInteger(port) || port < 0 || port > 65535) throw new Refusal(USAGE);
  const folder = resolve(values.package);
  if (!existsSync(join(folder, "worker.js"))) {
    throw new Refusal(`${folder} is no packed package (it has no worker.js): run \`cargo xtask pack\` first`);
  }
  return { folder, state: resolve(values.state), port };
}

/**
 * The port itself, or a free one for 0.
 * @param {number} port
 * @returns {Promise<number>}
 */
function claim(port) {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      fail(
        new Refusal(
          error.code === "EADDRINUSE"
            ? `port ${port} is in use: end the program that uses it, or choose another with --port`
            : `port ${port} cannot be used (${error.code}): choose another with --port`,
        ),
      ),
    );
    probe.listen(port, HOST, () => {
      const address = probe.address();
      const found = typeof address === "object" && address ? address.port : port;
      probe.close(() => done(found));
    });
  });
}

/**
 * The development instance: made once, so that what a code was sent for survives a restart.
 * @param {string} state
 * @returns {{ instance: string, token: string, pepper: string, nameKey: string, proofKey: string }}
 */
function identity(state) {
  const file = join(state, "identity.json");
  const secret = () => randomBytes(32).toString("base64url");
  const fresh = { instance: randomUUID(), token: `1|${secret()}`, pepper: secret(), nameKey: secret(), proofKey: secret() };
  let known = {};
  try {
    if (existsSync(file)) known = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Refusal(`${file} cannot be read: delete it and ${join(state, "objects")} to begin anew`);
  }
  // What an older demo did not have is added; written aside first, so that a half-written file can never be found.
  const whole = { ...fresh, ...known };
  writeFileSync(`${file}.new`, JSON.stringify(whole), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return whole;
}

/** @param {...import("node:stream").Readable} streams */
function toStderr(...streams) {
  for (const stream of streams) stream.pipe(process.stderr);
}

/**
 * The demo's Worker and the modules it imports.
 * @param {string} folder
 */
function modules(folder) {
  const own = ["worker.js", "translate.js", "words/page-ar.js"].map((name) => ({
    type: /** @type {const} */ ("ESModule"), name, file: join(PAGE, name),
  }));
  return [...own, ...packageModules(folder)].map(({ type, name, file }) => ({ type, path: name, contents: readFileSync(file) }));
}

/**
 * Has workerd killed by the kernel when this process ends, however it ends: left behind after a
 * kill -9 it would keep the port and the state. Linux only; elsewhere `dispose` has to do.
 * @param {string} state
 */
function tieWorkerdToUs(state) {
  if (spawnSync("setpriv", ["--pdeathsig", "KILL", "true"]).status !== 0) return;
  const workerd = createRequire(createRequire(import.meta.url).resolve("miniflare"))("workerd").default;
  const script = join(state, "workerd.sh");
  const quoted = `'${workerd.replaceAll("'", `'\\''`)}'`;
  writeFileSync(script, `#!/bin/sh\nexec setpriv --pdeathsig KILL -- ${quoted} "$@"\n`, { mode: 0o700 });
  process.env.MINIFLARE_WORKERD_PATH = script;
}

/**
 * @param {ReturnType<typeof options>} given
 * @param {number} port
 * @param {string} styleHash
 */
function server({ folder, state }, port, styleHash) {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const own = identity(state);
  tieWorkerdToUs(state);
  const origins = [`http://${HOST}:${port}`, `http://localhost:${port}`];
  const instance = { id: own.instance, tokens: [own.token], origins, name: "Demo Shop" };
  const miniflare = new Miniflare({
    name: "demo",
    host: HOST,
    port,
    log: new StderrLog(LogLevel.ERROR),
    handleRuntimeStdio: toStderr,
    // Neither asks anybody outside this machine.
    cf: false,
    telemetry: { enabled: false },
    compatibilityDate: "2026-07-01",
    modulesRoot: "/",
    modules: modules(folder),
    durableObjects: {
      OTP_CHAT: { className: "OtpChat", useSQLite: true },
      OTP_BUDGET: { className: "OtpBudget", useSQLite: true },
      OTP_LEDGER: { className: "OtpLedger", useSQLite: true },
    },
    durableObjectsPersist: join(state, "objects"),
    bindings: {
      OTP_INSTANCES: JSON.stringify([instance]),
      OTP_PEPPER: own.pepper,
      OTP_NAME_KEY: own.nameKey,
      OTP_PROOF_KEY: own.proofKey,
      OTP_COURIER: "inbox",
      OTP_POLICY: JSON.stringify(POLICY),
      DEMO: { instance: own.instance, baseUrl: BASE_PATH, sendGap: POLICY.sendGap },
      STYLE_HASH: styleHash,
    },
    serviceBindings: {
      PAGE_FILES: { disk: { path: join(state, "page"), writable: false } },
    },
  });
  return { miniflare, own };
}

async function main() {
  const given = options();
  const port = await claim(given.port);
  const { styleHash } = await bundle(given.folder, join(given.state, "page"));
  const { miniflare, own } = server(given, port, styleHash);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await miniflare.dispose();
    process.exit(0);
  };
  // Miniflare's own listeners would end the process with a failure.
  for (const signal of ["SIGINT", "SIGTERM"]) process.removeAllListeners(signal).on(signal, stop);
  if (process.env.HYPERSENDER_OTP_PARENT_PIPE === "1") process.stdin.on("end", stop).on("error", stop).resume();
  const site = await miniflare.ready;
  const answer = await miniflare.dispatchFetch(new URL(`${BASE_PATH}/health`, site));
  if (!answer.ok) throw new Refusal(`the service did not start: ${await answer.text()}`);
  process.stdout.write(
    [`ready ${site.origin}/`, `base-url ${site.origin}${BASE_PATH}`, `instance ${own.instance}`, `token ${own.token}`, ""].join("\n"),
  );
}

main().catch((error) => {
  const known = error instanceof Refusal || error?.code?.startsWith("ERR_PARSE_ARGS");
  process.stderr.write(`${known ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
});
