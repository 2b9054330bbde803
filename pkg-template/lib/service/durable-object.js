/** @import { Core } from "./core.js" */
/** @import { Host, Kind, Notice } from "./step.js" */
/** @import { ObjectState, OtpEnv } from "../../worker.js" */
import { Alarm } from "./alarm.js";
import { enclosed } from "./envelope.js";
import { pack } from "./frame.js";
import { failed, responseOf } from "./http.js";
import { run } from "./loop.js";
import { Notices, Sender } from "./notices.js";
import { applier, asked, teller } from "./remote.js";

/** Milliseconds until an object whose waking failed is woken again. */
const WAKE_AGAIN = 30_000;
/** Milliseconds after a notice in which an object that nobody calls stores what was heard: before the platform forgets it. */
const SETTLE = 5_000;

/**
 * The Durable Object class of every kind of object. One object is one state: bytes that the core
 * alone reads.
 * @param {(env: OtpEnv) => Core} coreOf
 * @param {Omit<Host, "apply">} hooks
 * @param {Notices} notices
 */
export function objectClass(coreOf, hooks, notices) {
  return class OtpObject {
    #storage;
    #env;
    /** Whose state it is, as far as it is known. @type {[kind: Kind, name: string] | undefined} */
    #self;
    /** What is stored; `undefined` where it is not known. @type {{ state: Uint8Array | undefined } | undefined} */
    #kept;
    #alarm;
    /** Whether it does what was due. */
    #awake = false;
    #sender = new Sender();
    /** When it last had something to tell, in milliseconds since 1970. */
    #told = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #settling;

    /**
     * @param {ObjectState} state
     * @param {OtpEnv} env
     */
    constructor(state, env) {
      this.#storage = state.storage;
      this.#env = env;
      this.#alarm = new Alarm(state.storage, () => void this.#wake());
    }

    /**
     * Commands, or a flow to be carried on from its command to its answer.
     * @param {Request} request
     */
    async fetch(request) {
      try {
        const { task, kind, name, parts } = await asked(request);
        if (task === "apply") {
          const { headers = {}, body } = enclosed(pack(...this.#apply(kind, name, parts)));
          return new Response(body, { headers });
        }
        const [command, next] = parts;
        const end = await run(coreOf(this.#env), { do: "apply", kind, names: [name], command, next }, this.#host(`${kind}/${name}`));
        if (end.do !== "reply") throw new Error("a flow ended without an answer");
        return responseOf(end);
      } catch (error) {
        return failed(error);
      }
    }

    async alarm() {
      this.#alarm.rang();
      await this.#wake();
    }

    /** Does what is due; nothing where the object was deleted meanwhile. */
    async #wake() {
      try {
        const [kind, name] = (this.#self ??= this.#stored());
        if (name === "") return;
        this.#awake = true;
        const core = coreOf(this.#env);
        const end = await run(core, core.wake(kind, name), this.#host(`${kind}/${name}`));
        if (end.do === "done" && end.again) this.#alarm.ring(Date.now() + WAKE_AGAIN);
      } catch (error) {
        console.error(`hypersender-otp: ${error instanceof Error ? error.name : "an error"} in an alarm`);
        // The platform gives up after a few tries; messages must not wait for a chat's next caller.
        this.#alarm.ring(Date.now() + WAKE_AGAIN);
      } finally {
        this.#awake = false;
      }
    }

    /** An alarm is not told whose it is. @returns {[Kind, string]} */
    #stored() {
      const [kind = "", name = ""] = /** @type {string | undefined} */ (this.#storage.kv.get("self"))?.split("/") ?? [];
      return [/** @type {Kind} */ (kind), name];
    }

    /**
     * Reads, decides and stores, with nothing awaited in between: no other request can come between
     * the charge of a guess and its comparison. The state is written last and by one write, so that
     * nothing has happened if any of this fails.
     * @param {Kind} kind
     * @param {string} name
     * @param {Uint8Array[]} commands
     * @returns {Uint8Array[]} what each of them is answered
     */
    #apply(kind, name, commands) {
      const { kv } = this.#storage;
      const { state: before } = this.#kept ?? { state: /** @type {Uint8Array | undefined} */ (kv.get("state")) };
      // Whatever fails from here on, it is read again.
      this.#kept = undefined;
      this.#self = [kind, name];
      const now = Date.now();
      const heard = this.#sender.heard.splice(0);
      let state = before;
      /** @type {number | undefined} */
      let wakeIn;
      /** @type {Notice[]} */
      let untold = [];
      const results = [...heard, ...commands].map((command) => {
        const turn = coreOf(this.#env).apply(kind, state, command, now);
        if (turn.state !== undefined) state = turn.state ?? undefined;
        if (turn.notices.length > 0) untold = turn.notices;
        wakeIn = turn.wakeIn;
        return turn.result;
      });
      if (state !== undefined && before === undefined) kv.put("self", `${kind}/${name}`);
      this.#alarm.set(now, wakeIn, this.#awake);
      if (state === undefined && before !== undefined) {
        kv.delete("state");
        kv.delete("self");
      } else if (state !== undefined && state !== before) {
        kv.put("state", state);
      }
      this.#kept = { state };
      if (untold.length > 0) this.#tell(kind, name, untold);
      return results.slice(heard.length);
    }

    /**
     * @param {Kind} kind
     * @param {string} name
     * @param {Notice[]} untold
     */
    #tell(kind, name, untold) {
      notices.add(this.#sender, untold, teller(this.#env));
      this.#told = Date.now();
      this.#settling ??= setTimeout(() => this.#settle(kind, name), SETTLE);
    }

    /**
     * @param {Kind} kind
     * @param {string} name
     */
    #settle(kind, name) {
      const left = this.#told + SETTLE - Date.now();
      this.#settling = left > 0 ? setTimeout(() => this.#settle(kind, name), left) : undefined;
      if (left <= 0 && this.#sender.heard.length > 0) this.#apply(kind, name, []);
    }

    /** @param {string} self @returns {Host} */
    #host(self) {
      const remote = applier(this.#env);
      return {
        ...hooks,
        apply: async (kind, names, command) => {
          const own = names.length === 1 && `${kind}/${names[0]}` === self;
          return own ? this.#apply(kind, names[0] ?? "", [command]) : remote(kind, names, command);
        },
      };
    }
  };
}
