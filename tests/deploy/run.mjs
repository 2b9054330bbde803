/**
 * The wrangler.jsonc that ships deploys as it is: `wrangler deploy --dry-run` over the installed package.
 *
 * usage: node tests/deploy/run.mjs
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../support/demo.mjs";
import { installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { installTools } from "../support/tools.mjs";

/** No question asked of anybody outside this machine. */
const QUIET = { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", CI: "true", NO_COLOR: "1" };

const { wrangler, folder } = await prepared(async () => {
  const modules = await installTools("deploy", "200 MB");
  // A copy, because wrangler writes beside the configuration it is given.
  const folder = await mkdtemp(path.join(ROOT, "target/deploy-"));
  await cp(await installPackage(), folder, { recursive: true });
  return { wrangler: path.join(modules, "wrangler/bin/wrangler.js"), folder };
});
const config = path.join(folder, "node_modules/hypersender-otp/wrangler.jsonc");
const out = path.join(folder, "out");

try {
  await runTests([
    {
      name: "wrangler bundles the shipped configuration, with its three classes, its policy and one WebAssembly module",
      async run() {
        const args = [wrangler, "deploy", "--dry-run", "--config", config, "--outdir", out];
        const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env: { ...process.env, ...QUIET }, timeout: 80_000 });
        for (const [binding, name] of [["OTP_CHAT", "OtpChat"], ["OTP_BUDGET", "OtpBudget"], ["OTP_LEDGER", "OtpLedger"]]) {
          assert.match(stdout, new RegExp(`env\\.${binding} \\(${name}\\)`));
        }
        assert.match(stdout, /env\.OTP_POLICY/);
        assert.match(stdout, /--dry-run: exiting now/);
        const files = await readdir(out);
        assert.equal(files.filter((name) => name.endsWith(".wasm")).length, 1);
        const script = files.find((name) => name.endsWith(".js")) ?? "";
        assert.match(await readFile(path.join(out, script), "utf8"), /export \{[^}]*OtpBudget[^}]*OtpChat[^}]*OtpLedger/s);
      },
    },
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
