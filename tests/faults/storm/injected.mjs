/** A `fetch` that misbehaves as planned. */

import { isHonest } from "./bytes.mjs";
import { flip } from "./plan.mjs";
import { Random } from "./random.mjs";

/** @typedef {import("./plan.mjs").Plan} Plan */
/** @typedef {import("./plan.mjs").Answer} Answer */

/**
 * @param {Plan} plan
 * @param {number} seed
 * @returns {{ fetch: any, facts: { attempts: number, honest: boolean } }} `facts` tell afterwards how often it was called, and whether any answer it gave was an honest and complete success
 */
export function misbehavingFetch(plan, seed) {
  const random = new Random(seed + 2, plan.index);
  const facts = { attempts: 0, honest: false };
  const fetch = () => {
    const answer = /** @type {Answer} */ (plan.answers[Math.min(facts.attempts, plan.answers.length - 1)]);
    facts.attempts += 1;
    const last = facts.attempts >= plan.answers.length;
    const { response, honest } = (last && antics[plan.antic] || usual)(answer, plan, random);
    facts.honest ||= honest === true;
    // Some answer only after a while, deaf to the signal that has ended the call meanwhile.
    const late = plan.abortAfter !== undefined || random.chance(0.3);
    const wait = late ? (plan.abortAfter ?? 0) + random.below(40) : 0;
    return wait === 0 || plan.antic !== "" ? response : new Promise((resolve) => setTimeout(resolve, wait, response));
  };
  return { fetch, facts };
}

/** @typedef {{ response: any, honest?: boolean }} Given */

/** @param {Answer} answer @param {Plan} plan @param {Random} random @returns {Given} */
function usual(answer, plan, random) {
  const { status, headers, honest, body } = received(answer, plan, random);
  const stream = streamOf(pieces(body, answer.pieces), answer.cut?.how);
  return { response: Promise.resolve(responseOf(status, headers, stream)), honest };
}

/** The answer as a client behind a connection would get it. @param {Answer} answer @param {Plan} plan @param {Random} random */
function received(answer, plan, random) {
  const whole = answer.flips > 0 ? flip(random, answer.body, answer.flips) : answer.body;
  const body = answer.cut === undefined ? whole : whole.subarray(0, Math.floor(whole.length * answer.cut.share));
  const type = answer.headers.find(([name]) => name === "content-type")?.[1] ?? "";
  return { status: answer.status, headers: answer.headers, body, type, honest: isHonest({ status: answer.status, type, body }, plan) };
}

/** @param {number} status @param {[string, string][]} headers @param {any} body @param {object} [more] */
function responseOf(status, headers, body, more) {
  const all = new Headers();
  for (const [name, value] of headers) all.append(name, value);
  return { status, headers: all, body, redirected: false, type: "basic", ...more };
}

/** @param {Buffer} body @param {number} count */
function pieces(body, count) {
  const size = Math.max(1, Math.ceil(body.length / count));
  const all = [];
  for (let at = 0; at < body.length; at += size) all.push(body.subarray(at, at + size));
  return all;
}

/** @param {unknown[]} parts @param {"reset" | "close" | "stall"} [end] */
function streamOf(parts, end = "close") {
  const left = [...parts];
  return new ReadableStream({
    pull(controller) {
      const part = left.shift();
      if (part !== undefined) return controller.enqueue(part);
      if (end === "reset") return controller.error(new TypeError("terminated"));
      if (end === "close") return controller.close();
      return new Promise(() => {});
    },
  });
}

/** A body that goes on for as long as it is read. @param {() => any} next */
const endless = (next) => new ReadableStream({ pull: (controller) => controller.enqueue(next()) });

/** @param {Answer} answer @param {Plan} plan @param {Random} random @param {any} body @param {object} [more] @returns {Given} */
function with_(answer, plan, random, body, more) {
  const { status, headers } = received(answer, plan, random);
  return { response: Promise.resolve(responseOf(status, headers, body, more)) };
}

/** @type {Record<string, (answer: Answer, plan: Plan, random: Random) => Given>} */
const antics = {
  throw: () => {
    throw new Error("no");
  },
  "throw text": () => {
    throw "no";
  },
  "throw nothing": () => {
    throw undefined;
  },
  "throw trap": () => {
    throw new Proxy({}, { get: () => { throw new Error("a getter that throws"); } });
  },
  reject: () => ({ response: Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNRESET" } })) }),
  "reject nothing": () => ({ response: Promise.reject() }),
  "reject abort": () => ({ response: Promise.reject(new DOMException("It was not aborted at all", "AbortError")) }),
  never: () => ({ response: new Promise(() => {}) }),
  late(answer, plan, random) {
    const { response, honest } = usual(answer, plan, random);
    const wait = plan.timeout + random.below(100) - 50;
    return { response: new Promise((resolve) => setTimeout(resolve, wait, response)), honest: honest === true };
  },
  undefined: () => ({ response: undefined }),
  null: () => ({ response: null }),
  number: () => ({ response: 200 }),
  "empty object": () => ({ response: {} }),
  "no headers": (answer, plan, random) => with_(answer, plan, random, null, { headers: undefined }),
  "headers throw": (answer, plan, random) => with_(answer, plan, random, streamOf([answer.body]), { headers: { get: () => { throw new Error("no"); } } }),
  "body used"(answer) {
    const response = new Response(new Uint8Array(answer.body), { headers: { "content-type": "application/json" } });
    return { response: response.arrayBuffer().then(() => response) };
  },
  "body locked"(answer) {
    const response = new Response(new Uint8Array(answer.body), { headers: { "content-type": "application/json" } });
    response.body?.getReader();
    return { response: Promise.resolve(response) };
  },
  "stream fails": (answer, plan, random) => with_(answer, plan, random, streamOf(pieces(answer.body, 3), "reset")),
  "stream stalls": (answer, plan, random) => with_(answer, plan, random, streamOf(pieces(answer.body, 3), "stall")),
  "stream of texts": (answer, plan, random) => with_(answer, plan, random, streamOf([answer.body.toString("latin1")])),
  "stream of nothing": (answer, plan, random) => with_(answer, plan, random, streamOf([null, {}, 5])),
  "stream of empty pieces": (answer, plan, random) => with_(answer, plan, random, endless(() => new Uint8Array())),
  "stream without end": (answer, plan, random) => with_(answer, plan, random, endless(() => answer.body.length > 0 ? answer.body : Buffer.from(" "))),
  redirected: (answer, plan, random) => with_(answer, plan, random, streamOf([answer.body]), { redirected: true }),
  opaque: (answer, plan, random) => with_(answer, plan, random, null, { type: "opaqueredirect", status: 0 }),
  "odd status": (answer, plan, random) => with_(answer, plan, random, streamOf([answer.body]), { status: random.one([65_736, -65_336, NaN, Infinity, undefined, {}, 20]) }),
};
