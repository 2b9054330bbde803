/** One call as the mock reads it, and what is wrong with it in itself. */

/** @import { Settings } from "./settings.js" */
/** @import { MockAnswer } from "./answer.js" */

/**
 * One call as the mock reads it.
 * @typedef {object} MockCall
 * @property {string} method
 * @property {string} url
 * @property {string} instance
 * @property {"request-code" | "validate-code" | "requests" | "requests/{uuid}" | ""} route
 * @property {string} uuid the last part of `requests/{uuid}`
 * @property {URLSearchParams} query
 * @property {Headers} headers
 * @property {string} text
 * @property {any} body
 */

export const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const ROUTE = new RegExp(`/(${UUID})/(?:(request-code|validate-code|requests)|(requests)/(${UUID}))$`, "i");
const CHAT_ID = /^[1-9][0-9]{6,14}@c\.us$/;
const CODE = /^[0-9A-Za-z]{4,10}$/;

/**
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 * @returns {Promise<MockCall>}
 */
export async function read(input, init) {
  const request = new Request(input, /** @type {any} */ ({ ...init, signal: null }));
  const url = new URL(request.url);
  const [, instance = "", direct, listed, uuid = ""] = ROUTE.exec(url.pathname) ?? [];
  const text = await request.text();
  let body;
  try {
    body = text === "" ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  const route = /** @type {MockCall["route"]} */ (listed ? "requests/{uuid}" : (direct ?? ""));
  return {
    method: request.method, url: request.url, instance: instance.toLowerCase(), route, uuid: uuid.toLowerCase(),
    query: url.searchParams, headers: request.headers, text, body,
  };
}

/**
 * The answer to a call that is wrong in itself.
 * @param {MockCall} call
 * @param {Settings} settings
 * @returns {MockAnswer | undefined}
 */
export function notAcceptable({ method, instance, route, headers, body }, { token, instance: only, allowPublic }) {
  const isPost = route === "request-code" || route === "validate-code";
  const authorization = headers.get("authorization");
  if (route === "" || (only !== undefined && instance !== only)) return { status: 404, body: { message: "Not Found." } };
  if (method !== (isPost ? "POST" : "GET")) {
    return { status: 405, body: { message: `The ${method} method is not supported for this route.` }, headers: { allow: isPost ? "POST" : "GET" } };
  }
  const isKnown = token === undefined ? /^Bearer ./.test(authorization ?? "") : authorization === `Bearer ${token}`;
  const isPublic = authorization === null && allowPublic && isPost;
  if (!isKnown && !isPublic) return { status: 401, body: { message: "Unauthenticated." } };
  if (!isPost) return undefined;
  if (!/^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? "")) return { status: 415, body: { message: "Unsupported Media Type." } };
  if (typeof body !== "object" || body === null || Array.isArray(body)) return { status: 400, body: { message: "The request is no JSON object." } };
  const errors = mistakes(route, body, isPublic);
  if (Object.keys(errors).length === 0) return undefined;
  return { status: 422, body: { message: "The given data was invalid.", errors } };
}

/**
 * @param {string} route
 * @param {any} body
 * @param {boolean} isPublic
 */
function mistakes(route, body, isPublic) {
  /** @type {Record<string, string[]>} */
  const errors = {};
  /** @param {string} name @param {boolean} holds @param {string} rule */
  const need = (name, holds, rule) => {
    if (!holds) errors[name] = [`The ${name} field ${rule}.`];
  };
  /** @param {any} value @param {number} from @param {number} to */
  const whole = (value, from, to) => value === undefined || (Number.isInteger(value) && value >= from && value <= to);
  /** @param {any} value */
  const flag = (value) => value === undefined || typeof value === "boolean";
  need("chatId", typeof body.chatId === "string" && CHAT_ID.test(body.chatId), "must be digits followed by @c.us");
  if (route === "validate-code") {
    need("code", typeof body.code === "string" && CODE.test(body.code), "must be a string of 4 to 10 letters or digits");
    need("uuid", body.uuid === undefined ? !isPublic : new RegExp(`^${UUID}$`, "i").test(String(body.uuid)), "must be the request's UUID");
  } else {
    need("length", whole(body.length, 4, 10), "must be between 4 and 10");
    need("expires", whole(body.expires, 60, 1800), "must be between 60 and 1800");
    for (const name of ["useLetter", "useNumber", "allCapital"]) need(name, flag(body[name]), "must be true or false");
    need("useNumber", flag(body.useNumber) && (body.useNumber !== false || body.useLetter === true), "must be true when useLetter is false");
    need("name", body.name === undefined || (typeof body.name === "string" && [...body.name].length <= 64), "must be at most 64 characters");
  }
  return errors;
}

/** @param {Headers} headers */
export function redactedHeaders(headers) {
  const all = Object.fromEntries(headers);
  return all.authorization === undefined ? all : { ...all, authorization: "[redacted]" };
}

/** @param {any} body */
export const redactedBody = (body) => (body?.code === undefined ? body : { ...body, code: "[redacted]" });
