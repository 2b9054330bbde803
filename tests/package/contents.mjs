/** What lies in the package and what it may reach. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { installPackage } from "../support/install.mjs";
import { filesIn, manifest, PACKAGE, read } from "./support.mjs";

/** @type {Record<string, string[]>} */
const LISTS = JSON.parse(await readFile(new URL("imports.json", import.meta.url), "utf8"));

/** @param {string} module */
async function importsOf(module) {
  const compiled = new WebAssembly.Module(Uint8Array.from(await read(`wasm/${module}_bg.wasm`)));
  // wasm-bindgen ends a name in a hash of its own version's making, which says nothing of what it reaches.
  const names = WebAssembly.Module.imports(compiled).map(({ name }) => name.replace(/_[0-9a-f]{16}$/, ""));
  return names.sort();
}

/** @type {import("../support/runner.mjs").Test[]} */
export const contents = [
  ...Object.entries(LISTS).map(([module, list]) => ({
    name: `the ${module} module imports exactly what is on the committed list`,
    run: async () => assert.deepEqual(await importsOf(module), list),
  })),
  {
    name: "everything that was packed is installed, and nothing else",
    run: async () => {
      const installed = path.join(await installPackage(), "node_modules/hypersender-otp");
      assert.deepEqual(await filesIn(installed), await filesIn(PACKAGE));
    },
  },
  {
    name: "every name in `files` is there, and holds no map, test or hidden file",
    run: async () => {
      const files = await filesIn(PACKAGE);
      for (const name of (await manifest()).files) {
        assert.ok(files.some((file) => file === name || file.startsWith(`${name}/`)), name);
      }
      assert.deepEqual(files.filter((file) => /\.map$|\.test\.|(^|\/)\./.test(file)), []);
    },
  },
  {
    name: "the package installs nothing else and runs no script",
    run: async () => {
      const fields = await manifest();
      for (const field of ["dependencies", "optionalDependencies", "peerDependencies", "scripts"]) {
        assert.equal(fields[field], undefined, field);
      }
    },
  },
  {
    name: "bytes are packed as text only where an entry carries them so",
    run: async () => {
      const files = await filesIn(PACKAGE);
      const entries = await Promise.all(files.filter((file) => /^entry\/.*\.js$/.test(file)).map(async (file) => String(await read(file))));
      const packed = files.filter((file) => file.endsWith("_bytes.js"));
      assert.ok(packed.length > 0);
      for (const file of packed) assert.ok(entries.some((entry) => entry.includes(`/${file}"`)), file);
    },
  },
  {
    name: "the inlined bytes are the file's bytes",
    run: async () => {
      for (const module of ["client", "service"]) {
        const text = String(await read(`wasm/${module}_bytes.js`));
        const base64 = /"([\w+/=]+)"/.exec(text)?.[1] ?? "";
        assert.ok(Buffer.from(base64, "base64").equals(await read(`wasm/${module}_bg.wasm`)), module);
      }
    },
  },
];
