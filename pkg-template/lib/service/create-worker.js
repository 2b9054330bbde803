/** @import { OtpEnv, WorkerHooks } from "../../worker.js" */
/** @import { Host } from "./step.js" */
import { OtpError } from "../otp-error.js";
import { Core } from "./core.js";
import { objectClass } from "./durable-object.js";
import { again, failed, partsOf, problem, responseOf } from "./http.js";
import { run, tell } from "./loop.js";
import { Notices } from "./notices.js";
import { applier, carryOn, teller } from "./remote.js";

const CLASSES = /** @type {const} */ ({ OTP_CHAT: "OtpChat", OTP_BUDGET: "OtpBudget", OTP_LEDGER: "OtpLedger" });

/** @type {typeof import("../../worker.js").createWorker} */
export function createWorker({ challenge, onEvent = () => {} } = {}) {
  /** @type {Core | undefined} */
  let core;
  /** @param {OtpEnv} env */
  const coreOf = (env) => (core ??= started(env, challenge !== undefined, onEvent));
  /** @type {Omit<Host, "apply">} */
  const hooks = {
    // Asked before a chat is, so an object never has to.
    challenge: () => Promise.resolve(false),
    fetch: (url, init) => fetch(url, init),
    onEvent,
  };
  const notices = new Notices();
  const OtpObject = objectClass(coreOf, hooks, notices);

  return {
    async fetch(request, env) {
      try {
        const core = coreOf(env);
        const parts = await partsOf(request, core.maxBody);
        /** @type {Host} */
        const host = {
          ...hooks,
          apply: async (kind, names, command) => {
            // What was done here is seen here.
            if (kind === "ledger") await notices.flush(teller(env));
            return applier(env)(kind, names, command);
          },
          challenge: async (asked) => (await challenge?.(again(request, parts), asked, env)) === true,
        };
        const last = await run(core, core.begin(parts), host, ({ kind }) => kind === "chat");
        if (last.do === "apply") return await carryOn(env, last);
        if (last.do === "reply") return responseOf(last);
        throw new Error("a flow ended without an answer");
      } catch (error) {
        if (error instanceof OtpError && error.code === "invalid_argument") return problem(500, "misconfigured", error.message);
        return failed(error);
      }
    },
    OtpChat: class OtpChat extends OtpObject {},
    OtpBudget: class OtpBudget extends OtpObject {},
    OtpLedger: class OtpLedger extends OtpObject {},
  };
}

/**
 * @param {OtpEnv} env
 * @param {boolean} challenged
 * @param {Host["onEvent"]} onEvent
 */
function started(env, challenged, onEvent) {
  try {
    for (const [binding, name] of Object.entries(CLASSES)) {
      if (!Object.hasOwn(env, binding)) throw new OtpError("invalid_argument", `${binding} is missing: bind it to the Durable Object class ${name}.`);
    }
    const core = new Core({ ...settingsOf(env), OTP_CHALLENGE: String(challenged) }, "env");
    tell(onEvent, { type: "started", ...core.summary });
    return core;
  } catch (error) {
    if (error instanceof OtpError) console.error(`hypersender-otp cannot start: ${error.message}`);
    throw error;
  }
}

/**
 * The service's own among a Worker's bindings.
 * @param {OtpEnv} env
 */
function settingsOf(env) {
  const own = Object.entries(env).filter(([name]) => /^(HYPERSENDER_)?OTP_/.test(name) && !Object.hasOwn(CLASSES, name));
  return Object.fromEntries(own);
}
