/** Throttles: 429 and what it says of the time to wait. */

import { answers, either, fault, ours, refused, NETWORK, PAGE, SUCCESS, TIMEOUT } from "../table.mjs";

/** @typedef {import("../table.mjs").Expected} Expected */

const LATER = () => new Date(Date.now() + 5_900).toUTCString();
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
  "x-ratelimit-reset": String(Math.floor((Date.now() + 5_900) / 1000)),
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
