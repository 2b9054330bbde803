/**
 * The packed package before the judges that packages are commonly held to, and its types before
 * TypeScript in every mode that a user may have: `node tests/lint/run.mjs`.
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { ROOT } from "../support/demo.mjs";
import { findTarball, installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { installTools } from "../support/tools.mjs";

const { tools, tarball, installed } = await prepared(async () => ({
  tools: await installTools("lint", "60 MB"), tarball: await findTarball(), installed: await installPackage(),
}));

/** How TypeScript may be told to look for modules. @type {[string, Record<string, unknown>][]} */
const MODES = [
  ["bundler", { module: "esnext", moduleResolution: "bundler" }],
  ["node16", { module: "node16", moduleResolution: "node16" }],
  ["nodenext", { module: "nodenext", moduleResolution: "nodenext" }],
];

/** What a file that `require`s may do where Node can require modules: nodenext. */
const REQUIRING = `import otp = require("hypersender-otp");
const chatId: string = otp.toChatId("+20 123 456 789");
// @ts-expect-error: a chatId is no number
const wrong: number = otp.toChatId(chatId);
`;

/** The subpaths that are no JavaScript. */
const FILES = `import module from "hypersender-otp/client_bg.wasm";
import edge from "hypersender-otp/client_bg.wasm?module";
import service from "hypersender-otp/service_bg.wasm";
import { init, initSync } from "hypersender-otp/slim";
const both: WebAssembly.Module[] = [module, edge, service];
await init(module);
initSync(both[0]);
`;

/** @param {string} command @param {string[]} args @param {string} [cwd] */
async function run(command, args, cwd = ROOT) {
  const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 16 * 1024 * 1024 }).catch((error) => {
    throw new Error(`${error.stdout}${error.stderr}`.trim() || error.message);
  });
  return stdout;
}

/**
 * Compiles the type tests of tests/types against the installed package, declarations included.
 * @param {Record<string, unknown>} options
 * @param {Record<string, string>} files further files
 */
async function compile(options, files) {
  const folder = await mkdtemp(path.join(ROOT, "target/types-"));
  try {
    const tests = path.join(ROOT, "tests/types");
    for (const name of (await readdir(tests)).filter((name) => !name.endsWith(".d.ts"))) await copyFile(path.join(tests, name), path.join(folder, name));
    await mkdir(path.join(folder, "node_modules"));
    await symlink(path.join(installed, "node_modules/hypersender-otp"), path.join(folder, "node_modules/hypersender-otp"));
    const compilerOptions = {
      target: "es2023", lib: ["es2023", "dom", "dom.iterable"], types: [], strict: true, exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true, skipLibCheck: false, noEmit: true, ...options,
    };
    await writeFile(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    await run(process.execPath, [path.join(ROOT, "node_modules/typescript/bin/tsc"), "--project", folder]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await runTests([
  {
    name: "publint --strict has nothing to say, but that a name with ?module is no file",
    run: async () => {
      const { publint } = await import(pathToFileURL(path.join(tools, "publint/src/index-node.js")).href);
      const bytes = await readFile(tarball);
      const { messages } = await publint({ pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) }, strict: true, level: "suggestion" });
      // Bundlers for the edge take the query for a wish, and only where the target has it.
      const said = messages.filter((/** @type {any} */ { code, path: [, subpath] }) => code !== "FILE_DOES_NOT_EXIST" || !subpath?.endsWith("?module"));
      assert.deepEqual(said, []);
    },
  },
  {
    name: "are the types wrong? in no mode that the supported Node versions have",
    run: async () => {
      // Old "node10" resolution knows no exports; and a `require` of a module works from Node 20.19 on, which tests/package shows.
      const flags = ["--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm", "--format", "json"];
      const said = JSON.parse(await run(process.execPath, [path.join(tools, "@arethetypeswrong/cli/dist/index.js"), tarball, ...flags]));
      assert.ok(said.analysis.types, "types were found");
      const counted = Object.values(said.analysis.problems).filter((/** @type {any} */ { kind, resolutionKind }) =>
        kind !== "CJSResolvesToESM" && resolutionKind !== "node10");
      assert.deepEqual(counted, []);
    },
  },
  ...MODES.map(([name, options]) => ({
    name: `the type tests hold with moduleResolution ${name}, strict, declarations included`,
    run: () => compile(options, { "files.ts": FILES, ...(name === "nodenext" && { "requiring.cts": REQUIRING }) }),
  })),
  {
    name: "a wrong type is seen",
    run: async () => {
      const wrong = 'import { toChatId } from "hypersender-otp";\nexport const wrong: number = toChatId("1");\n';
      await assert.rejects(compile({ module: "nodenext" }, { "wrong.ts": wrong }), /wrong\.ts.*TS2322/);
    },
  },
]);
