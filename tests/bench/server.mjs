/** A keep-alive server that answers every validation at once with a success, in a thread of its own. */

import http from "node:http";
import { parentPort } from "node:worker_threads";

const server = http.createServer((request, response) => {
  /** @type {Buffer[]} */
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const { chatId, uuid } = JSON.parse(Buffer.concat(pieces).toString());
    const body = JSON.stringify({
      success: true,
      message: "OTP code validated successfully",
      data: { uuid, chat_id: chatId, status: "validated", validated_at: "2025-12-29T17:43:36+00:00" },
    });
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  parentPort?.postMessage(address !== null && typeof address === "object" ? address.port : 0);
});
