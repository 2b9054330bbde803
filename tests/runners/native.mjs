/** The core as a native program, asked what another runtime's suite asked it: see tests/replay. */

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The verdicts it comes to, in order.
 * @param {import("../verdicts.mjs").Question[]} questions
 * @returns {Promise<{ engine: string, lines: string[] }>}
 */
export async function answers(questions) {
  const folder = await mkdtemp(path.join(ROOT, "target/replay-"));
  try {
    const file = path.join(folder, "questions.jsonl");
    await writeFile(file, questions.map(({ where, input: { answer, ...input } }) =>
      `${JSON.stringify({ where, ...input, ...(answer && { answer: { ...answer, body: Buffer.from(answer.body, "base64").toString("hex") } }) })}\n`).join(""));
    const cargo = process.env.CARGO || "cargo";
    const args = ["test", "--quiet", "--package", "hypersender-otp", "--test", "replay", "--", file];
    const { stdout } = await promisify(execFile)(cargo, args, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
    const { stdout: version } = await promisify(execFile)("rustc", ["--version"], { cwd: ROOT });
    return { engine: `Rust ${version.split(" ")[1]}, native`, lines: stdout.split("\0").slice(0, -1) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
