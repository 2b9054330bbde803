/** Answers that are no JSON success: statuses, bodies, bytes and encodings. */

import { deflateSync, gzipSync } from "node:zlib";
import { honest } from "../answers.mjs";
import { answers, body, either, fault, head, honestJson, says, BAD, BAD_YET_SENT, CUT, NETWORK, PAGE, SUCCESS, TIMEOUT } from "../table.mjs";

// Statuses that are no success, whatever the body says.

for (const status of [201, 202, 206, 226, 299]) answers(`${status} with a perfect success`, BAD_YET_SENT, { status });
answers("204", BAD, { start: "HTTP/1.1 204 No Content", headers: { "content-length": undefined, "content-type": undefined }, body: "" });
answers("205", either("a runtime may take its body for what it is not allowed to have", BAD, BAD_YET_SENT), { status: 205 });
answers("304", BAD, { start: "HTTP/1.1 304 Not Modified", headers: { "content-length": undefined }, body: "" });

// Bodies that are not what they have to be.

body("empty", BAD, () => "");
body("only white space", BAD, () => " \n\t ");
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
