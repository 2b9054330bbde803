/** Honest answers in every dress: a client that refuses everything would pass all the rest. */

import { gzipSync } from "node:zlib";
import { honest } from "../answers.mjs";
import { answerBytes } from "../server.mjs";
import { answers, body, chunk, either, fault, head, honestJson, says, BAD, CHUNKED, NETWORK, SUCCESS } from "../table.mjs";

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
