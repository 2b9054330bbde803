/** Connections that are refused, break or stand still. */

import { answerBytes } from "../server.mjs";
import { answers, chunk, either, fault, head, honestJson, BAD, CHUNKED, NETWORK, TIMEOUT } from "../table.mjs";

// The connection.

fault("connection refused", { ...NETWORK, place: "closed", hits: 0 }, () => {});
fault("reset on connecting", { ...NETWORK, place: "slammer", hits: 0 }, () => {});
fault("reset before headers", NETWORK, (peer) => peer.reset());
fault("closed before headers", NETWORK, (peer) => peer.end());
fault("reset in the status line", NETWORK, (peer) => {
  peer.write("HTTP/1.1 20");
  peer.later(20, () => peer.reset());
});
fault("reset in headers", NETWORK, (peer) => {
  peer.write("HTTP/1.1 200 OK\r\ncontent-type: application/js");
  peer.later(20, () => peer.reset());
});
fault("closed in headers", either("Chromium takes the headers it has when a plain http connection ends", NETWORK, BAD), (peer) => {
  peer.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-le");
  peer.end();
});
fault("reset in the body", NETWORK, (peer) => {
  const json = honestJson(peer);
  peer.write(head(json.length) + json.slice(0, 60));
  peer.later(20, () => peer.reset());
});
fault("closed in the body", NETWORK, (peer) => {
  const json = honestJson(peer);
  peer.write(head(json.length) + json.slice(0, 60));
  peer.end();
});
fault("reset in a chunk", either("undici takes the reset of a connection that was to be closed for the body's end", NETWORK, BAD), (peer) => {
  peer.write(head(undefined, CHUNKED));
  peer.write(chunk(honestJson(peer)).subarray(0, 60));
  peer.later(20, () => peer.reset());
});
fault("not HTTP at all", NETWORK, (peer) => {
  peer.write(Buffer.from([21, 3, 3, 0, 2, 2, 40]));
  peer.end();
});
fault("answers only 100 Continue", either("undici takes an unasked 100 for an error at once", NETWORK, TIMEOUT), (peer) =>
  peer.write("HTTP/1.1 100 Continue\r\n\r\n"));
answers("101 Switching Protocols", either("some runtimes hand the status over, some refuse it", NETWORK, BAD), {
  start: "HTTP/1.1 101 Switching Protocols", headers: { upgrade: "x", connection: "upgrade" },
});

// Time.

fault("no answer", TIMEOUT, () => {});
fault("slow status line", TIMEOUT, (peer) => peer.drip(answerBytes({}, peer.call), 60));
fault("slow headers", TIMEOUT, (peer) => {
  peer.write("HTTP/1.1 200 OK\r\nx-slow: ");
  peer.drip("x".repeat(1000), 30);
});
fault("headers without end", either("runtimes give up at their own limit of header bytes", TIMEOUT, NETWORK), (peer) => {
  peer.write("HTTP/1.1 200 OK\r\n");
  peer.flood(Buffer.from(`x-flood: ${"x".repeat(1000)}\r\n`));
});
fault("no body after the headers", TIMEOUT, (peer) => peer.write(head(honestJson(peer).length)));
fault("slow body", TIMEOUT, (peer) => {
  peer.write(head(honestJson(peer).length));
  peer.drip(honestJson(peer), 30);
});
fault("body stalls before its last byte", TIMEOUT, (peer) => peer.write(answerBytes({}, peer.call).subarray(0, -1)));
fault("chunked body never ends", TIMEOUT, (peer) => {
  peer.write(head(undefined, CHUNKED));
  peer.write(chunk(honestJson(peer)));
});
