/** The contract over HTTP on the loopback address: what the examples call instead of the vendor. */

import { createServer } from "node:http";
import { bodyOf } from "../support/body.mjs";
import { installPackage } from "../support/install.mjs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

export const INSTANCE = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
export const TOKEN = "an-api-key-of-the-examples";

/** @param {import("hypersender-otp/testing").MockOptions} [options] */
export async function mock(options = {}) {
  const file = createRequire(path.join(await installPackage(), "x.js")).resolve("hypersender-otp/testing");
  /** @type {typeof import("hypersender-otp/testing")} */
  const { mockHypersender } = await import(pathToFileURL(file).href);
  return mockHypersender({ instance: INSTANCE, ...options });
}

/**
 * Answers a request of Node's with what a fetch gives.
 * @param {typeof fetch} send
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
export async function pass(send, request, response) {
  const body = await bodyOf(request);
  if (body === undefined) return;
  const { method = "GET", url = "/", headers } = request;
  const answer = await send(`http://127.0.0.1${url}`, {
    method, headers: /** @type {Record<string, string>} */ (headers), body: method === "GET" ? null : body,
  });
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
}

/** Starts it; an example finds it by the environment that is given with it. */
export async function startVendor() {
  const send = await mock({ token: TOKEN });
  const server = createServer((request, response) => pass(send, request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    send,
    env: {
      HYPERSENDER_OTP_INSTANCE_ID: INSTANCE, HYPERSENDER_OTP_API_KEY: TOKEN,
      HYPERSENDER_OTP_BASE_URL: `http://127.0.0.1:${port}/api/otp/v2`,
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
