/** Lengths, chunks and headers that lie. */

import { honest } from "../answers.mjs";
import { answerBytes } from "../server.mjs";
import { answers, chunk, either, fault, honestJson, BAD, BAD_YET_SENT, CUT, NETWORK, SERVER, SUCCESS, TIMEOUT } from "../table.mjs";

// Lengths and chunks that lie.

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
