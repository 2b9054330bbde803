/**
 * The package's Worker, and races that are run inside it: over HTTP requests arrive one by one, and
 * a broken object would look whole. `POST /test/race` with a {@link Race} gives what the answers were.
 */

import service, { OtpBudget, OtpChat, OtpLedger } from "hypersender-otp/worker";
import { Core } from "hypersender-otp/lib/service/core.js";
import { applier } from "hypersender-otp/lib/service/remote.js";
import { opened } from "hypersender-otp/lib/service/envelope.js";
import { unpack } from "hypersender-otp/lib/service/frame.js";
import { responseOf } from "hypersender-otp/lib/service/http.js";
import { run } from "hypersender-otp/lib/service/loop.js";

export { OtpBudget, OtpChat, OtpLedger };

/** @typedef {{ baseUrl: string, token: string, chatId: string, guess: "right" | "wrong", parallel: number, twin: boolean }} Race */

/**
 * The broken twin of OtpChat: the same core and the same storage, with one await between reading and
 * writing. Races that do not find it out would find nothing.
 */
export class TwinChat {
  /** @param {any} state @param {any} env */
  constructor(state, env) {
    this.storage = state.storage;
    this.env = env;
    this.core = new Core(env, "env");
  }

  /** @param {Request} request */
  async fetch(request) {
    const [, , kind = "", name = ""] = new URL(request.url).pathname.split("/");
    const [command, next] = unpack(await opened(request));
    const remote = applier({ ...this.env, OTP_CHAT: this.env.TWIN_CHAT });
    /** @type {any} */
    const host = {
      challenge: async () => false, fetch, onEvent: () => {},
      apply: async (/** @type {any} */ asked, /** @type {string[]} */ names, /** @type {Uint8Array} */ told) =>
        asked === kind && names[0] === name ? [await this.apply(kind, told)] : remote(asked, names, told),
    };
    const end = await run(this.core, this.core.resume(next, [await this.apply(kind, command)]), host);
    return responseOf(/** @type {any} */ (end));
  }

  /** @param {string} kind @param {Uint8Array} command */
  async apply(kind, command) {
    const before = this.storage.kv.get("state");
    await new Promise((resolve) => setTimeout(resolve, 1));
    const { state, result } = this.core.apply(kind, before, command, Date.now());
    if (state) this.storage.kv.put("state", state);
    return result;
  }
}

export default {
  /** @param {Request} request @param {any} env */
  async fetch(request, env) {
    if (new URL(request.url).pathname !== "/test/race") return service.fetch(request, env);
    const race = /** @type {Race} */ (await request.json());
    return Response.json(await raced(race, race.twin ? { ...env, OTP_CHAT: env.TWIN_CHAT } : env));
  },
};

/** @param {Race} race @param {any} env */
async function raced({ baseUrl, token, chatId, guess, parallel }, env) {
  const call = async (/** @type {string} */ route, /** @type {object} */ body) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const answer = await service.fetch(new Request(`${baseUrl}/${route}`, { method: "POST", headers, body: JSON.stringify(body) }), env);
    return { status: answer.status, body: /** @type {any} */ (await answer.json()) };
  };
  const asked = await call("request-code", { chatId });
  if (asked.status !== 200) return { failed: asked };
  const { code, uuid } = asked.body.data;
  const wrong = code.slice(0, -1) + (code.endsWith("7") ? "3" : "7");
  const body = { chatId, code: guess === "right" ? code : wrong, uuid };
  const answers = await Promise.all(Array.from({ length: parallel }, () => call("validate-code", body)));
  const after = await call("validate-code", { ...body, code });
  return { tally: tallied(answers), after: word(after), uuid };
}

/** @param {{ status: number, body: any }} answer */
const word = ({ status, body }) => (status === 200 ? "validated" : `${status} ${body.error?.code}`);

/** @param {{ status: number, body: any }[]} answers */
function tallied(answers) {
  /** @type {Record<string, number>} */
  const tally = {};
  for (const answer of answers) tally[word(answer)] = (tally[word(answer)] ?? 0) + 1;
  return tally;
}
