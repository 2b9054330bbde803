/** @import { ObjectState } from "../../worker.js" */

/** Milliseconds within which an object wakes itself: an alarm costs as much as a call, and waits while the machine is busy. */
const NEAR = 2_000;
/** Milliseconds until the alarm rings all the same, since only an alarm outlives a crash. */
const BACKUP = 30_000;
/** Milliseconds that an alarm so far away rings later at most, so that what began together does not ring together. */
const SPREAD = 15_000;

/** When one Durable Object has something to do. */
export class Alarm {
  #storage;
  #wake;
  /** When the alarm rings, in milliseconds since 1970, as far as it is known. @type {number | undefined} */
  #at;
  /** When the object wakes itself. @type {{ at: number, timer: ReturnType<typeof setTimeout> } | undefined} */
  #soon;

  /**
   * @param {ObjectState["storage"]} storage
   * @param {() => void} wake
   */
  constructor(storage, wake) {
    this.#storage = storage;
    this.#wake = wake;
  }

  /** It rang. */
  rang() {
    this.#at = undefined;
  }

  /**
   * @param {number} now
   * @param {number | undefined} wakeIn milliseconds; `undefined` for never
   * @param {boolean} awake whether the object does what was due already: what is due again by then waits
   */
  set(now, wakeIn = Infinity, awake) {
    const at = now + wakeIn;
    const near = wakeIn <= NEAR;
    // What is due at once is done in this very turn, and written with it; but never round and round.
    if (wakeIn === 0 && !awake) queueMicrotask(this.#wake);
    else if (!near) this.#sleep();
    else if (this.#soon === undefined || at < this.#soon.at || this.#soon.at < now) {
      this.#sleep();
      const timer = setTimeout(() => {
        this.#soon = undefined;
        this.#wake();
      }, wakeIn);
      this.#soon = { at, timer };
    }
    this.ring(near ? now + BACKUP : at);
  }

  /**
   * Has the alarm ring soon after. One that rings too early finds nothing to do and is set anew, which
   * costs less than to put it off whenever there is a little more time.
   * @param {number} at milliseconds since 1970; Infinity for never
   */
  ring(at) {
    const now = Date.now();
    const spread = at < now + BACKUP ? 0 : SPREAD;
    if (at === Infinity || (this.#at !== undefined && now <= this.#at && this.#at <= at + spread)) return;
    this.#at = at + Math.floor(Math.random() * spread);
    // Written with everything else of this turn; the answer waits until that is on the disk.
    void this.#storage.setAlarm(this.#at);
  }

  /** Wakes itself no more. */
  #sleep() {
    clearTimeout(this.#soon?.timer);
    this.#soon = undefined;
  }
}
