/** Failures of the server, for good and for a while. */

import { answers, fault, ours, NETWORK, NOW, PAGE, SERVER, SUCCESS } from "../table.mjs";

/** @typedef {import("../table.mjs").Expected} Expected */

for (const status of [500, 502, 503, 504]) {
  answers(`${status}, Laravel`, SERVER, { status, body: '{"message":"Server Error"}' });
  answers(`${status}, HTML`, SERVER, { status, headers: { "content-type": "text/html" }, body: PAGE });
  answers(`${status} with a perfect success`, SERVER, { status });
}
for (const status of [501, 505, 520, 599]) answers(String(status), SERVER, { status, body: "" });
/** Fails a number of times, then is honest. @param {string} name @param {number} status @param {number} times @param {Record<string, string>} headers @param {Expected} expected */
function burst(name, status, times, headers, expected) {
  fault(name, expected, (peer) => (peer.turn > times ? peer.answer() : peer.answer({ status, headers, body: "" })));
}
/** @param {number} calls @returns {Expected} */
const byHand = (calls) => ({
  request: [...Array(calls - 1).fill("server_error unknown"), "requested"].join(", "),
  validate: [...Array(calls - 1).fill("server_error"), "valid"].join(", "),
  hits: calls,
  caller: { times: calls },
});
for (const status of [500, 502, 504]) burst(`${status} twice, though Retry-After: 0`, status, 2, NOW, byHand(3));
burst("503 twice, no Retry-After", 503, 2, {}, byHand(3));
burst("503 twice, Retry-After: 0", 503, 2, NOW, { ...SUCCESS, hits: 3 });
burst("503 five times, Retry-After: 0", 503, 5, NOW, { ...SERVER, hits: 3 });
burst("503 five times, retry: 5", 503, 5, NOW, { ...SUCCESS, hits: 6, caller: { retry: 5 } });
fault("503, then already used", {
  request: "invalid_request unknown", validate: "server_error", hits: 2,
  why: "the call that failed may itself have used the code, so its refusal proves nothing",
}, (peer) => (peer.turn === 1 ? peer.answer({ status: 503, headers: NOW, body: "" }) : peer.json(ours("already_used"), { status: 409 })));
fault("503, then 401", {
  request: "unauthorized unknown", validate: "unauthorized", hits: 2, why: "the first call may have sent a message",
}, (peer) => (peer.turn === 1 ? peer.answer({ status: 503, headers: NOW, body: "" }) : peer.answer({ status: 401, body: "" })));
fault("503, then reset", { ...NETWORK, hits: 2 }, (peer) =>
  peer.turn === 1 ? peer.answer({ status: 503, headers: NOW, body: "" }) : peer.reset());
