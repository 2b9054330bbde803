/** What a person does with the page, whatever drives the browser. */

/**
 * The hands and eyes of a person: one for Playwright, one for a WebDriver.
 * @typedef {object} Driver
 * @property {(url: string) => Promise<unknown>} goto
 * @property {() => Promise<unknown>} reload
 * @property {(field: Field, text: string) => Promise<unknown>} fill puts a text in the place of what the field holds
 * @property {(field: Field) => Promise<string>} value
 * @property {(button: Button) => Promise<unknown>} click
 * @property {(...keys: string[]) => Promise<unknown>} type texts and `Enter`, where the caret is
 * @property {() => Promise<unknown>} pasteMessage copies the newest message, and pastes it where the code goes
 * @property {(connected: boolean) => Promise<unknown>} connect
 * @property {(place: Place) => Promise<string>} read the text somebody sees there, in one line
 * @property {(field: "code") => Promise<{ invalid: boolean, description: string }>} described what screen readers are told of it
 * @property {() => Promise<string>} kept all that the page keeps over a reload
 */

/** @typedef {"number" | "code"} Field */
/** @typedef {"send" | "verify" | "skip"} Button */
/** @typedef {"status" | "message" | "page"} Place `message` is the newest one */
/** @typedef {import("./gate.mjs").Gate} Gate */

/**
 * Where scenarios are played.
 * @typedef {object} Stage
 * @property {import("../support/demo.mjs").Demo} demo
 * @property {() => Promise<Gate>} gate a way into the demo that can fail
 * @property {(url?: string) => Promise<Person>} open the page, in a browser that has never seen it
 */

const PATIENCE_MS = 15_000;

export class Person {
  /** @param {Driver} driver */
  constructor(driver) {
    this.driver = driver;
  }

  /** Asks for a code and reads it in the inbox. @param {string} number */
  async requestCode(number) {
    await this.ask(number);
    await this.says(/code is on its way|الرمز في طريقه/);
    return this.readCode();
  }

  /** @param {string} number */
  async ask(number) {
    await this.driver.fill("number", number);
    await this.driver.click("send");
  }

  /** @param {string} code */
  async enter(code) {
    await this.driver.fill("code", code);
    await this.driver.click("verify");
  }

  /** The code of the newest message. */
  async readCode() {
    const text = await this.sees("message", /(?<!\d)\d{6}(?!\d)/);
    return /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? "";
  }

  /** Waits until the status says something like it, and gives the whole text. @param {RegExp} what */
  says(what) {
    return this.sees("status", what);
  }

  /**
   * Waits until something like it stands there, and gives the whole text.
   * @param {Place} place
   * @param {RegExp} what
   */
  async sees(place, what) {
    for (const until = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 30))) {
      const text = (await this.driver.read(place)).replace(/\s+/g, " ").trim();
      if (what.test(text)) return text;
      if (Date.now() > until) throw new Error(`the ${place} should say ${what}, and says: ${text || "nothing"}`);
    }
  }
}

let numbers = 0;

/** Numbers nobody asked a code for yet, of many countries, because budgets are kept per country. */
export function freshNumber() {
  const countries = ["20", "44", "49", "91", "971", "1", "55", "234", "33", "62", "7", "27"];
  const country = countries[numbers % countries.length];
  numbers += 1;
  return `+${country}${String(555000000 + numbers)}`;
}

/** @param {string} number such as `+20555000001` */
export function chatIdOf(number) {
  return `${number.slice(1)}@c.us`;
}

/** A code that is surely another one. @param {string} code */
export function wrongCode(code) {
  return code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
}

/** The same code in Arabic digits. @param {string} code */
export function inArabicDigits(code) {
  return code.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
}
