/** An answer that came by way of a redirect is no answer, and nothing follows one. */

import { equal, fails, theme } from "./harness.js";
import * as api from "./recorded.js";
import { answering, CHAT, CODE, options, requested, UUID, validated } from "./support.js";

const test = theme("redirects");

/** The two calls, each with the body that would mean success. */
const CALLS = /** @type {const} */ ([
  ["request", requested(), (/** @type {typeof globalThis.fetch} */ fetch) => api.requestCode({ chatId: CHAT }, options({ fetch }))],
  ["validate", validated(), (/** @type {typeof globalThis.fetch} */ fetch) =>
    api.validateCode({ chatId: CHAT, code: CODE, uuid: UUID }, options({ fetch }))],
]);

/** @param {Response} response @param {Record<string, unknown>} facts */
function pretending(response, facts) {
  for (const [name, value] of Object.entries(facts)) Object.defineProperty(response, name, { value });
  return response;
}

for (const [name, body, call] of CALLS) {
  for (const status of [300, 301, 302, 303, 304, 305, 307, 308]) {
    test(`${name}: ${status} is bad_response, and its target is not asked`, async () => {
      const fetch = answering(() => {
        const text = status === 304 ? null : JSON.stringify(body);
        const headers = { "content-type": "application/json", location: "https://evil.test/" };
        return new Response(text, { status, headers });
      });
      const error = await fails(call(fetch), "bad_response");
      equal([error.status, fetch.calls.length, fetch.calls[0]?.init.redirect], [status, 1, "manual"]);
    });
  }

  test(`${name}: a perfect answer that a fetch followed a redirect to is bad_response`, async () => {
    const fetch = answering(() => pretending(Response.json(body), { redirected: true, url: "https://evil.test/" }));
    await fails(call(fetch), "bad_response");
    equal(fetch.calls.length, 1);
  });

  test(`${name}: an opaque redirect is bad_response, without a status`, async () => {
    const opaque = () => pretending(new Response(null), { type: "opaqueredirect", status: 0 });
    equal((await fails(call(answering(opaque)), "bad_response")).status, undefined);
  });

  test(`${name}: an opaque answer, as no-cors gives it, is bad_response`, async () => {
    await fails(call(answering(() => pretending(new Response(null), { type: "opaque", status: 0 }))), "bad_response");
  });
}
