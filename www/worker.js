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
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

/** The page runs its own files and the package's WebAssembly, and nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "cache-control": "no-cache",
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export default {
  /**
   * @param {Request} request
   * @param {any} env
   */
  async fetch(request, env) {
    const url = new URL(request.url);
    const { pathname } = url;
    if (pathname.startsWith("/api/")) return service.fetch(request, env);
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response(null, { status: 405, headers: { ...HEADERS, allow: "GET, HEAD" } });
    }
    if (pathname === "/config.json") return Response.json(env.DEMO, { headers: HEADERS });
    if (pathname === "/") return compressed(translated(await file(env.PAGE_FILES, "index.html"), url), request);
    return compressed(await file(env.PAGE_FILES, pathname.slice(1)), request);
  },
};

/**
 * @param {{ fetch(url: string): Promise<Response> }} folder
 * @param {string} path
 */
async function file(folder, path) {
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
  const found = type && (await folder.fetch(`http://files/${path}`));
  if (!found || !found.ok) {
    return new Response("There is no such page.\n", { status: 404, headers: { ...HEADERS, "content-type": "text/plain" } });
  }
  return new Response(found.body, { headers: { ...HEADERS, "content-type": type } });
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
  headers.set("vary", "accept-encoding");
  return new Response(answer.body, { status: answer.status, headers });
}
