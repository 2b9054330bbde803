/** Random numbers that come again with the same seed. */
export class Random {
  #state;

  /** @param {number} seed @param {number} [index] */
  constructor(seed, index = 0) {
    // Each call's own stream, so that one call can be replayed without those before it.
    this.#state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
    for (let warm = 0; warm < 4; warm++) this.fraction();
  }

  /** From 0 up to, but not, 1 (mulberry32). */
  fraction() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number below it. @param {number} bound */
  below(bound) {
    return Math.floor(this.fraction() * bound);
  }

  /** @param {number} share */
  chance(share) {
    return this.fraction() < share;
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  one(list) {
    return /** @type {T} */ (list[this.below(list.length)]);
  }
}
