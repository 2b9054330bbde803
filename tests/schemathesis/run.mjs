/**
 * schemathesis against the service in workerd, by the document the service itself serves:
 * `node tests/schemathesis/run.mjs`. Needs python3 with venv; installs what requirements.txt pins, once.
 */

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { prepared, runTests } from "../support/runner.mjs";
import { cacheFolder } from "../support/tools.mjs";
import { INSTANCE, POLICY, SECRETS, startService } from "../live/support/service.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** Answers that must have been seen, and the share of each route's that must be a success. */
const CASES = 10_000, SUCCESSES = 0.3;
/**
 * Calls made up for each route, by whether they keep to the document. Left to itself schemathesis makes
 * six wrong bodies for each right one, and the wrong ones end at the first field that is looked at.
 */
const MADE_UP = /** @type {const} */ ({ positive: 2000, negative: 800 });
const LIMIT_MS = 1_500_000;

const { service, st } = await prepared(async () => {
  // Limits on sends would answer for the routes after a few calls.
  const policy = JSON.stringify({ ...POLICY, sendGap: 0, sendsInWindow: 10_000, sendsADay: 10_000 });
  return { st: await install(), service: await startService({ bindings: { OTP_POLICY: policy } }) };
});

/** The program, in a Python environment of its own in the cache. */
async function install() {
  const run = promisify(execFile);
  const hash = createHash("sha256").update(await readFile(path.join(HERE, "requirements.txt"))).digest("hex").slice(0, 16);
  const folder = path.join(cacheFolder(), `schemathesis-${hash}`);
  const program = path.join(folder, "bin/st");
  if (await access(program).then(() => true, () => false)) return program;
  console.log("installing schemathesis, once");
  await rm(folder, { recursive: true, force: true });
  await run("python3", ["-m", "venv", folder]).catch(() => {
    throw new Error("python3 with its venv module is missing: install Debian's python3-venv.");
  });
  await run(path.join(folder, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", "-r", path.join(HERE, "requirements.txt")]).catch(async (error) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  return program;
}

/** @typedef {[route: string, status: number, count: number][]} Tally */

/**
 * @param {keyof typeof MADE_UP} mode
 * @returns {Promise<{ code: number | null, tally: Tally }>}
 */
async function schemathesis(mode) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "schemathesis-"));
  const OTP_TALLY = path.join(folder, "tally.json");
  try {
    const args = [
      "--config-file", path.join(HERE, "schemathesis.toml"), "run", `${service.baseUrl}/openapi.json`,
      "--mode", mode, "--max-examples", String(MADE_UP[mode]),
    ];
    const env = { ...process.env, SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: HERE, PYTHONDONTWRITEBYTECODE: "1", OTP_TALLY, OTP_TOKEN: SECRETS.token, OTP_INSTANCE: INSTANCE, OTP_BASE_URL: service.baseUrl };
    const child = spawn(st, args, { cwd: folder, env, stdio: ["ignore", "inherit", "inherit"], timeout: LIMIT_MS });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    return { code, tally: JSON.parse(await readFile(OTP_TALLY, "utf8")) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const runs = await prepared(async () => [await schemathesis("positive"), await schemathesis("negative")]);
/** @type {Map<string, { all: number, successes: number }>} */
const routes = new Map();
for (const [route, status, count] of runs.flatMap(({ tally }) => tally)) {
  const known = routes.get(route) ?? { all: 0, successes: 0 };
  routes.set(route, { all: known.all + count, successes: known.successes + (status >= 200 && status < 300 ? count : 0) });
}
console.log("\nroute                                     answers   accepted");
for (const [route, { all, successes }] of routes) {
  console.log(`${route.padEnd(40)} ${String(all).padStart(8)} ${((100 * successes) / all).toFixed(1).padStart(8)} %`);
}

await runTests([
  { name: "schemathesis found nothing", run: () => assert.deepEqual(runs.map(({ code }) => code), [0, 0]) },
  {
    name: `at least ${CASES} cases were tried`,
    run: () => assert.ok([...routes.values()].reduce((sum, { all }) => sum + all, 0) >= CASES),
  },
  {
    name: `of each route's answers at least ${100 * SUCCESSES} % are successes`,
    run: () => assert.deepEqual([...routes].filter(([, { all, successes }]) => successes < SUCCESSES * all), []),
  },
]);
await service.remove();
