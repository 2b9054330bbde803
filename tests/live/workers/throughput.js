/**
 * The package's Worker over a storage that counts what is written, and bare Durable Objects that only
 * write. `POST /test/cost` gives what was counted since the start as a {@link Cost}; `POST /bare?turns=N&writes=M`
 * has N objects called one after the other, a chat's own last, each of which writes M times.
 */

import service, { OtpBudget, OtpChat, OtpLedger } from "hypersender-otp/worker";

/** Calls and alarms of objects, and what they wrote, alarms that were set included. @typedef {{ turns: number, writes: number }} Cost */

/** As long as a chat's state, and another each time: SQLite leaves a page alone that would stay as it is. */
const VALUE = new Uint8Array(300).fill(7);
const count = new DataView(VALUE.buffer);

/** Writes as often as it is told, and decides nothing. */
export class Bare {
  /** @param {any} state */
  constructor(state) {
    this.storage = state.storage;
  }

  /** @param {Request} request */
  async fetch(request) {
    const writes = Number(request.headers.get("writes"));
    for (let at = 0; at < writes; at++) {
      count.setUint32(0, count.getUint32(0) + 1);
      this.storage.kv.put(`key ${at}`, VALUE);
    }
    return Response.json({ success: true });
  }
}

/** @type {Cost} */
const cost = { turns: 0, writes: 0 };

/** The same object over a storage that counts. @param {any} Base */
const counted = (Base) => class extends Base {
  /** @param {any} state @param {any} env */
  constructor({ storage }, env) {
    super({
      storage: {
        kv: {
          get: (/** @type {string} */ key) => storage.kv.get(key),
          put: (/** @type {string} */ key, /** @type {any} */ value) => (cost.writes++, storage.kv.put(key, value)),
          delete: (/** @type {string} */ key) => (cost.writes++, storage.kv.delete(key)),
        },
        setAlarm: (/** @type {number} */ at) => (cost.writes++, storage.setAlarm(at)),
      },
    }, env);
  }

  /** @param {Request} request */
  fetch(request) {
    cost.turns++;
    return super.fetch(request);
  }

  alarm() {
    cost.turns++;
    return super.alarm();
  }
};

const CountedChat = counted(OtpChat);
const CountedBudget = counted(OtpBudget);
const CountedLedger = counted(OtpLedger);
export { CountedBudget as OtpBudget, CountedChat as OtpChat, CountedLedger as OtpLedger };

export default {
  /** @param {Request} request @param {any} env */
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/test/cost") return Response.json(cost);
    return pathname === "/bare" ? bare(request, searchParams, env) : service.fetch(request, env);
  },
};

/** As many as the service has for budget and list. */
const SHARDS = 80;
let shard = 0;

/** @param {Request} request @param {URLSearchParams} asked @param {any} env */
async function bare(request, asked, env) {
  const { chatId } = /** @type {any} */ (await request.json());
  const headers = { writes: asked.get("writes") ?? "0" };
  for (let turn = Number(asked.get("turns")); ; turn--) {
    const object = env.BARE.get(env.BARE.idFromName(turn > 1 ? `shard ${shard++ % SHARDS}` : chatId));
    const answer = await object.fetch("https://object/", { headers });
    if (turn <= 1) return answer;
    await answer.text();
  }
}
