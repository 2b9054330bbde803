/** What is in the packed package: `node tests/package/run.mjs`. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../support/demo.mjs";
import { runTests } from "../support/runner.mjs";

const PACKAGE = process.env["HYPERSENDER_OTP_PACKAGE"] ?? path.join(ROOT, "target/npm/hypersender-otp");
/** @type {Record<string, string[]>} */
const LISTS = JSON.parse(await readFile(new URL("imports.json", import.meta.url), "utf8"));

/** @param {string} name */
const read = (name) => readFile(path.join(PACKAGE, name));

/** @param {string} module */
async function importsOf(module) {
  const compiled = new WebAssembly.Module(Uint8Array.from(await read(`wasm/${module}_bg.wasm`)));
  // wasm-bindgen ends a name in a hash of its own version's making, which says nothing of what it reaches.
  const names = WebAssembly.Module.imports(compiled).map(({ name }) => name.replace(/_[0-9a-f]{16}$/, ""));
  return names.sort();
}

const tests = Object.entries(LISTS).map(([module, list]) => ({
  name: `the ${module} module imports exactly what is on the committed list`,
  run: async () => assert.deepEqual(await importsOf(module), list),
}));

tests.push(
  {
    name: "every file an entry of package.json names is in the package",
    run: async () => {
      const { exports } = JSON.parse(String(await read("package.json")));
      const files = JSON.stringify(exports).match(/\.\/[\w./-]+\.(d\.ts|json|wasm|js)/g) ?? [];
      assert.ok(files.length > 5);
      for (const file of files) await read(file);
    },
  },
  {
    name: "the package installs nothing else and runs no script",
    run: async () => {
      const manifest = JSON.parse(String(await read("package.json")));
      for (const field of ["dependencies", "optionalDependencies", "peerDependencies", "scripts"]) {
        assert.equal(manifest[field], undefined, field);
      }
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
);

await runTests(tests);
