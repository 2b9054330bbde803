/** @import { Parts } from "./core.js" */
/** @import { Reply } from "./step.js" */
import { readCapped } from "../body.js";
import { linesOf, recordOf } from "./headers.js";

/**
 * The parts of a request that the core reads.
 * @param {Request} request
 * @param {number} maxBody bytes
 * @returns {Promise<Parts>}
 */
export async function partsOf(request, maxBody) {
  const { bytes, truncated } = await bodyOf(request, maxBody);
  // Of a body that is too long the core only needs to see that it is.
  return [request.method, request.url, linesOf(request.headers), truncated ? new Uint8Array(maxBody + 1) : bytes];
}

/**
 * A body whose length is told is read whole, which costs a runtime half as much as piece by piece.
 * @param {Request} request
 * @param {number} maxBody
 */
async function bodyOf(request, maxBody) {
  if (Number(request.headers.get("content-length") ?? NaN) <= maxBody) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    return { bytes, truncated: bytes.length > maxBody };
  }
  return readCapped(request.body, maxBody);
}

/**
 * The request again, for a hook that may want to read what was read already.
 * @param {Request} request
 * @param {Parts} parts
 */
export function again(request, [method, , , body]) {
  const bodiless = method === "GET" || method === "HEAD";
  return new Request(request, bodiless ? {} : { body: /** @type {Uint8Array<ArrayBuffer>} */ (body) });
}

/** @param {Reply} reply */
export function responseOf({ status, headers, body }) {
  return new Response(body, { status, headers: recordOf(headers) });
}

/**
 * The answer that the core cannot give, because it or what called it failed.
 * @param {unknown} error
 */
export function failed(error) {
  console.error(`hypersender-otp: ${error instanceof Error ? error.name : "an error"} in a request`);
  return problem(500, "internal", "The service failed; nothing is known of the outcome.");
}

/**
 * @param {number} status
 * @param {string} code
 * @param {string} message
 */
export function problem(status, code, message) {
  const body = { success: false, message, error: { code }, data: null };
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
