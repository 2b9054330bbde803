/**
 * The demo: the package's own Worker, and the page in front of it.
 *
 * What is a file is served as a file; everything else is the service's.
 */

import service from "hypersender-otp/worker";
import { translated } from "./translate.js";

export { OtpBudget, OtpChat, OtpLedger } from "hypersender-otp/worker";

/** @type {Record<string, string>} */
const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

/**
 * The headers of everything that is not the service's: the page runs its own files and the package's
 * WebAssembly, wears its own style, and nothing else.
 * @param {{ STYLE_HASH: string }} env
 */
const headers = ({ STYLE_HASH }) => ({
  "cache-control": "no-cache",
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src '${STYLE_HASH}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

export default {
  /**
   * @param {Request} request
   * @param {any} env
   */
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/api/")) return service.fetch(request, env);
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response(null, { status: 405, headers: { ...headers(env), allow: "GET, HEAD" } });
    }
    if (pathname === "/config.json") return Response.json(env.DEMO, { headers: headers(env) });
    if (pathname === "/") return compressed(translated(await file(env, "index.html"), request), request);
    return compressed(await file(env, pathname.slice(1)), request);
  },
};

/**
 * @param {{ PAGE_FILES: { fetch(url: string): Promise<Response> }, STYLE_HASH: string }} env
 * @param {string} path
 */
async function file(env, path) {
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
  const found = type && (await env.PAGE_FILES.fetch(`http://files/${path}`));
  if (!found || !found.ok) {
    return new Response("There is no such page.\n", { status: 404, headers: { ...headers(env), "content-type": "text/plain" } });
  }
  return new Response(found.body, { headers: { ...headers(env), "content-type": type } });
}

/**
 * The same, for workerd to compress as the browser takes it.
 * @param {Response} answer
 * @param {Request} request
 */
function compressed(answer, request) {
  const taken = request.headers.get("accept-encoding") ?? "";
  const encoding = ["br", "gzip"].find((name) => taken.includes(name));
  if (!encoding) return answer;
  const headers = new Headers(answer.headers);
  headers.set("content-encoding", encoding);
  headers.append("vary", "accept-encoding");
  return new Response(answer.body, { status: answer.status, headers });
}
