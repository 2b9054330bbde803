/**
 * The faults a call must survive, as data: what a server does, and what each call has to come to.
 *
 * An outcome is `requested`, `valid`, `refused <reason>`, or an error's code; after it, for a
 * request, its `delivery`, and `wait <n>s` where `retryAfter` is told. Several outcomes stand in a
 * list only where runtimes truly differ; then `why` says what the difference is, and a success is
 * among them only if the bytes that arrived were an honest and complete one.
 */

import { honest } from "./answers.mjs";

/** @typedef {import("./server.mjs").Peer} Peer */
/** @typedef {import("./server.mjs").Answer} Answer */
/** @typedef {import("./answers.mjs").Call} Call */
/** @typedef {string | string[]} Allowed */

/**
 * @typedef {object} Expected
 * @property {Allowed} request
 * @property {Allowed} validate
 * @property {string} [why] why more than one outcome is right
 * @property {number | number[]} [hits] requests the server gets; 1 unless given
 * @property {Partial<import("./cell.mjs").Behaviour>} [caller] what the caller does besides calling once
 * @property {boolean} [alone] whether it spoils connections that other calls could use
 * @property {"closed" | "slammer"} [place] where the call goes, if not to this server
 */

/** @typedef {{ name: string, serve: (peer: Peer) => void } & Expected} Fault */

/** @type {Fault[]} */
export const FAULTS = [];

/**
 * @param {string} name
 * @param {Expected} expected
 * @param {(peer: Peer) => void} serve
 */
export function fault(name, expected, serve) {
  FAULTS.push({ name, serve, ...expected });
}

/** An answer as it is, to both calls. @param {string} name @param {Expected} expected @param {Answer | ((call: Call) => Answer)} answer */
export function answers(name, expected, answer) {
  fault(name, expected, (peer) => peer.answer(typeof answer === "function" ? answer(peer.call) : answer));
}

/** A JSON answer that is honest but for what is changed. @param {string} name @param {Expected} expected @param {Record<string, unknown>} top @param {Record<string, unknown>} [data] */
export function says(name, expected, top, data) {
  fault(name, expected, (peer) => peer.json(honest(peer.call, top, data)));
}

/** Bytes that are exactly these. @param {string} name @param {Expected} expected @param {(json: string) => string | Buffer} change of the honest body */
export function body(name, expected, change) {
  answers(name, expected, (call) => ({ body: change(JSON.stringify(honest(call))) }));
}

/** @type {Expected} */
export const SUCCESS = { request: "requested", validate: "valid" };

/** @param {string} code @param {string} delivery @returns {Expected} */
export const fails = (code, delivery) => ({ request: `${code} ${delivery}`, validate: code });

/** @param {string} reason @param {string} request what a request makes of the same answer @returns {Expected} */
export const refused = (reason, request) => ({ request, validate: `refused ${reason}` });

/** Any of these. @param {string} why @param {...Expected} all @returns {Expected} */
export const either = (why, ...all) => ({
  why,
  request: [...new Set(all.flatMap(({ request }) => request))],
  validate: [...new Set(all.flatMap(({ validate }) => validate))],
});

export const BAD = fails("bad_response", "unknown");
/** The service said that it sent a message, whatever else is wrong. */
export const BAD_YET_SENT = fails("bad_response", "yes");
export const NETWORK = fails("network", "unknown");
export const TIMEOUT = fails("timeout", "unknown");
export const SERVER = fails("server_error", "unknown");
export const ABORTED = fails("aborted", "unknown");

/** The start of an honest answer, with headers for a body of so many bytes. @param {number | undefined} length @param {string} [more] */
export const head = (length, more = "") =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${length === undefined ? "" : `content-length: ${length}\r\n`}connection: close\r\n${more}\r\n`;
/** @param {Peer} peer */
export const honestJson = (peer) => JSON.stringify(honest(peer.call));
/** @param {string | Buffer} bytes */
export const chunk = (bytes) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), Buffer.from(bytes), Buffer.from("\r\n")]);
export const CHUNKED = "transfer-encoding: chunked\r\n";

/** Why a cut body may be either. */
export const CUT = "whether a body that ended early is an error or a short body is the runtime's choice";
/** What stands where an API should: a page for people. */
export const PAGE = "<!doctype html><title>Sign in</title><form><input name=password></form>";
/** Leave to come again at once. */
export const NOW = { "retry-after": "0" };

/** A refusal as a service made with this package words it. @param {string} code @param {object} [more] */
export function ours(code, more) {
  return { success: false, message: "The code was not accepted.", error: { code, ...more }, data: null };
}
