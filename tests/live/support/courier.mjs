/** A courier that messages are posted to, and what it does with them. */

import { once } from "node:events";
import { createServer } from "node:http";
import { bodyOf } from "../../support/body.mjs";

/** @typedef {"accept" | "fail" | "reject" | "hang" | "break"} Mood */

const STATUS = { accept: 200, fail: 503, reject: 422 };

export class Courier {
  /** Every message, as often as it came. @type {any[]} */
  received = [];
  /** @type {Mood} */
  mood = "accept";
  /** Its secret, for the service's settings. */
  key = "canary-courier-key-8b1d6f2e4c0a4797";
  #server = createServer(async (request, response) => {
    const text = await bodyOf(request);
    if (text === undefined) return;
    this.received.push(JSON.parse(text));
    if (this.mood === "hang") return;
    if (this.mood === "break") return void request.socket.destroy();
    response.writeHead(STATUS[this.mood]).end();
  });

  async start() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    this.url = `http://127.0.0.1:${port}/send`;
    return this;
  }

  /** The setting that names it. */
  get setting() {
    return { type: "webhook", url: this.url, key: this.key };
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
