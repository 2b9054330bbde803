/** The same call arriving twice, and the caller's own signal. */

import { honest } from "../answers.mjs";
import { answerBytes } from "../server.mjs";
import { fails, fault, ours, ABORTED, SERVER, SUCCESS, TIMEOUT } from "../table.mjs";

// The same call arriving twice.

fault("done, connection broken, caller repeats", {
  request: "network unknown, requested", validate: "network, refused already_used", hits: 2, caller: { times: 2 },
}, (peer) => {
  if (peer.turn === 1) return peer.reset();
  return peer.call === "request" ? peer.answer() : peer.json(ours("already_used"), { status: 409 });
});
fault("done, answer late, caller repeats", {
  request: "timeout unknown, requested", validate: "timeout, refused already_used", hits: 2, caller: { times: 2 },
}, (peer) => {
  if (peer.turn === 1) return peer.later(600, () => peer.answer());
  return peer.call === "request" ? peer.answer() : peer.json(ours("already_used"), { status: 409 });
});
fault("kept connection breaks at the second call", {
  request: ["requested, network unknown", "requested, requested"], validate: ["valid, network", "valid, valid"], hits: [2, 3],
  why: "Chromium itself sends a request again when a connection it had kept breaks; no page can keep it from that",
  caller: { times: 2 },
  alone: true,
}, (peer) => {
  if (peer.turn === 2) return peer.reset();
  const bytes = answerBytes({ headers: { connection: "keep-alive" } }, peer.call);
  if (peer.turn > 1) return peer.answer();
  peer.write(bytes);
  peer.later(300, () => peer.end());
});
fault("answer of another call left on the connection", {
  request: ["requested, requested", "requested, bad_response yes", "requested, network unknown"], validate: ["valid, bad_response", "valid, valid", "valid, network"], hits: [1, 2],
  why: "runtimes drop a connection with bytes nobody asked for, or fail the call that meets them; a success is only ever the second call's own",
  caller: { times: 2 },
  alone: true,
}, (peer) => {
  const bytes = answerBytes({ headers: { connection: "keep-alive" } }, peer.call);
  if (peer.turn > 1) return peer.answer();
  peer.write(bytes);
  peer.later(5, () => peer.write(answerBytes({ body: JSON.stringify(honest(peer.call, {}, { chat_id: "20999999999@c.us" })) }, peer.call)));
  peer.later(300, () => peer.end());
});

// The caller's own signal.

/** @param {NonNullable<import("../cell.mjs").Behaviour["abort"]>} abort @param {Partial<import("../cell.mjs").Behaviour>} [more] */
const aborts = (abort, more) => ({ caller: { abort, ...more } });
fault("aborted before", { ...fails("aborted", "no"), ...aborts("before"), hits: 0 }, (peer) => peer.answer());
fault("aborted at once", { ...ABORTED, ...aborts(0), hits: [0, 1], why: "the runtime may or may not have sent it yet" }, (peer) =>
  peer.later(200, () => peer.answer()));
fault("aborted while waiting", { ...ABORTED, ...aborts(80) }, () => {});
fault("aborted in slow headers", { ...ABORTED, ...aborts(80) }, (peer) => peer.drip(answerBytes({}, peer.call), 30));
fault("aborted in the body", { ...ABORTED, ...aborts(80) }, (peer) => peer.write(answerBytes({}, peer.call).subarray(0, -20)));
fault("aborted between two tries", { ...ABORTED, ...aborts(80, { timeout: 3000, linger: 1300 }), hits: 1 }, (peer) =>
  peer.turn > 1 ? peer.answer() : peer.answer({ status: 503, headers: { "retry-after": "1" }, body: "" }));
fault("aborted, answer comes late", { ...ABORTED, ...aborts(80, { linger: 300 }) }, (peer) => peer.later(200, () => peer.answer()));
fault("aborted after", { ...SUCCESS, ...aborts("after", { linger: 50 }) }, (peer) => peer.answer());
fault("aborted after a failure", { ...SERVER, ...aborts("after", { linger: 50 }) }, (peer) => peer.answer({ status: 500, body: "" }));
fault("timed out, answer comes late", { ...TIMEOUT, caller: { linger: 300 } }, (peer) => peer.later(500, () => peer.answer()));
