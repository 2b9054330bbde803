/**
 * The service's module draws the codes that tests/data/codes.json demands; the suite holds the client's
 * module to the same file in every runtime.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PACKAGE, read } from "./support.mjs";

/** What a request may ask for; the service knows no other format. */
const SETTINGS = ["length", "useLetter", "useNumber", "allCapital"];

/** @typedef {{ name: string, format: Record<string, any>, random: string, code: string | null }} Draw */

/** @type {{ draws: Draw[] }} */
const { draws } = JSON.parse(await readFile(new URL("../data/codes.json", import.meta.url), "utf8"));

/** The draws whose format a request can ask for. */
export const contractDraws = draws.filter(({ format }) => Object.keys(format).every((name) => SETTINGS.includes(name)));

/** @type {import("../support/runner.mjs").Test[]} */
export const golden = [{
  name: "the service's module draws the golden codes from the golden bytes",
  run: async () => {
    const service = await import(pathToFileURL(path.join(PACKAGE, "wasm/service.js")).href);
    service.initSync({ module: new WebAssembly.Module(Uint8Array.from(await read("wasm/service_bg.wasm"))) });
    assert.ok(contractDraws.length >= 15, `${contractDraws.length} draws`);
    for (const { name, format, random, code } of contractDraws) {
      const { length = 6, useLetter = false, useNumber = true, allCapital = false } = format;
      const drawn = service.drawCode(length, useLetter, useNumber, allCapital, Buffer.from(random, "hex"));
      assert.equal(drawn, code ?? "", name);
    }
  },
}];
