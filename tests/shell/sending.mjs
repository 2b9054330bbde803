/** What is sent to couriers and to Hypersender: once, within a deadline, and never further. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { shell, text } from "./support.mjs";

const { send } = await shell("lib/service/send.js");

/**
 * What a step comes to when this answers.
 * @param {import("node:http").RequestListener} answer
 * @param {object} [changed]
 */
async function sent(answer, changed) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const began = performance.now();
  try {
    const step = { url: `http://127.0.0.1:${port}/`, method: "POST", headers: "x-a: b", body: "hello", timeout: 2000, ...changed };
    const result = await send(step, fetch);
    return { result, requests, took: performance.now() - began };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** @type {import("../support/runner.mjs").Test[]} */
export const sending = [
  {
    name: "method, headers and body arrive, and status, headers and body come back",
    async run() {
      const { result, requests } = await sent((request, response) => {
        request.setEncoding("utf8").on("data", (body) => response.writeHead(202, { "x-got": `${request.method} ${request.headers["x-a"]}` }).end(body));
      });
      assert.equal(result.status, 202);
      assert.equal(text(result.body), "hello");
      assert.ok(result.headers.split("\n").includes("x-got: POST b"));
      assert.equal(requests, 1);
    },
  },
  {
    name: "a redirect comes back as one and is not followed",
    async run() {
      for (const status of [301, 302, 303, 307, 308]) {
        const { result, requests } = await sent((_, response) => response.writeHead(status, { location: "/elsewhere" }).end());
        assert.equal(result.status, status);
        assert.equal(requests, 1);
      }
    },
  },
  {
    name: "no answer, slow headers and a slow body are timeouts, in time",
    async run() {
      /** @type {[number | undefined, import("node:http").RequestListener][]} */
      const slow = [
        [undefined, () => {}],
        [undefined, (_, response) => void response.writeHead(200)],
        [200, (_, response) => void response.writeHead(200).write("half")],
      ];
      for (const [status, answer] of slow) {
        const { result, took, requests } = await sent(answer, { timeout: 200 });
        assert.deepEqual(result, { failure: "timeout", status });
        assert.ok(took >= 195 && took < 450, `${took} ms`);
        assert.equal(requests, 1);
      }
    },
  },
  {
    name: "a connection that breaks and an answer that is too long are failures, with a status that came and without their texts",
    async run() {
      /** @type {[number | undefined, import("node:http").RequestListener][]} */
      const broken = [
        [undefined, (request) => request.socket.destroy()],
        [201, (_, response) => void response.writeHead(201, { "content-length": "100" }).write("half", () => response.destroy())],
        [200, (_, response) => void response.end("x".repeat(65_537))],
      ];
      for (const [status, answer] of broken) assert.deepEqual((await sent(answer)).result, { failure: "network", status });
      assert.deepEqual((await sent(() => {}, { headers: "x: \u0100" })).result, { failure: "network", status: undefined });
      assert.equal((await sent((_, response) => void response.end("x".repeat(65_536)))).result.body.length, 65_536);
    },
  },
];
