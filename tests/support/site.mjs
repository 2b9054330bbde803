/** Sites on the loopback address, for browsers. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

const TYPES = { ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm", ".html": "text/html" };

/**
 * Starts one that answers each request by its path.
 * @param {(pathname: string, response: ServerResponse, request: IncomingMessage) => unknown} respond
 */
export async function startSite(respond) {
  const server = createServer((request, response) => respond(new URL(request.url ?? "/", "http://page.test").pathname, response, request));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}

/**
 * Answers with a file, or with 404.
 * @param {ServerResponse} response
 * @param {string} folder
 * @param {string} pathname below the folder
 */
export async function sendFile(response, folder, pathname) {
  const file = path.join(folder, path.normalize(pathname));
  try {
    const bytes = await readFile(file);
    response.setHeader("content-type", TYPES[/** @type {keyof typeof TYPES} */ (path.extname(file))] ?? "application/octet-stream").end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}
