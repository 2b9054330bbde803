/**
 * A small app from the packed package with each bundler, driven in Chromium: `node tests/bundlers/run.mjs`.
 * Whatever the bundler does, the client module must come along exactly once.
 */

import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../support/browser.mjs";
import { ROOT } from "../support/demo.mjs";
import { installPackage } from "../support/install.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { sendFile, startSite } from "../support/site.mjs";

const APP = fileURLToPath(new URL("app", import.meta.url));
const SAYS = "invalid_code, then valid 20123456789@c.us";

const { installed, wasm, bundlers, browser } = await prepared(async () => {
  const installed = path.join(await installPackage(), "node_modules/hypersender-otp");
  return {
    installed, wasm: await readFile(path.join(installed, "wasm/client_bg.wasm")), bundlers: await import("./bundle.mjs"), browser: await startBrowser(),
  };
});

/** How the app says where the package is, by what its bundler can do. @type {Record<string, (text: string) => string>} */
const IMPORTS = {
  main: (text) => text,
  inline: (text) => text.replaceAll('"hypersender-otp"', '"hypersender-otp/inline"'),
  slim: (text) => `import module from "hypersender-otp/client_bg.wasm";\n${text}`.replaceAll('"hypersender-otp"', '"hypersender-otp/slim"')
    .replace("init()", "init(new URL(module, import.meta.url))"),
};

/** @type {[string, keyof typeof IMPORTS, (app: string) => Promise<unknown>, number][]} */
const BUILDS = [
  ["Vite", "main", bundlers.vite, 1],
  ["webpack", "main", bundlers.webpack, 1],
  ["Rollup", "inline", bundlers.rollup, 0],
  ["esbuild", "inline", bundlers.plainEsbuild, 0],
  ["esbuild", "slim", bundlers.plainEsbuild, 1],
];

const PAGE = '<!doctype html><meta charset="utf-8"><title>app</title><link rel="icon" href="data:,"><script type="module" src="main.js"></script>\n';

/**
 * Works on a fresh copy of the app in which the package is installed.
 * @param {keyof typeof IMPORTS} way
 * @param {(app: string) => Promise<void>} work
 */
async function withApp(way, work) {
  const parent = path.join(ROOT, "target/bundlers");
  await mkdir(parent, { recursive: true });
  const app = await mkdtemp(path.join(parent, "app-"));
  try {
    await cp(APP, app, { recursive: true });
    await cp(installed, path.join(app, "node_modules/hypersender-otp"), { recursive: true });
    await writeFile(path.join(app, "package.json"), '{ "private": true, "type": "module" }\n');
    await writeFile(path.join(app, "index.html"), PAGE);
    for (const name of ["main.js", "later.js"]) {
      const file = path.join(app, name);
      const text = await readFile(file, "utf8");
      await writeFile(file, name === "main.js" ? /** @type {Function} */ (IMPORTS[way])(text) : text.replaceAll('"hypersender-otp"', way === "main" ? "$&" : `"hypersender-otp/${way}"`));
    }
    await work(app);
  } finally {
    await rm(app, { recursive: true, force: true });
  }
}

/**
 * @param {keyof typeof IMPORTS} way
 * @param {(app: string) => Promise<unknown>} bundle
 * @param {number} expected how many .wasm files there should be
 */
const check = (way, bundle, expected) => withApp(way, async (app) => {
  await bundle(app);
  const dist = path.join(app, "dist");
  await once(dist, expected);
  await writeFile(path.join(dist, "index.html"), PAGE);
  const site = await startSite((pathname, response) => sendFile(response, dist, pathname === "/" ? "index.html" : pathname));
  try {
    assert.equal(await said(site.url), SAYS);
  } finally {
    await site.close();
  }
});

/**
 * The client module lies there once, as a file or as text, and the service's does not.
 * @param {string} dist
 * @param {number} expected
 */
async function once(dist, expected) {
  const files = (await readdir(dist, { recursive: true })).map((name) => path.join(dist, name));
  const modules = files.filter((name) => name.endsWith(".wasm"));
  assert.equal(modules.length, expected, `.wasm files: ${modules}`);
  for (const file of modules) assert.ok(wasm.equals(await readFile(file)), "it is the client's");
  const scripts = await Promise.all(files.filter((name) => name.endsWith(".js")).map((name) => readFile(name, "utf8")));
  const inlined = scripts.join("").split(wasm.toString("base64")).length - 1;
  assert.equal(modules.length + inlined, 1, "copies of the client module");
}

/** What the app's page comes to. @param {string} url */
async function said(url) {
  const page = await browser.newPage();
  try {
    /** @type {string[]} */
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("requestfailed", (request) => problems.push(`not loaded: ${request.url()}`));
    await page.goto(url);
    const said = await page.waitForFunction("globalThis.said", undefined, { timeout: 20_000 }).catch(() => assert.fail(problems.join("\n") || "the page said nothing"));
    return await said.jsonValue();
  } finally {
    await page.close();
  }
}

await runTests([
  ...BUILDS.map(([name, way, bundle, files]) => ({
    name: `${name} with ${way === "main" ? "the main entry" : `./${way}`}: ${files === 1 ? "one .wasm file" : "the bytes once, as text"}, and the app works`,
    run: () => check(way, bundle, files),
  })),
  {
    name: "Vite's dev server with the main entry: the app works",
    run: () => withApp("main", async (app) => {
      const server = await bundlers.viteDev(app);
      try {
        assert.equal(await said(server.url), SAYS);
      } finally {
        await server.close();
      }
    }),
  },
]);
await browser.close();
