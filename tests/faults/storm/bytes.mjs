/** A planned answer as the bytes on the wire, and what those bytes truly say. */

import { constants, gunzipSync } from "node:zlib";
import { flip } from "./plan.mjs";
import { Random } from "./random.mjs";

/** @typedef {import("./plan.mjs").Answer} Answer */
/** @typedef {import("./plan.mjs").Plan} Plan */

/**
 * All bytes a client gets of an answer.
 * @param {Answer} answer
 * @param {number} seed
 * @param {number} index
 * @param {string} foreign where a redirect points to; no verdict depends on it
 */
export function wireBytes(answer, seed, index, foreign) {
  const whole = Buffer.concat(wireParts(answer, foreign));
  const flipped = answer.flips > 0 ? flip(new Random(seed + 1, index), whole, answer.flips) : whole;
  return answer.cut === undefined ? flipped : flipped.subarray(0, Math.floor(flipped.length * answer.cut.share));
}

/** The head, then body and framing in turns. @param {Answer} answer @param {string} foreign */
function wireParts(answer, foreign) {
  const { body, pieces } = answer;
  const framing = {
    length: `content-length: ${Math.max(0, body.length + answer.lengthError)}\r\n`,
    chunked: "transfer-encoding: chunked\r\n",
    close: "",
  }[answer.framing];
  const location = answer.status >= 300 && answer.status < 400 ? `location: ${foreign}/landed\r\n` : "";
  const headers = answer.headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = `HTTP/1.1 ${answer.status} Said\r\nconnection: close\r\n${framing}${location}${headers}\r\n`;
  if (answer.framing !== "chunked") return [Buffer.from(head), body];

  const size = Math.max(1, Math.ceil(body.length / pieces));
  const parts = [];
  let before = head;
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size);
    parts.push(Buffer.from(`${before}${part.length.toString(16)}\r\n`), part);
    before = "\r\n";
  }
  return [...parts, Buffer.from(`${before}0\r\n\r\n`)];
}

/** The bytes that were meant as the body, wherever a reader of a damaged frame may find its ends. @param {Buffer} bytes @param {Answer} answer */
function meantBody(bytes, answer) {
  let at = 0;
  const parts = wireParts(answer, "").map((part, turn) => {
    const found = bytes.subarray(at, (at += part.length));
    return turn % 2 === 1 ? found : Buffer.alloc(0);
  });
  return Buffer.concat(parts);
}

/**
 * Whether bytes on the wire could, read in good faith, be the success that a call hopes for. Where a
 * reader has a choice this says yes: it must never be stricter than an honest reader.
 * @param {Buffer} bytes
 * @param {Answer} answer that they were made from
 * @param {Plan} plan
 */
export function wireIsHonest(bytes, answer, plan) {
  const text = bytes.toString("latin1");
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const header = (/** @type {string} */ name) => new RegExp(`^${name}:(.*)$`, "im").exec(head)?.[1]?.trim();
  let body = end === null ? Buffer.alloc(0) : bytes.subarray(end.index + end[0].length);
  if (/chunked/i.test(header("transfer-encoding") ?? "")) body = unchunk(body);
  else if (header("content-length") !== undefined) {
    // A length that is no number may be overlooked; then all of the body counts.
    const length = Number(header("content-length"));
    if (length >= 0) body = body.subarray(0, length);
  }
  // Bits turned over in the framing let each reader find other ends; the body that was meant counts too.
  const bodies = answer.flips > 0 ? [body, meantBody(bytes, answer)] : [body];
  const statuses = [Number(/^HTTP\/\d\.\d (\d{3})\b/.exec(head)?.[1])];
  const types = [header("content-type") ?? ""];
  if (answer.flips > 0) {
    statuses.push(answer.status);
    types.push(answer.headers[0]?.[1] ?? "");
  }
  return bodies.flatMap((found) => unpacked(found)).some((found) =>
    statuses.some((status) => types.some((type) => isHonest({ status, type, body: found }, plan))));
}

/** As it is, and as gzip gives it, also where it was packed twice. @param {Buffer} body @returns {Buffer[]} */
function unpacked(body, depth = 2) {
  if (depth === 0) return [body];
  try {
    return [body, ...unpacked(gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH }), depth - 1)];
  } catch {
    return [body];
  }
}

/** @param {Buffer} bytes */
function unchunk(bytes) {
  const parts = [];
  for (let at = 0; ; ) {
    const line = /^([0-9a-f]+)[^\n]*\n/i.exec(bytes.subarray(at, at + 100).toString("latin1"));
    const size = line === null ? 0 : parseInt(line[1] ?? "", 16);
    if (line === null || size === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(at + line[0].length, at + line[0].length + size));
    at += line[0].length + size + 2;
  }
}

/**
 * The oracle: the one complete set of facts, checked by other means than the package's.
 * @param {{ status: number, type: string, body: Buffer }} answer
 * @param {Plan} plan
 */
export function isHonest({ status, type, body }, plan) {
  if (status !== 200 || !/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type.trim()) || body.length > 65_536) return false;
  let said;
  try {
    said = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return false;
  }
  const data = said?.data;
  const isDate = (/** @type {unknown} */ date) => typeof date === "string" && !Number.isNaN(Date.parse(date));
  const isUuid = (/** @type {unknown} */ uuid) => typeof uuid === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid);
  if (said?.success !== true || data?.chat_id !== plan.chatId || !isUuid(data.uuid)) return false;
  return plan.call === "request"
    ? typeof data.status === "string" && typeof data.otp_type === "string" && isDate(data.expires_at) && isDate(data.created_at)
    : data.status === "validated" && isDate(data.validated_at) && (!plan.bound || data.uuid.toLowerCase() === plan.uuid);
}
