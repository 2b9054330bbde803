const REDACTED = "[redacted]";

/** A text that prints, concatenates and serialises as `[redacted]`; only `reveal()` gives it. */
export class Secret {
  /** Inside a function, because developer tools show what is in a private field. @type {() => string} */
  #text;

  /** @param {string} text */
  constructor(text) {
    this.#text = () => text;
  }

  /** @returns {string} */
  reveal() {
    return this.#text();
  }

  toString() {
    return REDACTED;
  }

  toJSON() {
    return REDACTED;
  }

  [Symbol.for("nodejs.util.inspect.custom")]() {
    return REDACTED;
  }

  [Symbol.for("Deno.customInspect")]() {
    return REDACTED;
  }
}
