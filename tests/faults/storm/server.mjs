/** The storm's server, in a thread of its own: both ends draw the same plan, so nothing need be agreed on. */

import net from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { readRequests } from "../server.mjs";
import { wireBytes } from "./bytes.mjs";
import { planOf } from "./plan.mjs";

const seed = /** @type {number} */ (workerData.seed);
/** Requests that arrived, by the call's number. */
const hits = new Uint8Array(workerData.calls);
let landed = 0;
let foreignOrigin = "";

const main = net.createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => {});
  readRequests(socket, ({ target }) => {
    const [, area, number] = target.split("/");
    if (area !== "storm") {
      landed += 1;
      return socket.destroy();
    }
    const index = Number(number);
    const turn = /** @type {number} */ (hits[index]);
    hits[index] = turn + 1;
    const plan = planOf(seed, index, "socket");
    const answer = plan.answers[Math.min(turn, plan.answers.length - 1)];
    if (answer === undefined) return socket.destroy();
    const bytes = wireBytes(answer, seed, index, foreignOrigin);
    const ends = { reset: () => socket.resetAndDestroy(), close: () => socket.end(), stall: () => {} };
    const end = answer.cut === undefined ? ends.close : ends[answer.cut.how];
    socket.write(bytes, () => setTimeout(end, answer.cut?.how === "reset" ? 2 : 0));
    // Whatever stalls is over by then for every caller.
    setTimeout(() => socket.destroy(), 6000).unref();
  });
});

/** Redirects point here; whoever comes has been led astray. */
const foreign = net.createServer((socket) => {
  landed += 1;
  socket.destroy();
});

foreign.listen(0, "127.0.0.1", () => {
  foreignOrigin = `http://127.0.0.1:${portOf(foreign)}`;
  main.listen(0, "127.0.0.1", 4096, () => parentPort?.postMessage({ port: portOf(main), foreign: foreignOrigin }));
});
parentPort?.on("message", () => {
  parentPort?.postMessage({ hits, landed });
  main.close();
  foreign.close();
  parentPort?.close();
});

/** @param {net.Server} server */
function portOf(server) {
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}
