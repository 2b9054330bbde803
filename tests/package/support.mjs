/** The packed package: its folder, its manifest, and programs that import it where it is installed. */

import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../support/demo.mjs";
import { installPackage } from "../support/install.mjs";

/** The folder that was packed. */
export const PACKAGE = process.env["HYPERSENDER_OTP_PACKAGE"] ?? path.join(ROOT, "target/npm/hypersender-otp");

/** @param {string} name */
export const read = (name) => readFile(path.join(PACKAGE, name));

/**
 * The package's package.json.
 * @returns {Promise<{ exports: Record<string, string | Record<string, string>>, files: string[], sideEffects: string[] } & Record<string, unknown>>}
 */
export const manifest = async () => JSON.parse(String(await read("package.json")));

/** Every file of a folder by its path in it, in order. @param {string} folder */
export async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => path.posix.join(path.relative(folder, parentPath), name)).sort();
}

/**
 * What a program prints that runs where the package is installed.
 * @param {"module" | "commonjs"} type
 * @param {string} program
 * @param {string[]} [flags] for Node
 */
export async function printed(type, program, flags = []) {
  const cwd = await installPackage();
  const args = [...flags, `--input-type=${type}`, "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, timeout: 60_000 });
  return stdout.trimEnd();
}
