/** What happens to one call of the storm: drawn from the seed and the call's number, so both ends and a replay agree. */

import { gzipSync } from "node:zlib";
import { Random } from "./random.mjs";

/** @typedef {"request" | "validate"} Call */

/**
 * One answer as it is meant, before anything happens to its bytes on the way.
 * @typedef {object} Answer
 * @property {number} status
 * @property {[name: string, value: string][]} headers
 * @property {Buffer} body
 * @property {"length" | "chunked" | "close"} framing
 * @property {number} lengthError what the stated length is off by
 * @property {{ share: number, how: "reset" | "close" | "stall" } | undefined} cut where it breaks off
 * @property {number} pieces it is sent in
 * @property {number} flips bits turned over anywhere in the whole answer
 */

/**
 * @typedef {object} Plan
 * @property {number} index
 * @property {Call} call
 * @property {"socket" | "injected"} via
 * @property {string} chatId of this call alone, so that another's answer is seen to be one
 * @property {string} uuid
 * @property {string} code
 * @property {boolean} bound whether a validation names its request
 * @property {number} timeout
 * @property {number} retry
 * @property {number | undefined} abortAfter
 * @property {Answer[]} answers the first to the first attempt, the last to all that follow
 * @property {boolean} honest whether nothing at all is wrong, so that the call must succeed
 * @property {string} antic what an injected fetch does besides
 */

/** What an injected fetch may do; most of the time it only gives the answer. */
export const ANTICS = [
  "throw", "throw text", "throw nothing", "throw trap", "reject", "reject nothing", "reject abort", "never", "late",
  "undefined", "null", "number", "empty object", "no headers", "headers throw", "body used", "body locked",
  "stream fails", "stream stalls", "stream of texts", "stream of nothing", "stream of empty pieces", "stream without end",
  "redirected", "opaque", "odd status",
];

/** @param {number} seed @param {number} index @param {Plan["via"]} via @returns {Plan} */
export function planOf(seed, index, via) {
  const random = new Random(seed, index);
  const digits = String(index).padStart(7, "0");
  /** @type {Plan} */
  const plan = {
    index, via,
    call: random.one(["request", "validate"]),
    chatId: `2010${digits}@c.us`,
    uuid: `a0b5df6a-b491-4190-80a5-${digits.padStart(12, "0")}`,
    code: String(random.below(1_000_000)).padStart(6, "0"),
    bound: random.chance(0.5),
    timeout: 5000,
    retry: random.below(3),
    abortAfter: undefined,
    answers: [],
    honest: false,
    antic: "",
  };
  const { answer, clean } = drawAnswer(random, plan);
  plan.answers.push(answer);
  if (random.chance(0.15)) {
    // A throttle or a failure before it, mostly with leave to come again at once.
    const headers = /** @type {[string, string][]} */ (random.chance(0.8) ? [["retry-after", "0"]] : []);
    plan.answers.unshift({ ...plain(random.one([429, 429, 503, 500, 502, 409]), Buffer.from("{}")), headers: [["content-type", "application/json"], ...headers] });
  }
  if (via === "injected" && random.chance(0.4)) plan.antic = random.one(ANTICS);
  const settles = clean && plan.antic === "";
  // Short where it must be waited for, and long enough for further attempts where they could come.
  if (plan.answers.length > 1) plan.timeout = 100 + random.below(400);
  else if (!settles) plan.timeout = 20 + random.below(100);
  if (random.chance(0.08)) plan.abortAfter = random.below(30);
  plan.honest = settles && answer.status === 200 && plan.answers.length === 1 && plan.abortAfter === undefined && isSuccess(answer, plan);
  return plan;
}

/** Whether the body is the very success this call hopes for. @param {Answer} answer @param {Plan} plan */
function isSuccess(answer, plan) {
  return answer.body.equals(Buffer.from(JSON.stringify(success(plan))));
}

/** @param {number} status @param {Buffer} body @returns {Answer} */
function plain(status, body) {
  return {
    status, body, headers: [["content-type", "application/json"]], framing: "length", lengthError: 0, cut: undefined, pieces: 1, flips: 0,
  };
}

/** The true answer to a call. @param {Pick<Plan, "call" | "chatId" | "uuid" | "code">} plan */
export function success({ call, chatId, uuid, code }) {
  return call === "request"
    ? {
        success: true, message: "OTP code generated and message queued successfully",
        data: {
          uuid, chat_id: chatId, code, status: "pending", otp_type: "code",
          expires_at: "2025-12-29T18:09:38+00:00", created_at: "2025-12-29T17:39:38+00:00",
        },
      }
    : {
        success: true, message: "OTP code validated successfully",
        data: { uuid, chat_id: chatId, status: "validated", validated_at: "2025-12-29T17:43:36+00:00" },
      };
}

/** @param {Random} random @param {Plan} plan */
function drawAnswer(random, plan) {
  const refusal = { success: false, message: "The code was not accepted.", error: { code: random.one(["invalid_code", "expired_code", "already_used"]) }, data: null };
  const base = random.chance(0.85) ? success(plan) : refusal;
  const answer = plain(base === refusal ? random.one([200, 422, 410, 409]) : 200, Buffer.from(JSON.stringify(base)));
  if (random.chance(0.35)) return { answer, clean: true };

  // One to three of the things that can go wrong; each leaves the rest honest, which is what makes it dangerous.
  for (let left = 1 + random.below(3); left > 0; left--) {
    switch (random.below(10)) {
      case 0: case 1: case 2:
        answer.body = mutate(random, answer.body, plan);
        break;
      case 3:
        answer.status = random.one([100, 199, 201, 202, 204, 206, 299, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 418, 422, 423, 429, 500, 502, 503, 599]);
        break;
      case 4:
        answer.headers[0] = ["content-type", random.one(["text/html", "text/plain", "application/json, text/html", "", "application/jsonp", "APPLICATION/JSON"])];
        break;
      case 5:
        answer.cut = { share: random.fraction(), how: random.one(["reset", "close", "stall"]) };
        break;
      case 6:
        answer.lengthError = random.one([-1, -10, -100, 1, 10, 100]);
        break;
      case 7:
        answer.framing = random.one(["chunked", "close"]);
        answer.pieces = 1 + random.below(8);
        break;
      case 8:
        answer.headers.push(["content-encoding", "gzip"]);
        answer.body = random.chance(0.5) ? gzipSync(answer.body) : mutateBytes(random, gzipSync(answer.body));
        break;
      default:
        answer.flips = 1 + random.below(3);
    }
  }
  return { answer, clean: false };
}

/** @param {Random} random @param {Buffer} body @param {Plan} plan */
function mutate(random, body, plan) {
  if (random.chance(0.4)) return mutateBytes(random, body);
  let text = body.toString("latin1");
  const other = success({ ...plan, chatId: "20999999999@c.us", call: random.one(["request", "validate"]) });
  /** @type {[from: string | RegExp, to: string][]} */
  const swaps = [
    ["true", random.one(["false", '"true"', "1", "null", "[true]", "True", "truе"])],
    [/"(validated|pending)"/, random.one(['"Validated"', '"valid"', "true", "null", '"validated "', '""'])],
    [plan.chatId, random.one(["20999999999@c.us", "", `${plan.chatId} `, "@c.us"])],
    [plan.uuid, random.one(["00000000-0000-4000-8000-000000000000", "", plan.uuid.toUpperCase(), plan.uuid.slice(1)])],
    [/"data":\{.*\}/, random.one(['"data":null', '"data":[]', '"data":"validated"'])],
    [/"(validated_at|created_at)":"[^"]*"/, random.one(['"$1":null', '"$1":"2025-13-01T00:00:00Z"', '"$1":"yesterday"', '"x":1'])],
    ["{", random.one(['{"success":false,', "[{", "", '{"data":{},'])],
    [/\}$/, random.one([',"success":false}', "", "}}", '},{"success":false}', ',"error":{"code":"invalid_code"}}'])],
    [/^/, random.one(["\xef\xbb\xbf", " ", "\0", ")]}'\n", JSON.stringify(other)])],
    [/$/, random.one([" ", "\0", "x", JSON.stringify(other), "\n\n"])],
    [/"data":\{.*\}/, `"data":${JSON.stringify(other.data)}`],
  ];
  const [from, to] = random.one(swaps);
  text = text.replace(from, to);
  return Buffer.from(text, "latin1");
}

/** @param {Random} random @param {Buffer} bytes */
export function mutateBytes(random, bytes) {
  const at = random.below(bytes.length + 1);
  const size = 1 + random.below(random.one([1, 4, 40]));
  const [before, after, rest] = [bytes.subarray(0, at), bytes.subarray(at), bytes.subarray(Math.min(at + size, bytes.length))];
  switch (random.below(6)) {
    case 0: return before;
    case 1: return Buffer.concat([before, rest]);
    case 2: return Buffer.concat([before, Buffer.from(Array.from({ length: size }, () => random.below(256))), after]);
    case 3: return Buffer.concat([before, after.subarray(0, size), after]);
    default: return flip(random, bytes, 1 + random.below(3));
  }
}

/** Turns single bits over. @param {Random} random @param {Buffer} bytes @param {number} count */
export function flip(random, bytes, count) {
  const copy = Buffer.from(bytes);
  for (; count > 0 && copy.length > 0; count--) {
    const at = random.below(copy.length);
    copy[at] = /** @type {number} */ (copy[at]) ^ (1 << random.below(8));
  }
  return copy;
}
