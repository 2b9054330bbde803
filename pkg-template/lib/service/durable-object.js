/** @import { Core } from "./core.js" */
/** @import { Apply, Host, Kind } from "./step.js" */
/** @import { ObjectState, OtpEnv } from "../../worker.js" */
import { pack, unpack } from "./frame.js";
import { failed, responseOf } from "./http.js";
import { run } from "./loop.js";

/** Milliseconds until an object whose waking failed is woken again. */
const WAKE_AGAIN = 30_000;

/** The binding under which each kind of object is found. */
const BINDINGS = /** @type {const} */ ({ chat: "OTP_CHAT", budget: "OTP_BUDGET", ledger: "OTP_LEDGER", answer: "OTP_LEDGER" });

/**
 * The Durable Object class of every kind of object. One object is one state: bytes that the core
 * alone reads.
 * @param {(env: OtpEnv) => Core} coreOf
 * @param {Omit<Host, "apply">} hooks
 */
export function objectClass(coreOf, hooks) {
  return class OtpObject {
    #storage;
    #env;
    /** When the alarm rings, in milliseconds since 1970, as far as it is known. @type {number | undefined} */
    #alarm;

    /**
     * @param {ObjectState} state
     * @param {OtpEnv} env
     */
    constructor(state, env) {
      this.#storage = state.storage;
      this.#env = env;
    }

    /**
     * One command, or a flow to be carried on from its command to its answer.
     * @param {Request} request
     */
    async fetch(request) {
      try {
        const [, task, kind, name = ""] = new URL(request.url).pathname.split("/");
        const [command, next] = unpack(new Uint8Array(await request.arrayBuffer()));
        const own = /** @type {Kind} */ (kind);
        if (task === "apply") return new Response(/** @type {Uint8Array<ArrayBuffer>} */ (this.#apply(own, name, command)));
        const end = await run(coreOf(this.#env), { do: "apply", kind: own, names: [name], command, next }, this.#host(`${kind}/${name}`));
        if (end.do !== "reply") throw new Error("a flow ended without an answer");
        return responseOf(end);
      } catch (error) {
        return failed(error);
      }
    }

    async alarm() {
      this.#alarm = undefined;
      const self = /** @type {string | undefined} */ (this.#storage.kv.get("self"));
      // Deleted while the alarm was on its way.
      if (self === undefined) return;
      try {
        const [kind = "", name = ""] = self.split("/");
        const core = coreOf(this.#env);
        const end = await run(core, core.wake(kind, name), this.#host(self));
        if (end.do === "done" && end.again) this.#ring(Date.now() + WAKE_AGAIN);
      } catch (error) {
        console.error(`hypersender-otp: ${error instanceof Error ? error.name : "an error"} in an alarm`);
        // The platform gives up after a few tries; messages must not wait for a chat's next caller.
        this.#ring(Date.now() + WAKE_AGAIN);
      }
    }

    /**
     * Reads, decides and stores, with nothing awaited in between: no other request can come between
     * the charge of a guess and its comparison.
     * @param {Kind} kind
     * @param {string} name
     * @param {Uint8Array} command
     */
    #apply(kind, name, command) {
      const { kv } = this.#storage;
      return this.#storage.transactionSync(() => {
        const before = /** @type {Uint8Array | undefined} */ (kv.get("state"));
        const now = Date.now();
        const { state, result, wakeIn } = coreOf(this.#env).apply(kind, before, command, now);
        if (state === null) {
          kv.delete("state");
          kv.delete("self");
        } else if (state !== undefined) {
          kv.put("state", state);
          // An alarm is not told whose it is.
          if (before === undefined) kv.put("self", `${kind}/${name}`);
        }
        this.#ring(wakeIn === undefined ? undefined : now + wakeIn);
        return result;
      });
    }

    /** @param {number | undefined} at milliseconds since 1970 */
    #ring(at) {
      if (at === this.#alarm) return;
      this.#alarm = at;
      // Written with everything else of this turn; the answer waits until that is on the disk.
      void (at === undefined ? this.#storage.deleteAlarm() : this.#storage.setAlarm(at));
    }

    /** @param {string} self @returns {Host} */
    #host(self) {
      const remote = applier(this.#env);
      return {
        ...hooks,
        apply: async (kind, names, command) => {
          const own = names.length === 1 && `${kind}/${names[0]}` === self;
          return own ? [this.#apply(kind, names[0] ?? "", command)] : remote(kind, names, command);
        },
      };
    }
  };
}

/**
 * Applies commands to objects that live elsewhere.
 * @param {OtpEnv} env
 * @returns {Host["apply"]}
 */
export function applier(env) {
  return (kind, names, command) => Promise.all(names.map(async (name) => {
    const answer = await stub(env, kind, name).fetch(`https://object/apply/${kind}/${name}`, { method: "POST", body: pack(command, new Uint8Array()) });
    if (!answer.ok) throw new Error("an object failed");
    return new Uint8Array(await answer.arrayBuffer());
  }));
}

/**
 * Has a chat carry on a flow from the step that concerns it; the answer is the caller's.
 * @param {OtpEnv} env
 * @param {Apply} step
 */
export function carryOn(env, { kind, names: [name = ""], command, next }) {
  return stub(env, kind, name).fetch(`https://object/flow/${kind}/${name}`, { method: "POST", body: pack(command, next) });
}

/**
 * @param {OtpEnv} env
 * @param {Kind} kind
 * @param {string} name
 */
function stub(env, kind, name) {
  const binding = env[BINDINGS[kind]];
  return binding.get(binding.idFromName(`${kind}/${name}`));
}
