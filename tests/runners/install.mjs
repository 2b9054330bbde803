/** Installs the packed package under its name, as a user does, without any network. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const TESTS = fileURLToPath(new URL("../", import.meta.url));
const TARGET = path.join(TESTS, "../target");

/**
 * A fresh folder in which `hypersender-otp` and a second copy of it are installed, with the suite in
 * it; the installation itself is kept for as long as the tarball stays the same.
 */
export async function install() {
  const tarball = await findTarball();
  const hash = createHash("sha256").update(await readFile(tarball)).digest("hex").slice(0, 16);
  const parent = path.join(TARGET, "suite");
  const installed = path.join(parent, hash);
  await mkdir(parent, { recursive: true });
  await forgetOld(parent);
  if (!(await readdir(parent)).includes(hash)) await installInto(installed, tarball);
  const folder = await mkdtemp(path.join(parent, "run-"));
  await symlink(path.join(installed, "node_modules"), path.join(folder, "node_modules"));
  await writeFile(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  for (const part of ["suite", "data"]) await cp(path.join(TESTS, part), path.join(folder, part), { recursive: true });
  // What was verified of this package by this suite lies beside it, for the next runtime to compare with.
  const suite = await Promise.all(["suite", "data"].map((part) => fingerprint(path.join(folder, part))));
  const verdicts = path.join(installed, `verdicts-${suite.join("-")}`);
  return { folder, verdicts, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Removes what nobody has touched for a day. @param {string} parent */
async function forgetOld(parent) {
  for (const name of await readdir(parent)) {
    const folder = path.join(parent, name);
    const { mtimeMs = Infinity } = (await stat(folder).catch(() => undefined)) ?? {};
    if (mtimeMs < Date.now() - 86_400_000) await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function fingerprint(folder) {
  const hash = createHash("sha256");
  for (const name of (await readdir(folder)).sort()) hash.update(`${name}\0`).update(await readFile(path.join(folder, name)));
  return hash.digest("hex").slice(0, 16);
}

async function findTarball() {
  if (process.env.HYPERSENDER_OTP_TARBALL) return process.env.HYPERSENDER_OTP_TARBALL;
  const npm = path.join(TARGET, "npm");
  const found = (await readdir(npm).catch(() => [])).filter((name) => /^hypersender-otp-.*\.tgz$/.test(name));
  if (found.length === 1) return path.join(npm, /** @type {string} */ (found[0]));
  throw new Error(`target/npm holds ${found.length} tarballs instead of one: run cargo xtask pack, or set HYPERSENDER_OTP_TARBALL`);
}

/**
 * @param {string} folder
 * @param {string} tarball
 */
async function installInto(folder, tarball) {
  const fresh = await mkdtemp(`${folder}-`);
  await writeFile(path.join(fresh, "package.json"), '{ "private": true }\n');
  const npm = ["install", "--offline", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--no-update-notifier", path.resolve(tarball)];
  await promisify(execFile)("npm", npm, { cwd: fresh });
  const modules = path.join(fresh, "node_modules");
  // A second copy in one realm, as two packages that depend on this one may bring.
  await cp(path.join(modules, "hypersender-otp"), path.join(modules, "hypersender-otp-copy"), { recursive: true });
  await rename(fresh, folder).catch(async (error) => {
    // Another run was faster; its installation is as good.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    await rm(fresh, { recursive: true, force: true });
  });
}
