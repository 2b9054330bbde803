/** @import { Core } from "./core.js" */
/** @import { Host, Kind } from "./step.js" */
/** @import { ObjectState, OtpEnv } from "../../worker.js" */
import { enclosed } from "./envelope.js";
import { failed, responseOf } from "./http.js";
import { run } from "./loop.js";
import { applier, asked } from "./remote.js";

/** Milliseconds until an object whose waking failed is woken again. */
const WAKE_AGAIN = 30_000;
/** Milliseconds within which an object wakes itself: an alarm costs as much as a call, and waits while the machine is busy. */
const NEAR = 2_000;
/** Milliseconds until the alarm rings all the same, since only an alarm outlives a crash; up to half as many more, so that what began together does not ring together. */
const BACKUP = 10_000;

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
    /** What is stored; `undefined` where it is not known. @type {{ state: Uint8Array | undefined } | undefined} */
    #kept;
    /** When the alarm rings, in milliseconds since 1970, as far as it is known. @type {number | undefined} */
    #alarm;
    /** When it wakes itself. @type {{ at: number, timer: ReturnType<typeof setTimeout> } | undefined} */
    #soon;
    /** Whether it does what was due. */
    #awake = false;

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
        const { task, kind, name, command, next } = await asked(request);
        if (task === "apply") {
          const { headers = {}, body } = enclosed(this.#apply(kind, name, command));
          return new Response(body, { headers });
        }
        const end = await run(coreOf(this.#env), { do: "apply", kind, names: [name], command, next }, this.#host(`${kind}/${name}`));
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
      const [kind = "", name = ""] = self.split("/");
      await this.#wake(/** @type {Kind} */ (kind), name);
    }

    /**
     * @param {Kind} kind
     * @param {string} name
     */
    async #wake(kind, name) {
      try {
        this.#awake = true;
        const core = coreOf(this.#env);
        const end = await run(core, core.wake(kind, name), this.#host(`${kind}/${name}`));
        if (end.do === "done" && end.again) this.#ring(Date.now() + WAKE_AGAIN);
      } catch (error) {
        console.error(`hypersender-otp: ${error instanceof Error ? error.name : "an error"} in an alarm`);
        // The platform gives up after a few tries; messages must not wait for a chat's next caller.
        this.#ring(Date.now() + WAKE_AGAIN);
      } finally {
        this.#awake = false;
      }
    }

    /**
     * Reads, decides and stores, with nothing awaited in between: no other request can come between
     * the charge of a guess and its comparison. The state is written last and by one write, so that
     * nothing has happened if any of this fails.
     * @param {Kind} kind
     * @param {string} name
     * @param {Uint8Array} command
     */
    #apply(kind, name, command) {
      const { kv } = this.#storage;
      const { state: before } = this.#kept ?? { state: /** @type {Uint8Array | undefined} */ (kv.get("state")) };
      // Whatever fails from here on, it is read again.
      this.#kept = undefined;
      const now = Date.now();
      const { state = before, result, wakeIn } = coreOf(this.#env).apply(kind, before, command, now);
      // An alarm is not told whose it is.
      if (state && before === undefined) kv.put("self", `${kind}/${name}`);
      this.#wakeIn(kind, name, now, wakeIn);
      if (state === null) {
        kv.delete("state");
        kv.delete("self");
      } else if (state !== undefined && state !== before) {
        kv.put("state", state);
      }
      this.#kept = { state: state ?? undefined };
      return result;
    }

    /**
     * @param {Kind} kind
     * @param {string} name
     * @param {number} now
     * @param {number | undefined} wakeIn milliseconds
     */
    #wakeIn(kind, name, now, wakeIn = Infinity) {
      const at = now + wakeIn;
      const near = wakeIn <= NEAR;
      // What is due at once is done in this very turn, and written with it; but never round and round.
      if (wakeIn === 0 && !this.#awake) queueMicrotask(() => void this.#wake(kind, name));
      else if (!near) this.#sleep();
      else if (this.#soon === undefined || at < this.#soon.at || this.#soon.at < now) {
        this.#sleep();
        const timer = setTimeout(() => {
          this.#soon = undefined;
          void this.#wake(kind, name);
        }, wakeIn);
        this.#soon = { at, timer };
      }
      this.#ring(Math.max(at, near ? now + BACKUP * (1 + Math.random() / 2) : 0));
    }

    /** Wakes itself no more. */
    #sleep() {
      clearTimeout(this.#soon?.timer);
      this.#soon = undefined;
    }

    /**
     * Has the alarm ring by then. One that rings too early finds nothing to do and is set anew, which
     * costs less than to put it off whenever there is a little more time.
     * @param {number} at milliseconds since 1970; Infinity for never
     */
    #ring(at) {
      const known = this.#alarm;
      if (at === Infinity || (known !== undefined && Date.now() <= known && known <= at)) return;
      // Written with everything else of this turn; the answer waits until that is on the disk.
      void this.#storage.setAlarm(at);
      this.#alarm = at;
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
