/** An HTTP server made of bare sockets, because a library would not let it lie. */

import { readFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { honest } from "./answers.mjs";

/** @typedef {import("./answers.mjs").Call} Call */

/** One request that arrived, and what may be done about it. */
export class Peer {
  /**
   * @param {net.Socket} socket
   * @param {{ method: string, target: string, body: string }} request
   * @param {{ call: Call, turn: number, home: string, foreign: string }} facts
   */
  constructor(socket, request, facts) {
    this.socket = socket;
    this.request = request;
    /** Which call of the contract this is. */
    this.call = facts.call;
    /** How many requests of this cell there were, this one included. */
    this.turn = facts.turn;
    /** A URL of this very server that would answer with a perfect success. */
    this.home = facts.home;
    /** The same on another origin, which must never hear of it. */
    this.foreign = facts.foreign;
  }

  /** @param {string | Buffer} bytes */
  write(bytes) {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  end() {
    this.socket.end();
  }

  reset() {
    this.socket.resetAndDestroy();
  }

  /** Does something later, if the connection is still there. @param {number} ms @param {() => void} what */
  later(ms, what) {
    const timer = setTimeout(what, ms);
    this.socket.once("close", () => clearTimeout(timer));
  }

  /** Sends the bytes one by one. @param {string | Buffer} bytes @param {number} ms between two of them */
  drip(bytes, ms) {
    const all = Buffer.from(bytes);
    let at = 0;
    const timer = setInterval(() => {
      if (at === all.length) {
        clearInterval(timer);
        this.end();
      } else {
        this.write(all.subarray(at, (at += 1)));
      }
    }, ms);
    this.socket.once("close", () => clearInterval(timer));
  }

  /** Sends the same bytes over and over, as fast as they are taken. @param {Buffer} bytes */
  flood(bytes) {
    const more = () => {
      while (!this.socket.destroyed && this.socket.write(bytes));
    };
    this.socket.on("drain", more);
    more();
  }

  /** @param {Answer} [answer] */
  answer(answer) {
    this.write(answerBytes(answer, this.call));
    this.end();
  }

  /** @param {unknown} value @param {Answer} [answer] */
  json(value, answer) {
    this.answer({ ...answer, body: JSON.stringify(value) });
  }
}

/**
 * @typedef {object} Answer
 * @property {string | number} [status] with a reason if it should have one
 * @property {Record<string, string | undefined>} [headers] over the usual ones; `undefined` leaves one out
 * @property {string | Buffer} [body] the honest one unless given
 * @property {string} [start] the whole status line
 */

/**
 * An answer as bytes, honest where it is not told otherwise.
 * @param {Answer} [answer]
 * @param {Call} [call]
 */
export function answerBytes({ status = "200 OK", headers = {}, body, start } = {}, call = "validate") {
  const bytes = Buffer.from(body ?? JSON.stringify(honest(call)));
  const all = {
    "content-type": "application/json",
    "content-length": String(bytes.length),
    connection: "close",
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return Buffer.concat([Buffer.from(`${[start ?? `HTTP/1.1 ${status}`, ...lines].join("\r\n")}\r\n\r\n`), bytes]);
}

/** What a cell did to the server. */
export class Tally {
  /** Requests of the cell. */
  hits = 0;
  /** Requests that came because a redirect was followed. */
  landed = 0;
  /** @type {Set<net.Socket>} */
  sockets = new Set();
  /** Connections of the cell that are still open. */
  get open() {
    return [...this.sockets].filter((socket) => !socket.closed).length;
  }
}

/** Serves each fault below `/fault/<name>/<cell>`, and files below `/files/` for the page. */
export class FaultServer {
  /** @type {Map<string, Tally>} */
  #tallies = new Map();
  #main = net.createServer((socket) => this.#accept(socket));
  /** The same again, for calls that must find no connection but their own. */
  #quiet = net.createServer((socket) => this.#accept(socket));
  /** Breaks every connection before a byte was exchanged. */
  #slammer = net.createServer((socket) => socket.resetAndDestroy());
  #foreign = net.createServer((socket) => this.#hear(socket));
  #ports = { main: 0, quiet: 0, slammer: 0, foreign: 0, closed: 0 };
  /** Connections that another origin got, and bytes. */
  foreign = { connections: 0, bytes: 0 };

  /**
   * @param {(name: string) => ((peer: Peer) => void) | undefined} faultOf
   * @param {Record<string, string>} [folders] what is served below `/files/<name>/`
   */
  constructor(faultOf, folders = {}) {
    this.faultOf = faultOf;
    this.folders = folders;
  }

  async start() {
    this.#ports.main = await listen(this.#main);
    this.#ports.quiet = await listen(this.#quiet);
    this.#ports.slammer = await listen(this.#slammer);
    this.#ports.foreign = await listen(this.#foreign);
    const closed = net.createServer();
    this.#ports.closed = await listen(closed);
    await new Promise((done) => closed.close(done));
    return this;
  }

  /** Ends it, with whatever is still connected. */
  async stop() {
    const servers = [this.#main, this.#quiet, this.#slammer, this.#foreign];
    for (const tally of this.#tallies.values()) for (const socket of tally.sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  }

  /** @param {"main" | "quiet" | "slammer" | "foreign" | "closed"} [place] */
  origin(place = "main") {
    return `http://127.0.0.1:${this.#ports[place]}`;
  }

  /** What the cell did so far. @param {string} cell */
  tally(cell) {
    const known = this.#tallies.get(cell) ?? new Tally();
    this.#tallies.set(cell, known);
    return known;
  }

  /** @param {net.Socket} socket */
  #accept(socket) {
    socket.setNoDelay(true);
    socket.on("error", () => {});
    readRequests(socket, (request) => {
      const [, area, name = "", cell = "", ...rest] = request.target.split("/");
      if (area === "files") return void this.#file(socket, [name, cell, ...rest].join("/"));
      const tally = this.tally(cell);
      tally.sockets.add(socket);
      const call = request.target.endsWith("/request-code") ? "request" : "validate";
      if (area === "landed") {
        tally.landed += 1;
        return void socket.end(answerBytes({}, call));
      }
      const serve = this.faultOf(name);
      if (area !== "fault" || serve === undefined) return void socket.end(answerBytes({ status: "418 No Such Fault" }));
      tally.hits += 1;
      const end = `${cell}/${call}-code`;
      serve(new Peer(socket, request, {
        call, turn: tally.hits, home: `${this.origin()}/landed/-/${end}`, foreign: `${this.origin("foreign")}/landed/-/${end}`,
      }));
    });
  }

  /** Another origin: answers everything with a perfect success, so that whoever comes here is deceived. @param {net.Socket} socket */
  #hear(socket) {
    this.foreign.connections += 1;
    socket.on("error", () => {});
    socket.on("data", (bytes) => (this.foreign.bytes += bytes.length));
    readRequests(socket, (request) => {
      const call = request.target.endsWith("/request-code") ? "request" : "validate";
      const headers = {
        "access-control-allow-origin": "*",
        "access-control-allow-headers": "*, authorization, content-type",
      };
      socket.end(answerBytes({ headers }, call));
    });
  }

  /** @param {net.Socket} socket @param {string} name */
  async #file(socket, name) {
    const [folder = "", ...parts] = name.split("/");
    const root = this.folders[folder];
    const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
    const type = types[/** @type {".js"} */ (path.extname(name))] ?? "application/octet-stream";
    const body = root === undefined || parts.includes("..") ? undefined : await readFile(path.join(root, ...parts)).catch(() => undefined);
    const found = body !== undefined;
    socket.end(answerBytes({ status: found ? 200 : 404, headers: { "content-type": type }, body: body ?? "" }));
  }
}

/** @param {net.Server} server @returns {Promise<number>} */
function listen(server) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", 1024, () => {
      const address = server.address();
      resolve(address !== null && typeof address === "object" ? address.port : 0);
    });
  });
}

/**
 * Calls back for every request on a connection, as far as requests must be understood here.
 * @param {net.Socket} socket
 * @param {(request: { method: string, target: string, body: string }) => void} onRequest
 */
export function readRequests(socket, onRequest) {
  let text = "";
  socket.on("data", (bytes) => {
    text += bytes.toString("latin1");
    for (;;) {
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = text.slice(0, end);
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      const [method = "", target = ""] = head.split(" ");
      const body = text.slice(end + 4, end + 4 + length);
      text = text.slice(end + 4 + length);
      onRequest({ method, target, body });
    }
  });
}
