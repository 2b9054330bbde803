/** What the service's module keeps of its calls: what it was configured with, and nothing else. */

import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PACKAGE, read } from "./support.mjs";

const ID = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
const SETTINGS = {
  instances: [{ id: ID, origins: ["https://shop.example"] }],
  pepper: "the pepper of these tests, 32 bytes and more",
  nameKey: "the key of names of these tests, 32 bytes",
  courier: "inbox",
};

/** @param {string} file */
const load = (file) => import(pathToFileURL(path.join(PACKAGE, file)).href);

/** @type {import("../support/runner.mjs").Test[]} */
export const memory = [{
  name: "ten thousand calls leave the service's memory as large as the first ones did, and its settings as they were",
  run: async () => {
    const [service, { settingsText, stepOf, summaryOf }] = await Promise.all([load("wasm/service.js"), load("lib/service/words.js")]);
    const exported = service.initSync({ module: new WebAssembly.Module(Uint8Array.from(await read("wasm/service_bg.wasm"))) });
    const memory = Object.values(exported).find((value) => value instanceof WebAssembly.Memory);
    assert.ok(memory !== undefined);
    const { handle, error } = summaryOf(service.configure(settingsText(SETTINGS), "config"));
    assert.equal(error, undefined);
    const headers = "content-type: application/json\norigin: https://shop.example";
    const body = new TextEncoder().encode(JSON.stringify({ chatId: "20123456789@c.us", name: "x".repeat(60) }));
    const asked = () => stepOf(service.begin(handle, "POST", `https://otp.example/api/otp/v2/${ID}/request-code`, headers, body, 0)).do;
    for (let call = 0; call < 10; call++) assert.equal(asked(), "apply");
    const size = memory.buffer.byteLength;
    for (let call = 0; call < 10_000; call++) assert.equal(asked(), "apply");
    assert.equal(memory.buffer.byteLength, size);
  },
}];
