/** Installs the packed tarball the way a user does, so that tests meet what users get. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Where installed packages are kept, one folder for each tarball. */
const INSTALLED = path.join(ROOT, "target/installed");

/**
 * Gives a folder whose node_modules holds the packed package, and nothing else. The same tarball is
 * installed once, also when several tests ask at the same time.
 * @returns {Promise<string>}
 */
export async function installPackage() {
  const tarball = await findTarball();
  const hash = createHash("sha256").update(await readFile(tarball)).digest("hex").slice(0, 16);
  const folder = path.join(INSTALLED, hash);
  if (await exists(folder)) return folder;

  await mkdir(INSTALLED, { recursive: true });
  const unfinished = await mkdtemp(path.join(INSTALLED, "unfinished-"));
  try {
    await writeFile(path.join(unfinished, "package.json"), '{ "private": true, "type": "module" }\n');
    // Without --offline a package that had dependencies would fetch them, and no test would see it.
    await promisify(execFile)(
      "npm",
      ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--no-package-lock", tarball],
      { cwd: unfinished },
    );
    // Whoever comes second finds the folder taken, by the very same files.
    await rename(unfinished, folder).catch(async (error) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/**
 * What Node gives for the package's name, or one of its subpaths, where it is installed.
 * @param {string} folder
 * @returns {Promise<typeof import("hypersender-otp")>}
 */
export const importFrom = (folder) => importEntry(folder, "hypersender-otp");

/** @param {string} folder @returns {Promise<typeof import("hypersender-otp/service")>} */
export const importService = (folder) => importEntry(folder, "hypersender-otp/service");

/** @param {string} folder @param {string} name @returns {Promise<any>} */
async function importEntry(folder, name) {
  return import(pathToFileURL(createRequire(path.join(folder, "program.js")).resolve(name)).href);
}

/** The tarball that `cargo xtask pack` made last; HYPERSENDER_OTP_TARBALL names another. */
export async function findTarball() {
  const named = process.env["HYPERSENDER_OTP_TARBALL"];
  if (named) return path.resolve(named);
  const folder = path.join(ROOT, "target/npm");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".tgz"));
  const dated = await Promise.all(names.map(async (name) => {
    const tarball = path.join(folder, name);
    return { tarball, made: (await stat(tarball)).mtimeMs };
  }));
  const newest = dated.sort((a, b) => b.made - a.made)[0];
  if (newest === undefined) throw new Error("There is no packed package in target/npm: run `cargo xtask pack` first.");
  return newest.tarball;
}

/** @param {string} file */
async function exists(file) {
  return access(file).then(() => true, () => false);
}
