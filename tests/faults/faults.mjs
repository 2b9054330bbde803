/**
 * The faults a call must survive, as data: what a server does, and what each call has to come to.
 *
 * An outcome is `requested`, `valid`, `refused <reason>`, or an error's code; after it, for a
 * request, its `delivery`, and `wait <n>s` where `retryAfter` is told. Several outcomes stand in a
 * list only where runtimes truly differ; then `why` says what the difference is, and a success is
 * among them only if the bytes that arrived were an honest and complete one.
 */

import { deflateSync, gzipSync } from "node:zlib";
import { CHAT, CODE, TOKEN, UUID, honest } from "./answers.mjs";
import { answerBytes } from "./server.mjs";

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
function fault(name, expected, serve) {
  FAULTS.push({ name, serve, ...expected });
}

/** An answer as it is, to both calls. @param {string} name @param {Expected} expected @param {Answer | ((call: Call) => Answer)} answer */
function answers(name, expected, answer) {
  fault(name, expected, (peer) => peer.answer(typeof answer === "function" ? answer(peer.call) : answer));
}

/** A JSON answer that is honest but for what is changed. @param {string} name @param {Expected} expected @param {Record<string, unknown>} top @param {Record<string, unknown>} [data] */
function says(name, expected, top, data) {
  fault(name, expected, (peer) => peer.json(honest(peer.call, top, data)));
}

/** Bytes that are exactly these. @param {string} name @param {Expected} expected @param {(json: string) => string | Buffer} change of the honest body */
function body(name, expected, change) {
  answers(name, expected, (call) => ({ body: change(JSON.stringify(honest(call))) }));
}

/** @type {Expected} */
const SUCCESS = { request: "requested", validate: "valid" };

/** @param {string} code @param {string} delivery @returns {Expected} */
const fails = (code, delivery) => ({ request: `${code} ${delivery}`, validate: code });

/** @param {string} reason @param {string} request what a request makes of the same answer @returns {Expected} */
const refused = (reason, request) => ({ request, validate: `refused ${reason}` });

/** Any of these. @param {string} why @param {...Expected} all @returns {Expected} */
const either = (why, ...all) => ({
  why,
  request: [...new Set(all.flatMap(({ request }) => request))],
  validate: [...new Set(all.flatMap(({ validate }) => validate))],
});

const BAD = fails("bad_response", "unknown");
/** The service said that it sent a message, whatever else is wrong. */
const BAD_YET_SENT = fails("bad_response", "yes");
const NETWORK = fails("network", "unknown");
const TIMEOUT = fails("timeout", "unknown");
const SERVER = fails("server_error", "unknown");
const ABORTED = fails("aborted", "unknown");

/** The start of an honest answer, with headers for a body of so many bytes. @param {number | undefined} length @param {string} [more] */
const head = (length, more = "") =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${length === undefined ? "" : `content-length: ${length}\r\n`}connection: close\r\n${more}\r\n`;
/** @param {Peer} peer */
const honestJson = (peer) => JSON.stringify(honest(peer.call));
/** @param {string | Buffer} bytes */
const chunk = (bytes) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), Buffer.from(bytes), Buffer.from("\r\n")]);
const CHUNKED = "transfer-encoding: chunked\r\n";

// Honest answers in every dress: a client that refuses everything would pass all the rest.

answers("honest", SUCCESS, {});
answers("honest, charset named", SUCCESS, { headers: { "content-type": "Application/JSON; charset=UTF-8" } });
answers("honest, +json type", SUCCESS, { headers: { "content-type": "application/vnd.api+json" } });
answers("honest, HTTP/1.0", SUCCESS, { start: "HTTP/1.0 200 OK" });
answers("honest, no reason phrase", SUCCESS, { start: "HTTP/1.1 200 " });
answers("honest, ended by closing", SUCCESS, { headers: { "content-length": undefined } });
answers("honest, gzip", SUCCESS, (call) => ({ headers: { "content-encoding": "gzip" }, body: gzipSync(JSON.stringify(honest(call))) }));
fault("honest, chunked", SUCCESS, (peer) => {
  const json = honestJson(peer);
  peer.write(head(undefined, CHUNKED));
  for (let at = 0; at < json.length; at += 7) peer.write(chunk(json.slice(at, at + 7)));
  peer.write("0\r\n\r\n");
  peer.end();
});
fault("honest, byte by byte", SUCCESS, (peer) => {
  const bytes = answerBytes({}, peer.call);
  peer.write(bytes.subarray(0, -80));
  peer.later(20, () => peer.drip(bytes.subarray(-80), 2));
});
fault("honest, late but in time", SUCCESS, (peer) => peer.later(300, () => peer.answer()));
says("honest, fields nobody knows", SUCCESS, { extra: [1, { a: null }], __v: "2" }, { more: "x", proof: null });
says("honest, nearly 64 KiB", SUCCESS, { padding: "x".repeat(64_000) });
says("honest, other time zone", SUCCESS, {}, {
  expires_at: "2025-12-29T23:39:38.123456+05:30", created_at: "2025-12-29T17:39:38Z", validated_at: "2025-12-29T12:43:36-05:00",
});
body("honest, keys escaped", SUCCESS, (json) => json.replace('"success"', '"\\u0073uccess"'));
fault("honest, after 103 Early Hints", either("workerd takes the hint for the answer, which is then no success", SUCCESS, BAD, NETWORK), (peer) => {
  peer.write("HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n");
  peer.answer();
});

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

// Lengths and chunks that lie.

const CUT = "whether a body that ended early is an error or a short body is the runtime's choice";

answers("Content-Length too long, closed", either(CUT, NETWORK, BAD), (call) => ({
  headers: { "content-length": String(JSON.stringify(honest(call)).length + 100) },
}));
fault("Content-Length too long, left open", TIMEOUT, (peer) =>
  peer.write(answerBytes({ headers: { "content-length": String(honestJson(peer).length + 100) } }, peer.call)));
answers("Content-Length too short", either("undici objects to what follows, others leave it unread", BAD, NETWORK), {
  headers: { "content-length": "60" },
});
answers("Content-Length zero", either("undici objects to what follows, others leave it unread", BAD, NETWORK), {
  headers: { "content-length": "0" },
});
answers("Content-Length negative", either("an invalid length is refused, or ignored and the body read to its end", NETWORK, BAD, SUCCESS), {
  headers: { "content-length": "-5" },
});
answers("Content-Length twice, unlike", NETWORK, (call) => ({
  headers: { "content-length": "60", "Content-Length": String(JSON.stringify(honest(call)).length) },
}));
answers("Content-Length and chunked", either("both at once is an error, or the length is ignored as the standard has it", NETWORK, SUCCESS), (call) => ({
  headers: { "content-length": "60", "transfer-encoding": "chunked" },
  body: Buffer.concat([chunk(JSON.stringify(honest(call))), Buffer.from("0\r\n\r\n")]),
}));
answers("chunk size is no number", NETWORK, (call) => ({
  headers: { "content-length": undefined, "transfer-encoding": "chunked" }, body: `zz\r\n${JSON.stringify(honest(call))}\r\n0\r\n\r\n`,
}));
answers("chunk shorter than it says", either(CUT, NETWORK, BAD), (call) => ({
  headers: { "content-length": undefined, "transfer-encoding": "chunked" }, body: chunk(JSON.stringify(honest(call))).subarray(0, 60),
}));
answers("last chunk missing", either(CUT, NETWORK, SUCCESS), (call) => ({
  headers: { "content-length": undefined, "transfer-encoding": "chunked" }, body: chunk(JSON.stringify(honest(call))),
}));

// Headers.

answers("header of 20 KB", either("undici allows 16 KiB of headers, others more", NETWORK, SUCCESS), { headers: { "x-large": "x".repeat(20_000) } });
answers("a thousand headers", either("undici allows 16 KiB of headers, others more", NETWORK, SUCCESS), {
  headers: Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`x-number-${at}`, "a value that is no news"])),
});
answers("header without a colon", either("lines that are no header are refused or skipped", NETWORK, SUCCESS), { start: "HTTP/1.1 200 OK\r\nno colon here" });
answers("status line with words for a number", either("Chromium takes it for 200, as the first web servers meant it", NETWORK, SUCCESS), { start: "HTTP/1.1 fine OK" });
answers("status 000", either("no such status; runtimes refuse it or hand it over", NETWORK, BAD, BAD_YET_SENT), { start: "HTTP/1.1 000 Nothing" });
answers("status 600", either("no such status; runtimes refuse it or hand it over", NETWORK, SERVER), { start: "HTTP/1.1 600 Beyond" });
answers("status 999", either("no such status; runtimes refuse it or hand it over", NETWORK, SERVER), { start: "HTTP/1.1 999 Denied" });
answers("content types that contradict", BAD, { headers: { "content-type": "application/json", "Content-Type": "text/html" } });
answers("no content type", BAD, { headers: { "content-type": undefined } });
for (const type of ["text/html", "text/plain", "application/jsonp", "application/x-json", "text/json", "json"]) {
  answers(`content type ${type}`, BAD, { headers: { "content-type": type } });
}

// Statuses that are no success, whatever the body says.

for (const status of [201, 202, 206, 226, 299]) answers(`${status} with a perfect success`, BAD_YET_SENT, { status });
answers("204", BAD, { start: "HTTP/1.1 204 No Content", headers: { "content-length": undefined, "content-type": undefined }, body: "" });
answers("205", either("a runtime may take its body for what it is not allowed to have", BAD, BAD_YET_SENT), { status: 205 });
answers("304", BAD, { start: "HTTP/1.1 304 Not Modified", headers: { "content-length": undefined }, body: "" });

// Bodies that are not what they have to be.

body("empty", BAD, () => "");
body("only white space", BAD, () => " \n\t ");
const PAGE = "<!doctype html><title>Sign in</title><form><input name=password></form>";
answers("HTML with 200", BAD, { headers: { "content-type": "text/html; charset=utf-8" }, body: PAGE });
answers("HTML that claims to be JSON", BAD, { body: PAGE });
body("truncated JSON", BAD, (json) => json.slice(0, -2));
body("truncated in a string", BAD, (json) => json.slice(0, 40));
body("without its last brace", BAD, (json) => json.slice(0, -1));
body("closed too early, then the rest", BAD, (json) => json.replace(',"message"', '},"message"'));
body("two documents", BAD, (json) => json + json);
body("success, then refusal", BAD, (json) => `${json}\n{"success":false}`);
body("trailing comma", BAD, (json) => json.replace(/}$/, ",}"));
body("comment", BAD, (json) => `${json}// ok`);
body("JSON guarded against inclusion", BAD, (json) => `)]}',\n${json}`);
body("called back", BAD, (json) => `callback(${json})`);
body("in an array", BAD, (json) => `[${json}]`);
body("in a string", BAD, (json) => JSON.stringify(json));
body("single quotes", BAD, (json) => json.replaceAll('"', "'"));
body("NaN in it", BAD, (json) => json.replace("{", '{"n":NaN,'));
body("success twice, false first", BAD, (json) => json.replace("{", '{"success":false,'));
body("success twice, false last", BAD, (json) => json.replace(/}$/, ',"success":false}'));
body("status twice", BAD, (json) => json.replace('"status"', '"status":"pending","status"'));
body("nested 30,000 deep", BAD, (json) => json.replace("{", `{"deep":${"[".repeat(30_000)}${"]".repeat(30_000)},`));
body("NUL in a key", BAD, (json) => json.replace('"success"', '"success\\u0000"'));
body("bare line end in a string", BAD, (json) => json.replace("OTP", "OTP\n"));
body("literal null", BAD, () => "null");
body("literal true", BAD, () => "true");

// Bytes and encodings.

body("byte order mark", BAD, (json) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(json)]));
body("invalid UTF-8 in the message", BAD, (json) => Buffer.from(json.replace("OTP", "\xff\xfe"), "latin1"));
body("invalid UTF-8 in a key", BAD, (json) => Buffer.from(json.replace("{", '{"\xc3":1,'), "latin1"));
body("overlong UTF-8", BAD, (json) => Buffer.from(json.replace("OTP", "\xc0\xaf"), "latin1"));
body("UTF-16", BAD, (json) => Buffer.from(json, "utf16le"));
body("NUL bytes behind it", BAD, (json) => `${json}\0\0\0`);
const GZIP = { "content-encoding": "gzip" };
const UNPACKED = "what does not unpack is an error, an empty body, or (Node 20 and 22) never ends";
answers("gzip garbage", either(UNPACKED, NETWORK, TIMEOUT, BAD), { headers: GZIP, body: Buffer.from("this was never compressed, whatever the header says") });
answers("gzip in name only", either(UNPACKED, NETWORK, TIMEOUT, BAD), { headers: GZIP });
answers("truncated gzip", either(CUT, NETWORK, TIMEOUT, BAD), (call) => ({ headers: GZIP, body: gzipSync(JSON.stringify(honest(call))).subarray(0, -40) }));
answers("gzip without its checksum", either("a decoder may give what it has before it misses the end", NETWORK, TIMEOUT, BAD, SUCCESS), (call) => ({
  headers: GZIP, body: gzipSync(JSON.stringify(honest(call))).subarray(0, -8),
}));
answers("gzip with a wrong checksum", either("a decoder may give what it has before it checks", NETWORK, TIMEOUT, BAD, SUCCESS), (call) => {
  const packed = gzipSync(JSON.stringify(honest(call)));
  packed.fill(0x55, packed.length - 8, packed.length - 4);
  return { headers: GZIP, body: packed };
});
answers("gzip twice", BAD, (call) => ({ headers: GZIP, body: gzipSync(gzipSync(JSON.stringify(honest(call)))) }));
answers("deflate garbage", either(UNPACKED, NETWORK, TIMEOUT, BAD), { headers: { "content-encoding": "deflate" }, body: deflateSync("x").fill(0xff) });
answers("brotli garbage", either(UNPACKED, NETWORK, TIMEOUT, BAD), { headers: { "content-encoding": "br" }, body: Buffer.alloc(100, 0xff) });
answers("encoding nobody knows", either("an unknown encoding is left as it is, so the honest bytes arrive", SUCCESS, NETWORK), { headers: { "content-encoding": "sealed" } });
const BOMBS = {
  request: gzipSync(JSON.stringify(honest("request", { message: "A".repeat(16 << 20) }))),
  validate: gzipSync(JSON.stringify(honest("validate", { message: "A".repeat(16 << 20) }))),
};
answers("gzip bomb", BAD, (call) => ({ headers: GZIP, body: BOMBS[call] }));
says("body of 10 MB", BAD, { message: "x".repeat(10_000_000) });
body("honest, then 10 MB of spaces", BAD, (json) => json + " ".repeat(10_000_000));
fault("body without end", BAD, (peer) => {
  peer.write(head(undefined));
  peer.flood(Buffer.from(`${honestJson(peer)}\n`.repeat(200)));
});

// Answers whose words do not add up.

says('success: "true"', BAD, { success: "true" });
says("success: 1", BAD, { success: 1 });
says("success: null", BAD, { success: null });
says("success: [true]", BAD, { success: [true] });
fault("success missing", BAD, (peer) => peer.json(honest(peer.call, { success: undefined })));
body("Success in capitals", BAD, (json) => json.replace("success", "Success"));
body("success only inside data", BAD, (json) => json.replace('"success":true,', "").replace('"data":{', '"data":{"success":true,'));
says("data missing", BAD_YET_SENT, { data: undefined });
says("data: null", BAD_YET_SENT, { data: null });
says("data: []", BAD_YET_SENT, { data: [] });
says("data: text", BAD_YET_SENT, { data: "validated" });
says("data in a list", BAD_YET_SENT, { data: [honest("validate").data] });
says("another chat", BAD_YET_SENT, {}, { chat_id: "20123456780@c.us" });
says("the chat with a line end", BAD_YET_SENT, {}, { chat_id: `${CHAT}\n` });
says("chat as a number", BAD_YET_SENT, {}, { chat_id: 20123456789 });
says("chat missing", BAD_YET_SENT, {}, { chat_id: undefined });
says("another uuid", {
  request: "requested", validate: "bad_response", why: "a request learns its uuid from the answer, so there is none to compare with",
}, {}, { uuid: "b1b5df6a-b491-4190-80a5-38d85a2a4836" });
says("uuid that is none", BAD_YET_SENT, {}, { uuid: "../../etc" });
says("uuid missing", BAD_YET_SENT, {}, { uuid: undefined });
const OPEN = "the status of a request is an open list of names, that of a validation one word";
for (const status of ["Validated", "validated ", "VALIDATED", "valid", "pending", "sent", "expired", ""]) {
  says(`status ${JSON.stringify(status)}`, { request: "requested", validate: "bad_response", why: OPEN }, {}, { status });
}
says("status: true", BAD_YET_SENT, {}, { status: true });
says("status missing", BAD_YET_SENT, {}, { status: undefined });
says("code as a number", { request: "bad_response yes", validate: "valid", why: "a validation's answer has no code to look at" }, {}, { code: 439713 });
says("code empty", { request: "bad_response yes", validate: "valid", why: "a validation's answer has no code to look at" }, {}, { code: "" });
says("code withheld", SUCCESS, {}, { code: undefined });
for (const date of ["", "now", "2025-13-29T17:39:38+00:00", "2025-02-30T17:39:38Z", "2025-12-29", 1767030578, null]) {
  says(`dates ${JSON.stringify(date)}`, BAD_YET_SENT, {}, { expires_at: date, created_at: date, validated_at: date });
}

// Redirects: neither this server's other page nor another origin may get a byte.

const HIDDEN = "a page is not shown a redirect's body, other runtimes are";

for (const status of [301, 302, 303, 307, 308]) {
  fault(`${status} to the same origin`, BAD, (peer) => peer.answer({ status: `${status} Moved`, headers: { location: peer.home }, body: "" }));
  fault(`${status} to another origin`, BAD, (peer) => peer.answer({ status: `${status} Moved`, headers: { location: peer.foreign }, body: "" }));
  fault(`${status} with a perfect success`, either(HIDDEN, BAD, BAD_YET_SENT), (peer) =>
    peer.answer({ status: `${status} Moved`, headers: { location: peer.foreign } }));
}
fault("300 with a choice", either(HIDDEN, BAD, BAD_YET_SENT), (peer) => peer.answer({ status: "300 Choose", headers: { location: peer.foreign } }));
fault("302 to itself", BAD, (peer) => peer.answer({ status: "302 Found", headers: { location: peer.request.target }, body: "" }));
fault("302 to nowhere", BAD, (peer) => peer.answer({ status: "302 Found", body: "" }));
fault("302 to no URL", either("Chromium makes an error of a redirect it cannot read", BAD, NETWORK), (peer) =>
  peer.answer({ status: "302 Found", headers: { location: "http://[" }, body: "" }));
fault("302 to a script", either("Chromium makes an error of a redirect it may not follow", BAD, NETWORK), (peer) =>
  peer.answer({ status: "302 Found", headers: { location: "javascript:alert(1)" }, body: "" }));
fault("302 to data", either("Chromium makes an error of a redirect it may not follow", BAD, NETWORK), (peer) =>
  peer.answer({ status: "302 Found", headers: { location: `data:application/json,${encodeURIComponent(honestJson(peer))}` }, body: "" }));
fault("302 with Refresh", BAD, (peer) =>
  peer.answer({ status: "302 Found", headers: { location: peer.foreign, refresh: `0;url=${peer.foreign}` }, body: "" }));
fault("Refresh and Location beside a 200", SUCCESS, (peer) =>
  peer.answer({ headers: { location: peer.foreign, refresh: `0;url=${peer.foreign}`, link: `<${peer.foreign}>; rel=preload` } }));

// Throttles.

const LATER = () => new Date(Date.now() + 5_500).toUTCString();
const PAST = new Date(0).toUTCString();

/** A throttle at the first call, honest from the second on. @param {string} name @param {Expected} expected @param {() => Record<string, string | undefined>} headers @param {number} [status] */
function throttles(name, expected, headers, status = 429) {
  fault(name, expected, (peer) => {
    if (peer.turn > 1) return peer.answer();
    peer.json({ message: "Too Many Attempts." }, { status, headers: headers() });
  });
}
const again = { ...SUCCESS, hits: 2 };
const limited = (seconds = 0) => {
  const wait = seconds > 0 ? ` wait ${seconds}s` : "";
  return { request: `rate_limited no${wait}`, validate: `rate_limited${wait}` };
};
throttles("429, no Retry-After", limited(), () => ({}));
throttles("429, Retry-After: 0", again, () => ({ "retry-after": "0" }));
throttles("429, Retry-After: 1, time enough", again, () => ({ "retry-after": "1" }));
throttles("429, Retry-After: 1, too late", { ...limited(1), caller: { timeout: 900 } }, () => ({ "retry-after": "1" }));
throttles("429, Retry-After: 60", limited(60), () => ({ "retry-after": "60" }));
throttles("429, Retry-After a date", either("a date has no fractions of a second", limited(5), limited(6)), () => ({ "retry-after": LATER() }));
throttles("429, Retry-After a past date", again, () => ({ "retry-after": PAST }));
throttles("429, Retry-After: -5", limited(), () => ({ "retry-after": "-5" }));
throttles("429, Retry-After absurd", limited(), () => ({ "retry-after": "99999999999999999999" }));
throttles("429, Retry-After a year", limited(), () => ({ "retry-after": "31536000" }));
throttles("429, Retry-After in year 9999", limited(), () => ({ "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" }));
throttles("429, Retry-After: soon", limited(), () => ({ "retry-after": "soon" }));
throttles("429, Retry-After: 1e3", limited(), () => ({ "retry-after": "1e3" }));
throttles("429, Retry-After: 0.5", limited(), () => ({ "retry-after": "0.5" }));
throttles("429, Retry-After empty", limited(), () => ({ "retry-after": "" }));
throttles("429, Retry-After twice", limited(), () => ({ "retry-after": "0", "Retry-After": "5" }));
throttles("429, RateLimit with t", limited(7), () => ({ ratelimit: '"default";r=0;t=7' }));
throttles("429, RateLimit with reset", limited(8), () => ({ ratelimit: "limit=10, remaining=0, reset=8" }));
throttles("429, RateLimit-Reset", limited(9), () => ({ "ratelimit-reset": "9" }));
throttles("429, X-RateLimit-Reset", either("the time is told in whole seconds since 1970", limited(5), limited(6)), () => ({
  "x-ratelimit-reset": String(Math.floor((Date.now() + 5_500) / 1000)),
}));
throttles("429, retry: 0", { ...limited(), caller: { retry: 0 } }, () => ({ "retry-after": "0" }));
fault("429 for ever, Retry-After: 0", { ...limited(), hits: 3 }, (peer) => peer.json({ message: "Too Many Attempts." }, { status: 429, headers: { "retry-after": "0" } }));
answers("429, HTML", limited(), { status: 429, headers: { "content-type": "text/html" }, body: PAGE });
answers("429 with a perfect success", limited(), { status: 429 });
fault("429, then already used", { ...refused("already_used", "invalid_request no"), hits: 2 }, (peer) =>
  peer.turn === 1
    ? peer.json({ message: "Too Many Attempts." }, { status: 429, headers: { "retry-after": "0" } })
    : peer.json(ours("already_used"), { status: 409 }));
fault("429, then nothing", { ...TIMEOUT, hits: 2 }, (peer) => {
  if (peer.turn === 1) peer.json({ message: "Too Many Attempts." }, { status: 429, headers: { "retry-after": "0" } });
});
fault("429, then reset", { ...NETWORK, hits: 2 }, (peer) =>
  peer.turn === 1 ? peer.json({}, { status: 429, headers: { "retry-after": "0" } }) : peer.reset());

// Failures of the server.

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
const NOW = { "retry-after": "0" };
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

// Refusals of the call.

/** @type {[number, string, string][]} */
const REFUSALS = [
  [400, "invalid_request", "Bad Request"],
  [401, "unauthorized", "Unauthenticated."],
  [402, "invalid_request", "Payment Required"],
  [403, "forbidden", "This action is unauthorized."],
  [404, "not_found", "Not Found."],
  [405, "invalid_request", "The POST method is not supported for this route."],
  [409, "invalid_request", "Conflict"],
  [413, "invalid_request", "The POST data is too large."],
  [415, "invalid_request", "Unsupported Media Type"],
  [418, "invalid_request", "I'm a teapot"],
  [422, "invalid_request", "The given data was invalid."],
  [423, "channel_restricted", "Your number has been restricted by WhatsApp."],
];
for (const [status, code, message] of REFUSALS) {
  answers(`${status}, Laravel`, fails(code, "no"), { status, body: JSON.stringify({ message }) });
  answers(`${status}, empty`, fails(code, "no"), { status, body: "" });
  answers(`${status}, HTML`, fails(code, "no"), { status, headers: { "content-type": "text/html" }, body: PAGE });
  answers(`${status} with a perfect success`, fails(code, "no"), { status });
  fault(`${status}, reset in the body`, NETWORK, (peer) => {
    peer.write(answerBytes({ status, body: JSON.stringify({ message, padding: "x".repeat(100) }) }).subarray(0, -50));
    peer.later(20, () => peer.reset());
  });
}
answers("422, errors of several fields", fails("invalid_request", "no"), {
  status: 422, body: JSON.stringify({ message: "The given data was invalid.", errors: { chatId: ["The chat id field is required."], code: ["The code is invalid."] } }),
});
answers("422, number not on WhatsApp", fails("recipient_unavailable", "no"), {
  status: 422,
  body: JSON.stringify({
    message: "The given data was invalid.",
    errors: { messages: ["The number you want to send the message to is not on whatsapp."], jid: "20123456789@s.whatsapp.net", exists: false },
    statusCode: 422,
  }),
});

// What is wrong here is not the code, though the words could be taken for it.
for (const [status, message] of /** @type {[number, string][]} */ ([
  [400, "Invalid JSON payload"], [400, "Your token has expired"], [409, "Already exists"], [419, "CSRF token mismatch."],
  [419, "Page Expired"], [422, "Invalid instance"],
])) {
  answers(`${status}, "${message}"`, fails("invalid_request", "no"), { status, body: JSON.stringify({ message }) });
}

// Refusals of the code.

/** A refusal as a service made with this package words it. @param {string} code @param {object} [more] */
function ours(code, more) {
  return { success: false, message: "The code was not accepted.", error: { code, ...more }, data: null };
}
/** @type {[number, string, string][]} */
const REASONS = [
  [422, "invalid_code", "invalid_request no"],
  [410, "expired_code", "invalid_request no"],
  [409, "already_used", "invalid_request no"],
  [404, "no_active_otp", "not_found no"],
];
for (const [status, reason, request] of REASONS) {
  answers(`${status} ${reason}`, refused(reason, request), { status, body: JSON.stringify(ours(reason, { attempts_remaining: 3 })) });
}
answers("429 too_many_attempts", {
  request: "rate_limited no wait 60s", validate: "refused too_many_attempts wait 60s",
}, { status: 429, headers: { "retry-after": "60" }, body: JSON.stringify(ours("too_many_attempts")) });
fault("429 too_many_attempts, Retry-After: 0", { ...refused("too_many_attempts", "rate_limited no"), hits: 1 }, (peer) =>
  peer.json(ours("too_many_attempts"), { status: 429, headers: NOW }));
/** @type {[string, string][]} */
const PROSE = [
  ["Invalid OTP code", "invalid_code"],
  ["The OTP code has expired", "expired_code"],
  ["This code has already been validated", "already_used"],
  ["No active OTP found for this chat", "no_active_otp"],
  ["Maximum attempts exceeded", "too_many_attempts"],
  ["El código no es correcto", "refused"],
];
for (const [message, reason] of PROSE) {
  for (const status of [200, 400]) {
    answers(`${status}, "${message}"`, refused(reason, "invalid_request no"), { status, body: JSON.stringify({ success: false, message, data: null }) });
  }
}
answers("refusal beside the data of a success", refused("refused", "invalid_request no"), (call) => ({
  body: JSON.stringify(honest(call, { success: false, message: "?" })),
}));
answers("refusal that repeats token and code", refused("invalid_code", "invalid_request no"), {
  status: 400, body: JSON.stringify({ success: false, message: `Wrong code ${CODE} for ${TOKEN}`, errors: { code: [`${CODE} is wrong`] }, uuid: UUID }),
});
answers("failure that repeats token and code", SERVER, {
  status: 500, headers: { "s-request-id": TOKEN }, body: JSON.stringify({ message: `Authorization: Bearer ${TOKEN} code=${CODE}`, errors: { [TOKEN]: [CODE] } }),
});

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
  request: ["requested, requested", "requested, network unknown"], validate: ["valid, bad_response", "valid, valid", "valid, network"], hits: [1, 2],
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

/** @param {NonNullable<import("./cell.mjs").Behaviour["abort"]>} abort @param {Partial<import("./cell.mjs").Behaviour>} [more] */
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
