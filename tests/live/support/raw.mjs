/** HTTP as curl writes it: bytes on a socket, and no library of ours in between. */

import { connect } from "node:net";

/**
 * @param {string} origin
 * @param {string} path
 * @param {unknown} body
 * @param {string} token
 * @returns {Promise<{ status: number, headers: string, body: any }>}
 */
export async function raw(origin, path, body, token) {
  const { hostname, port, host } = new URL(origin);
  const text = JSON.stringify(body);
  const socket = connect(Number(port), hostname);
  socket.end([
    `POST ${path} HTTP/1.1`, `Host: ${host}`, "User-Agent: curl/8.5.0", "Accept: */*", "Connection: close",
    `Authorization: Bearer ${token}`, "Content-Type: application/json", `Content-Length: ${Buffer.byteLength(text)}`, "", text,
  ].join("\r\n"));
  let answer = "";
  for await (const piece of socket.setEncoding("utf8")) answer += piece;
  const end = answer.indexOf("\r\n\r\n");
  const headers = answer.slice(0, end);
  const rest = answer.slice(end + 4);
  const whole = /^transfer-encoding: chunked/im.test(headers) ? dechunked(rest) : rest;
  return { status: Number(headers.split(" ")[1]), headers, body: JSON.parse(whole) };
}

/** @param {string} text ASCII */
function dechunked(text) {
  let whole = "";
  for (let at = 0; ; ) {
    const line = text.indexOf("\r\n", at);
    const size = parseInt(text.slice(at, line), 16);
    if (!size) return whole;
    whole += text.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
