/** Answers that nobody may take for a success, to show that the clients compared are alike careful. */

/** @import { Request } from "./clients.mjs" */
import assert from "node:assert/strict";

/** @param {Request} request @param {object} [changed] facts that are not as they should be */
const success = ({ chatId, uuid }, changed = {}) => JSON.stringify({
  success: true, message: "validated",
  data: { uuid, chat_id: chatId, status: "validated", validated_at: "2025-12-29T17:43:36+00:00", ...changed },
});

/** @type {[name: string, body: (request: Request) => BodyInit, init?: ResponseInit][]} */
const ANSWERS = [
  ["a name twice in an object", (request) => success(request).replace("{", '{"success":false,')],
  ["a name twice, once escaped", (request) => success(request).replace("{", '{"s\\u0075ccess":false,')],
  ["twenty levels", (request) => success(request, { more: JSON.parse(`${"[".repeat(20)}${"]".repeat(20)}`) })],
  ["a byte order mark", (request) => `\ufeff${success(request)}`],
  ["bytes that are not UTF-8", (request) => Uint8Array.from(success(request, { more: "\xff" }), (letter) => letter.charCodeAt(0))],
  ["a body of 70 kB", (request) => success(request) + " ".repeat(70_000)],
  ["success as a text", (request) => success(request).replace("true", '"true"')],
  ["success of Object.prototype alone", (request) => success(request).replace('"success":true,', "")],
  ["a status of Object.prototype alone", (request) => success(request, { status: undefined })],
  ["another chat", (request) => success(request, { chat_id: "20987654321@c.us" })],
  ["another request", (request) => success(request, { uuid: "11111111-2222-4333-8444-555555555555" })],
  ["no date", (request) => success(request, { validated_at: "soon" })],
  ["HTML", success, { headers: { "content-type": "text/html" } }],
  ["a redirect", success, { status: 302 }],
  ["an error", success, { status: 500 }],
];

/**
 * Fails where a client takes one of them for a success, or refuses the honest answer.
 * @param {Record<string, (request: Request) => Promise<{ valid: boolean }>>} clients
 * @param {Request} request
 */
export async function holdAgainst(clients, request) {
  const kept = globalThis.fetch;
  const inherited = /** @type {any} */ (Object.prototype);
  try {
    for (const [name, call] of Object.entries(clients)) {
      globalThis.fetch = async () => json(success(request));
      assert.equal((await call(request)).valid, true, `${name} refuses an honest answer`);
      [inherited.success, inherited.status] = [true, "validated"];
      for (const [what, body, init] of ANSWERS) {
        globalThis.fetch = async () => json(body(request), init);
        const believed = await call(request).then(({ valid }) => valid, () => false);
        assert.equal(believed, false, `${name} believes ${what}`);
      }
      delete inherited.success;
      delete inherited.status;
    }
  } finally {
    globalThis.fetch = kept;
    delete inherited.success;
    delete inherited.status;
  }
}

/** @param {BodyInit} body @param {ResponseInit} [init] */
const json = (body, init) => new Response(body, { status: 200, headers: { "content-type": "application/json" }, ...init });
