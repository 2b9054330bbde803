/** @import { Notice } from "./step.js" */

/** Milliseconds that notices are gathered for: a ledger takes in many at the price of one. */
const GATHER = 1_000;
/** Ledgers that are told at once: more of them would keep callers waiting. */
const LANES = 8;

/** Hands commands to one ledger, all in one turn. @typedef {(ledger: string, commands: Uint8Array[]) => Promise<unknown>} Tell */

/** What one object has to tell, and what came of it. */
export class Sender {
  /** All that no ledger confirmed, as of the object's last turn. @type {Notice[]} */
  untold = [];
  /** Commands by which the object is told what was heard; its next turn carries them out first. @type {Uint8Array[]} */
  heard = [];
}

/** The notices of all objects that live in this isolate. */
export class Notices {
  /** @type {Set<Sender>} */
  #senders = new Set();
  /** When the timer rings that is set, in milliseconds since 1970. */
  #due = 0;

  /**
   * Has them told before long. What is lost with this isolate the object's alarm brings again.
   * @param {Sender} sender
   * @param {Notice[]} notices
   * @param {Tell} tell
   */
  add(sender, notices, tell) {
    sender.untold = notices;
    this.#senders.add(sender);
    const now = Date.now();
    // One that is overdue may have gone with the object that set it.
    if (now <= this.#due) return;
    this.#due = now + GATHER;
    setTimeout(() => void this.flush(tell), GATHER);
  }

  /**
   * Tells all of it now; what fails is told again by its sender's alarm.
   * @param {Tell} tell
   */
  async flush(tell) {
    this.#due = 0;
    /** @type {Map<string, (Notice & { sender: Sender })[]>} */
    const ledgers = new Map();
    for (const sender of this.#senders) {
      for (const notice of sender.untold.splice(0)) {
        const known = ledgers.get(notice.ledger) ?? [];
        ledgers.set(notice.ledger, known);
        known.push({ ...notice, sender });
      }
    }
    this.#senders.clear();
    const left = ledgers.entries();
    await Promise.all(Array.from({ length: LANES }, async () => {
      for (const [ledger, notices] of left) {
        try {
          await tell(ledger, notices.map(({ command }) => command));
        } catch (error) {
          console.error(`hypersender-otp: ${error instanceof Error ? error.name : "an error"} in a ledger`);
          continue;
        }
        for (const { sender, heard } of notices) {
          // What it said since then takes this in, and will be confirmed instead.
          if (sender.untold.length === 0) sender.heard.push(heard);
        }
      }
    }));
  }
}
