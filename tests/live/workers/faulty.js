/**
 * The package's Worker over a storage that fails when it is told to, and alarms that a test rings:
 * `POST /test/faults` with {@link Faults}; `POST /test/ring` rings every chat's alarm.
 */

import service, { OtpBudget, OtpChat, OtpLedger } from "hypersender-otp/worker";

/**
 * @typedef {object} Faults
 * @property {number} failing which call of the chats' storages fails, counted from 0; -1 for none
 * @property {boolean} [after] whether it fails once it has done its work
 * @property {boolean} [alarms] whether alarms ring by themselves
 */

/** @type {Faults} */
let faults = { failing: -1, alarms: true };
let calls = 0;
let failed = 0;

/** Calls, and fails when it is its turn. @param {() => any} work */
function counted(work) {
  const fails = calls++ === faults.failing;
  if (fails) failed += 1;
  if (fails && !faults.after) throw new Error("the disk failed");
  const result = work();
  if (fails) throw new Error("the disk failed afterwards");
  return result;
}

/** @param {any} storage */
const faulty = (storage) => ({
  kv: {
    get: (/** @type {string} */ key) => counted(() => storage.kv.get(key)),
    put: (/** @type {string} */ key, /** @type {any} */ value) => counted(() => storage.kv.put(key, value)),
    delete: (/** @type {string} */ key) => counted(() => storage.kv.delete(key)),
  },
  setAlarm: (/** @type {number} */ at) => counted(() => (faults.alarms ? storage.setAlarm(at) : Promise.resolve())),
});

const { queueMicrotask, setTimeout } = globalThis;
/** An object wakes itself when its alarm is near; where alarms do not ring by themselves, it does not either. @type {any} */
const later = (/** @type {() => void} */ work, /** @type {number} */ ms) => (faults.alarms ? setTimeout(work, ms) : 0);
globalThis.setTimeout = later;
globalThis.queueMicrotask = (work) => (faults.alarms ? queueMicrotask(work) : undefined);

class FaultyChat extends OtpChat {
  /** @param {any} state @param {any} env */
  constructor(state, env) {
    super({ storage: faulty(state.storage) }, env);
  }

  /** @param {Request} request */
  async fetch(request) {
    if (new URL(request.url).pathname !== "/ring") return super.fetch(request);
    // The platform would ring again.
    await super.alarm().catch(() => {});
    return new Response();
  }
}

export { FaultyChat as OtpChat, OtpBudget, OtpLedger };

export default {
  /** @param {Request} request @param {any} env */
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname === "/test/faults") {
      faults = /** @type {Faults} */ (await request.json());
      calls = 0;
      failed = 0;
    } else if (url.pathname === "/test/ring") {
      const name = url.searchParams.get("name") ?? "";
      await env.OTP_CHAT.get(env.OTP_CHAT.idFromName(name)).fetch("https://object/ring");
    } else if (url.pathname !== "/test/state") {
      return service.fetch(request, { ...env, OTP_CHAT: noting(env.OTP_CHAT) });
    }
    return Response.json({ calls, failed, names });
  },
};

/** The chats that were asked for, newest last. @type {string[]} */
const names = [];

/** @param {any} binding */
const noting = (binding) => ({
  idFromName(/** @type {string} */ name) {
    if (!names.includes(name)) names.push(name);
    return binding.idFromName(name);
  },
  get: (/** @type {any} */ id) => binding.get(id),
});
