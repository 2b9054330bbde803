/** @import { Store } from "../../service.js" */
/** @import { Core } from "./core.js" */
/** @import { Host, Kind, Notice } from "./step.js" */
import { OtpError } from "../otp-error.js";
import { within } from "../deadline.js";
import { run } from "./loop.js";

/** How often one command is tried again because another process was faster. */
const MAX_TRIES = 32;
/** Milliseconds until a store that does not answer has failed. */
const STORE_TIMEOUT = 10_000;
/** Milliseconds until an object whose waking failed is woken again. */
const WAKE_AGAIN = 30_000;
/** The longest delay that timers keep to, in milliseconds. */
const MAX_DELAY = 2 ** 31 - 1;

/** Objects in a store with one atomic compare-and-swap: each is one key. */
export class StoreHost {
  #core;
  #store;
  #hooks;
  /** The last command of each key; one process has no need to compete with itself. @type {Map<string, Promise<unknown>>} */
  #lanes = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #timers = new Map();
  /** What chats have not told yet, by their names. @type {Map<string, Notice[]>} */
  #untold = new Map();

  /**
   * @param {Pick<Core, "apply" | "resume" | "wake">} core
   * @param {Store} store
   * @param {Omit<Host, "apply">} hooks
   */
  constructor(core, store, hooks) {
    this.#core = core;
    this.#store = store;
    this.#hooks = hooks;
  }

  /**
   * The host of one flow.
   * @param {Partial<Host>} [own]
   * @returns {Host}
   */
  host(own) {
    return { ...this.#hooks, ...own, apply: (kind, names, command) => Promise.all(names.map((name) => this.#inLane(kind, name, command))) };
  }

  /**
   * @param {Kind} kind
   * @param {string} name
   * @param {Uint8Array} command
   */
  async #inLane(kind, name, command) {
    const key = `${kind}/${name}`;
    const turn = (this.#lanes.get(key) ?? Promise.resolve()).then(() => this.#apply(kind, name, command));
    const ended = turn.catch(() => {});
    this.#lanes.set(key, ended);
    try {
      return await turn;
    } finally {
      if (this.#lanes.get(key) === ended) this.#lanes.delete(key);
    }
  }

  /**
   * @param {Kind} kind
   * @param {string} name
   * @param {Uint8Array} command
   */
  async #apply(kind, name, command) {
    const key = `${kind}/${name}`;
    for (let left = MAX_TRIES; left > 0; left--) {
      const found = await answered(() => this.#store.get(key));
      const { state, result, wakeIn, notices } = this.#core.apply(kind, found?.value, command, Date.now());
      const unchanged = state === undefined || (state === null && found === undefined);
      if (unchanged || (await answered(() => this.#store.compareAndSwap(key, found?.version, state ?? undefined))) === true) {
        this.#ring(kind, name, wakeIn);
        if (notices.length > 0) this.#untold.set(name, notices);
        return result;
      }
    }
    throw new OtpError("internal", "Other processes were faster each time");
  }

  /** Tells ledgers what chats have for them; what fails is told again when the chat wakes. */
  async tell() {
    const untold = [...this.#untold];
    this.#untold.clear();
    await Promise.all(untold.map(async ([name, notices]) => {
      try {
        for (const { ledger, command, heard } of notices) {
          await this.#inLane("ledger", ledger, command);
          await this.#inLane("chat", name, heard);
        }
      } catch (error) {
        console.error(`hypersender-otp: ${error instanceof Error ? error.name : "an error"} in a ledger`);
      }
    }));
  }

  /**
   * @param {Kind} kind
   * @param {string} name
   * @param {number | undefined} wakeIn milliseconds
   */
  #ring(kind, name, wakeIn) {
    const key = `${kind}/${name}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (wakeIn === undefined) return;
    const timer = setTimeout(() => void this.#wake(kind, name), Math.min(wakeIn, MAX_DELAY));
    // A program that has nothing else to do may end.
    /** @type {any} */ (timer).unref?.();
    this.#timers.set(key, timer);
  }

  /**
   * @param {Kind} kind
   * @param {string} name
   */
  async #wake(kind, name) {
    this.#timers.delete(`${kind}/${name}`);
    try {
      const end = await run(this.#core, this.#core.wake(kind, name), this.host());
      await this.tell();
      if (end.do === "done" && end.again) this.#ring(kind, name, WAKE_AGAIN);
    } catch (error) {
      console.error(`hypersender-otp: ${error instanceof Error ? error.name : "an error"} in a timer`);
      this.#ring(kind, name, WAKE_AGAIN);
    }
  }
}

/**
 * One call of the store. Without an end to it all later commands to the same object would wait, too.
 * @template {object | boolean | undefined} T
 * @param {() => Promise<T>} call
 * @returns {Promise<T>}
 */
async function answered(call) {
  const answer = await within(call, Date.now() + STORE_TIMEOUT, undefined);
  if (typeof answer === "number") throw new OtpError("internal", "The store did not answer in time");
  return /** @type {T} */ (answer);
}
