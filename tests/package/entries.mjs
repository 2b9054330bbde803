/** Which file each runtime and bundler gets, and what an import of it does. */

import assert from "node:assert/strict";
import { build } from "esbuild";
import path from "node:path";
import { installPackage } from "../support/install.mjs";
import { filesIn, manifest, PACKAGE, printed, read } from "./support.mjs";

/** What each runtime, or a bundler for it, looks for; wrangler has three names at once. @type {[string, string[], string][]} */
const RESOLUTIONS = [
  ["workerd", ["workerd", "worker", "browser", "import"], "entry/workerd.js"],
  ["Vercel's edge runtime", ["edge-light", "browser", "import"], "entry/edge-light.js"],
  ["Next.js on its edge runtime", ["react-server", "edge-light", "worker", "import"], "entry/edge-light.js"],
  ["Fastly", ["fastly", "import"], "entry/unsupported.js"],
  ["Deno", ["deno", "node", "import"], "entry/deno.js"],
  ["Bun", ["bun", "node", "import"], "entry/inline.js"],
  ["import in Node", ["node", "import", "module-sync"], "entry/inline.js"],
  ["require in Node", ["node", "require", "module-sync"], "entry/inline.js"],
  ["a bundler for pages", ["browser", "import", "module"], "entry/browser.js"],
  ["a bundler that knows no runtime", ["import"], "entry/browser.js"],
];
const SUBPATHS = ["inline", "slim", "testing", "worker", "client_bg.wasm", "client_bg.wasm?module", "service_bg.wasm", "service_bg.wasm?module"];
const TARGETS = ["entry/inline.js", "entry/slim.js", "testing.js", "worker.js", ...SUBPATHS.slice(4).map((name) => `wasm/${name}`)];

/**
 * Where esbuild finds a name under these conditions.
 * @param {string} name
 * @param {string[]} conditions
 */
async function resolved(name, conditions) {
  const resolveDir = await installPackage();
  let found = "";
  await build({
    stdin: { contents: "", resolveDir }, write: false, logLevel: "silent", platform: "neutral", conditions, preserveSymlinks: true,
    plugins: [{
      name: "resolve once",
      setup(build) {
        build.onStart(async () => {
          const { errors, path: file, suffix } = await build.resolve(name, { kind: "import-statement", resolveDir });
          assert.deepEqual(errors, [], name);
          found = path.relative(path.join(resolveDir, "node_modules/hypersender-otp"), file) + suffix;
        });
      },
    }],
  });
  return found;
}

/** Whether two calls reach the core: one that is checked in it, and one that needs no answer. */
const CALL = `toChatId("+20 123 456 789")`;
const SAYS = "20123456789@c.us";

/** @type {import("../support/runner.mjs").Test[]} */
export const entries = [
  ...RESOLUTIONS.map(([who, conditions, file]) => ({
    name: `${who} gets ${file}`,
    run: async () => assert.equal(await resolved("hypersender-otp", conditions), file),
  })),
  {
    name: "the service comes with its module in the way each runtime takes one",
    run: async () => {
      for (const [, conditions, file] of RESOLUTIONS) {
        const own = file === "entry/browser.js" ? "entry/inline.js" : file;
        const expected = own === "entry/unsupported.js" ? own : own.replace("entry/", "entry/service/");
        assert.equal(await resolved("hypersender-otp/service", conditions), expected);
      }
    },
  },
  {
    name: "a subpath is the same file for everyone",
    run: async () => {
      for (const [at, name] of SUBPATHS.entries()) {
        for (const [, conditions] of RESOLUTIONS) {
          assert.equal(await resolved(`hypersender-otp/${name}`, conditions), TARGETS[at]);
        }
      }
    },
  },
  {
    name: "every entry of package.json names files of the package, and types before all else",
    run: async () => {
      for (const [subpath, targets] of Object.entries((await manifest()).exports)) {
        if (typeof targets === "string") continue;
        assert.equal(Object.keys(targets)[0], "types", subpath);
        assert.equal(Object.keys(targets).at(-1), "default", subpath);
        for (const target of Object.values(targets)) await read(target.replace("?module", ""));
      }
    },
  },
  {
    name: "package.json names the entries that do something when imported, and no other file",
    run: async () => {
      const acting = [];
      for (const file of await filesIn(PACKAGE)) {
        if (/^[^/]*\.js$|^entry\/.*\.js$/.test(file) && /^(loadFrom|throw|if)\b/m.test(String(await read(file)))) acting.push(`./${file}`);
      }
      assert.deepEqual([...(await manifest()).sideEffects].sort(), acting);
    },
  },
  {
    name: "import and require in Node reach the same module, at once",
    run: async () => {
      assert.equal(await printed("module", `import { toChatId } from "hypersender-otp"; console.log(${CALL})`), SAYS);
      assert.equal(await printed("commonjs", `const { toChatId } = require("hypersender-otp"); console.log(${CALL})`), SAYS);
      const both = `import * as api from "hypersender-otp"; import { createRequire } from "node:module";
        console.log(createRequire(process.cwd() + "/x.js")("hypersender-otp").OtpError === api.OtpError)`;
      assert.equal(await printed("module", both), "true");
    },
  },
  {
    name: "require in Node warns of nothing",
    run: async () => {
      const program = `process.on("warning", (warning) => console.log(warning.message)); require("hypersender-otp"); setTimeout(() => console.log("quiet"), 10)`;
      assert.equal(await printed("commonjs", program), "quiet");
    },
  },
  {
    name: "an import of any entry for Node fetches nothing, draws nothing, sets no timer and starts no module",
    run: async () => {
      const names = Object.keys((await manifest()).exports).filter((name) => name !== "./worker" && !/json$|wasm/.test(name));
      assert.ok(names.length >= 5, String(names));
      const program = `
        const did = [];
        const spied = (owner, name) => { owner[name] = new Proxy(owner[name], { apply: () => did.push(name), construct: () => (did.push(name), {}) }); };
        for (const name of ["fetch", "setTimeout", "setInterval"]) spied(globalThis, name);
        for (const name of ["getRandomValues", "randomUUID"]) spied(crypto, name);
        for (const name of ["Module", "Instance", "compile", "instantiate"]) spied(WebAssembly, name);
        spied(Math, "random");
        for (const name of ${JSON.stringify(names.map((name) => name.replace(".", "hypersender-otp")))}) await import(name);
        console.log(did.join());`;
      assert.equal(await printed("module", program), "");
    },
  },
  {
    name: "slim waits for its module, and takes it as bytes or compiled",
    run: async () => {
      const program = (/** @type {string} */ start) => `
        import { readFileSync } from "node:fs";
        import { fileURLToPath } from "node:url";
        import { init, initSync, toChatId } from "hypersender-otp/slim";
        const bytes = readFileSync(fileURLToPath(import.meta.resolve("hypersender-otp/client_bg.wasm")));
        try { toChatId("+20 123 456 789") } catch ({ code, message }) { console.log(code, message) }
        ${start};
        console.log(${CALL})`;
      const before = "not_initialized hypersender-otp/slim brings no WebAssembly module: await init(module) first";
      for (const start of ["initSync(bytes)", "initSync(new WebAssembly.Module(bytes))", "await init(bytes)", "await init(WebAssembly.compile(bytes))"]) {
        assert.equal(await printed("module", program(start)), `${before}\n${SAYS}`, start);
      }
    },
  },
  {
    name: "inline needs nothing but itself",
    run: async () => {
      assert.equal(await printed("module", `import { toChatId } from "hypersender-otp/inline"; console.log(${CALL})`), SAYS);
    },
  },
  {
    name: "on Fastly an import says in one sentence that it cannot run there",
    run: async () => {
      const program = `import("hypersender-otp").catch(({ message }) => console.log(message))`;
      const sentence = "hypersender-otp cannot run on Fastly Compute: JavaScript has no WebAssembly there; call it on another runtime, or use the Rust crate";
      assert.equal(await printed("module", program, ["--conditions=fastly"]), sentence);
      const service = `import("data:text/javascript,import { createOtpService } from '" + import.meta.resolve("hypersender-otp/service") + "'").catch(({ message }) => console.log(message))`;
      assert.equal(await printed("module", service, ["--conditions=fastly"]), sentence);
    },
  },
];
