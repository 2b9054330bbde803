/** Bytes between a Worker and its objects, and random bytes for the core. */

import assert from "node:assert/strict";
import { shell } from "./support.mjs";

const { enclosed, opened } = await shell("lib/service/envelope.js");
const { fresh } = await shell("lib/service/random.js");

const every = (/** @type {number} */ length) => Uint8Array.from({ length }, (_, at) => at % 256);

/** @param {Uint8Array} bytes */
function messages(bytes) {
  const { headers = {}, body } = enclosed(bytes);
  return [new Request("https://object/", { method: "POST", headers, body }), new Response(body, { headers })];
}

export const envelope = [
  {
    name: "bytes come out of a request and a response as they went in, however many there are",
    async run() {
      for (const length of [0, 1, 255, 256, 2048, 2049, 40_000]) {
        for (const message of messages(every(length))) assert.deepEqual(await opened(message), every(length));
      }
    },
  },
  {
    name: "up to 2,048 bytes need no body",
    run() {
      for (const message of messages(every(2048))) assert.equal(message.body, null);
      for (const message of messages(every(2049))) assert.notEqual(message.body, null);
    },
  },
  {
    name: "random bytes are given once, and the bytes of one command do not lie in another's memory",
    run() {
      const drawn = Array.from({ length: 1000 }, () => fresh(256));
      assert.ok(drawn.every((bytes) => bytes.length === 256 && bytes.buffer.byteLength === 256));
      assert.equal(new Set(drawn.map(String)).size, drawn.length);
    },
  },
];
