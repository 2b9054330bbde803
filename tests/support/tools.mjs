/** Tools that only some tests need: installed on first use, as a lock file pins them, once for all checkouts of a user. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, copyFile, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const TESTS = fileURLToPath(new URL("../", import.meta.url));

/**
 * Installs what the package.json and package-lock.json in tests/`name` pin; gives the node_modules folder.
 * @param {string} name
 * @param {string} weight how much that downloads, for the person who waits
 */
export async function installTools(name, weight) {
  const manifests = ["package.json", "package-lock.json"].map((file) => path.join(TESTS, name, file));
  const hash = createHash("sha256");
  for (const file of manifests) hash.update(await readFile(file));
  const folder = path.join(cacheFolder(), `${name}-${hash.digest("hex").slice(0, 16)}`);
  const modules = path.join(folder, "node_modules");
  if (await exists(folder)) return modules;

  console.log(`installing what tests/${name}/package.json names (${weight}), once`);
  await mkdir(cacheFolder(), { recursive: true });
  const unfinished = await mkdtemp(path.join(cacheFolder(), `unfinished-${name}-`));
  try {
    for (const file of manifests) await copyFile(file, path.join(unfinished, path.basename(file)));
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
export function cacheFolder() {
  const { HYPERSENDER_OTP_CACHE: own, XDG_CACHE_HOME: caches } = process.env;
  return own || path.join(caches || path.join(os.homedir(), ".cache"), "hypersender-otp");
}

/** @param {string} file */
async function exists(file) {
  return access(file).then(() => true, () => false);
}
