/**
 * A ready Cloudflare Worker: the OTP service, with one Durable Object for each chat.
 *
 * The core decides everything; this file brings it bytes, the time and random bytes, and stores
 * what it is told to store.
 */

import { chat, configure, deliver, initSync, maxBody, plan, randomBytes, stateToStore } from "./wasm/service.js";
import module from "./wasm/service_bg.wasm";

/**
 * @typedef {import("./worker.js").OtpEnv} OtpEnv
 * @typedef {import("./worker.js").ObjectState} ObjectState
 * @typedef {[method: string, url: string, headers: string, body: Uint8Array]} Parts
 * @typedef {{ status: number, headers: [string, string][], body: string | null }} Reply
 * @typedef {{ reply: Reply, changed: boolean, messages: object[] }} Turn
 */

/** One chat of one instance; its name is a keyed hash, and it stores neither number nor code. */
export class OtpChat {
  #storage;
  #env;

  /**
   * @param {ObjectState} state
   * @param {OtpEnv} env
   */
  constructor(state, env) {
    this.#storage = state.storage;
    this.#env = env;
  }

  /** @param {Request} request */
  fetch(request) {
    return answer(this.#env, async () => {
      const parts = await read(request);
      const random = crypto.getRandomValues(new Uint8Array(randomBytes()));
      // Nothing is awaited between reading and writing, so no other request comes in between.
      const turn = this.#storage.transactionSync(() => {
        const before = this.#storage.kv.get("chat");
        /** @type {Turn} */
        const turn = JSON.parse(chat(...parts, before, Date.now(), random));
        if (turn.changed) this.#storage.kv.put("chat", stateToStore());
        return turn;
      });
      // A message whose code was never stored could not be validated.
      await this.#storage.sync();
      for (const message of turn.messages) deliver(JSON.stringify(message));
      return response(turn.reply);
    });
  }
}

export default {
  /**
   * @param {Request} request
   * @param {OtpEnv} env
   */
  fetch(request, env) {
    return answer(env, async () => {
      const parts = await read(request);
      /** @type {{ reply: Reply } | { object: string }} */
      const next = JSON.parse(plan(...parts, Date.now()));
      if ("reply" in next) return response(next.reply);
      const [method, url, , body] = parts;
      const object = env.OTP_CHAT.get(env.OTP_CHAT.idFromName(next.object));
      return object.fetch(url, { method, headers: request.headers, body });
    });
  },
};

let running = false;
/** What this Worker cannot start without, once that is known. */
let refused = "";

/**
 * Answers whatever happens: a refused start, a trap in the core and a failing storage included.
 * @param {OtpEnv} env
 * @param {() => Promise<Response>} work
 */
async function answer(env, work) {
  try {
    if (!running) start(env);
    return refused === "" ? await work() : failure("misconfigured", refused);
  } catch (error) {
    // After a trap the instance is of no use any more; it holds nothing that is needed again.
    if (error instanceof WebAssembly.RuntimeError) running = false;
    console.error(`hypersender-otp: ${error instanceof Error ? error.name : "an error"} in a request`);
    return failure("internal", "The service failed; nothing is known of the outcome.");
  }
}

/** @param {OtpEnv} env */
function start(env) {
  initSync({ module });
  const sentence = configure(env);
  const wrong = sentence || (env.OTP_CHAT ? "" : "OTP_CHAT is missing: bind it to the Durable Object class OtpChat.");
  if (wrong !== refused) console.error(`hypersender-otp cannot start: ${wrong}`);
  refused = wrong;
  running = true;
}

/**
 * The parts of a request that the core reads; of a body that is too long only the beginning.
 * @param {Request} request
 * @returns {Promise<Parts>}
 */
async function read(request) {
  const headers = [...request.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  const body = new Uint8Array(maxBody() + 1);
  let size = 0;
  const reader = request.body?.getReader();
  while (reader && size < body.length) {
    const { done, value } = await reader.read();
    if (done) break;
    const part = value.subarray(0, body.length - size);
    body.set(part, size);
    size += part.length;
  }
  if (size === body.length) await reader?.cancel();
  return [request.method, request.url, headers, body.subarray(0, size)];
}

/** @param {Reply} reply */
function response({ status, headers, body }) {
  return new Response(body, { status, headers });
}

/**
 * The one answer that the core cannot give, because it is what failed.
 * @param {string} code
 * @param {string} message
 */
function failure(code, message) {
  const body = { success: false, message, error: { code }, data: null };
  return Response.json(body, { status: 500, headers: { "cache-control": "no-store" } });
}
