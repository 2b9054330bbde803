/** A way into the demo that fails as networks and services do, over real sockets. */

import { createServer, request } from "node:http";
import { pipeline } from "node:stream/promises";

/** What comes in pieces comes so many bytes at a time, so many milliseconds apart. */
const PIECE = 1500;
const PAUSE_MS = 40;

/**
 * What a request gets instead of the demo's answer: an answer, a connection that breaks, silence, or the
 * demo's answer in pieces.
 * @typedef {{ status: number, body?: unknown, headers?: Record<string, string> } | "cut" | "silence" | "slowly"} Fault
 */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

export class Gate {
  /** The paths of all requests that came, oldest first. @type {string[]} */
  #seen = [];
  /** What waits for requests to a path that ends so, and for how many. @type {Map<string, { fault: Fault | Promise<unknown>, times: number }>} */
  #faults = new Map();
  #port = 0;
  #server = createServer((asked, answer) => void this.#pass(asked, answer).catch(() => answer.destroy()));

  /** @param {string} demo where the demo is */
  constructor(demo) {
    this.demo = new URL(demo);
  }

  get url() {
    return `http://127.0.0.1:${this.#port}/`;
  }

  /** Lets people in, on a port of its own, and after `close` on the same. */
  async open() {
    await new Promise((resolve, reject) => this.#server.once("error", reject).listen(this.#port, "127.0.0.1", () => resolve(undefined)));
    const address = this.#server.address();
    if (address !== null && typeof address === "object") this.#port = address.port;
    return this;
  }

  /** Nobody listens any more, and what was open breaks. */
  async close() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** How many requests came to paths that end so. @param {string} end */
  count(end) {
    return this.#seen.filter((path) => path.endsWith(end)).length;
  }

  /**
   * The next requests to a path that ends so fail; gives what ends that.
   * @param {string} end
   * @param {Fault} fault
   * @param {number} [times]
   */
  fail(end, fault, times = 1) {
    this.#faults.set(end, { fault, times });
    return () => void this.#faults.delete(end);
  }

  /**
   * Holds the next request to a path that ends so; gives what lets it go.
   * @param {string} end
   */
  hold(end) {
    /** @type {() => void} */
    let go = () => {};
    this.#faults.set(end, { fault: new Promise((resolve) => (go = () => resolve(undefined))), times: 1 });
    return go;
  }

  /** @param {IncomingMessage} asked @param {ServerResponse} answer */
  async #pass(asked, answer) {
    const { pathname } = new URL(asked.url ?? "/", this.demo);
    this.#seen.push(pathname);
    const fault = this.#take(pathname);
    if (fault instanceof Promise) await fault;
    else if (fault === "silence") return;
    else if (fault === "cut") return this.#cut(answer);
    else if (fault === "slowly") return this.#forward({ ...asked.headers, "accept-encoding": "identity" }, asked, answer, inPieces);
    else if (fault) {
      const { status, body = "", headers = {} } = fault;
      answer.writeHead(status, { "content-type": typeof body === "string" ? "text/html" : "application/json", ...headers });
      return void answer.end(typeof body === "string" ? body : JSON.stringify(body));
    }
    this.#forward(asked.headers, asked, answer);
  }

  /** @param {string} pathname */
  #take(pathname) {
    for (const [end, waiting] of this.#faults) {
      if (!pathname.endsWith(end)) continue;
      waiting.times -= 1;
      if (waiting.times <= 0) this.#faults.delete(end);
      return waiting.fault;
    }
    return undefined;
  }

  /** Ends in the middle: what breaks before the first byte a browser sends again by itself. @param {ServerResponse} answer */
  #cut(answer) {
    answer.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    answer.write("{", () => answer.destroy());
  }

  /**
   * @param {import("node:http").IncomingHttpHeaders} sent
   * @param {IncomingMessage} asked
   * @param {ServerResponse} answer
   * @param {(body: IncomingMessage) => AsyncIterable<Buffer> | IncomingMessage} [paced]
   */
  #forward(sent, asked, answer, paced = (body) => body) {
    const headers = { ...sent, host: this.demo.host };
    // The demo knows its own origin only.
    if (headers.origin) headers.origin = this.demo.origin;
    const forwarded = request(new URL(asked.url ?? "/", this.demo), { method: asked.method, headers }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      pipeline(paced(from), answer).catch(() => answer.destroy());
    });
    forwarded.on("error", () => answer.destroy());
    asked.pipe(forwarded);
  }
}

/** @param {AsyncIterable<Buffer>} body */
async function* inPieces(body) {
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      yield chunk.subarray(at, at + PIECE);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
