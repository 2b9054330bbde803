/** `<otp-input>`: one real input for a code, shown as boxes. Importing this file defines it, where there is a page. */

import { style } from "./lib/element/style.js";
import { pasted, typed } from "./lib/element/typed.js";

/** On a server there is no such class, and nothing is defined. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** What the core allows of a code: 1 to 64 characters. */
const MAX_LENGTH = 64;

const MIRRORED = ["readonly", "required", "placeholder", "aria-invalid"];

export class OtpInput extends Base {
  static formAssociated = true;
  static observedAttributes = ["length", "characters", "value", "disabled", "aria-label", "aria-describedby", ...MIRRORED];

  #internals = this.attachInternals();
  #input = document.createElement("input");
  #boxes = document.createElement("div");
  #custom = "";
  /** Whether the value is still the attribute's. */
  #untouched = true;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [style()];
    const field = document.createElement("div");
    field.className = "field";
    this.#boxes.className = "boxes";
    this.#boxes.part.add("boxes");
    this.#boxes.ariaHidden = "true";
    const input = this.#input;
    input.part.add("input");
    input.autocomplete = "one-time-code";
    input.spellcheck = false;
    input.enterKeyHint = "done";
    input.setAttribute("autocorrect", "off");
    field.append(this.#boxes, input);
    root.append(field);
    input.addEventListener("input", (event) => this.#edited(/** @type {InputEvent} */ (event)));
    input.addEventListener("compositionend", () => this.#edited());
    input.addEventListener("paste", (event) => this.#paste(event));
    input.addEventListener("keydown", (event) => {
      // Only a form's own inputs submit it by themselves.
      if (event.key === "Enter" && !event.isComposing) this.#submit();
    });
    // A change does not leave a shadow tree by itself.
    input.addEventListener("change", () => this.dispatchEvent(new Event("change", { bubbles: true })));
    for (const name of ["focus", "blur", "keyup", "pointerup", "select", "selectionchange"]) {
      input.addEventListener(name, () => this.#mark());
    }
    input.addEventListener("focus", () => this.#describe());
    this.#shape();
  }

  connectedCallback() {
    // Labels that stand behind the element are there once the parser has gone on.
    queueMicrotask(() => this.#describe());
    // The browser looked for what to focus before this was more than an unknown element.
    if (this.hasAttribute("autofocus") && this.ownerDocument.activeElement === this.ownerDocument.body) this.focus();
  }

  attributeChangedCallback() {
    for (const name of MIRRORED) {
      const value = this.getAttribute(name);
      if (value === null) this.#input.removeAttribute(name);
      else this.#input.setAttribute(name, value);
    }
    this.#input.disabled = this.matches(":disabled");
    this.#shape();
    this.#describe();
  }

  /** @param {boolean} disabled */
  formDisabledCallback(disabled) {
    this.#input.disabled = disabled;
    this.#tell();
  }

  formResetCallback() {
    this.#untouched = true;
    this.#put(this.defaultValue);
  }

  /** @param {unknown} state */
  formStateRestoreCallback(state) {
    if (typeof state === "string") this.value = state;
  }

  get value() {
    return this.#input.value;
  }

  set value(text) {
    this.#untouched = false;
    this.#put(String(text ?? ""));
  }

  get defaultValue() {
    return this.getAttribute("value") ?? "";
  }

  set defaultValue(text) {
    this.setAttribute("value", text);
  }

  get length() {
    const length = Number(this.getAttribute("length") ?? 6);
    return Number.isInteger(length) && length >= 1 && length <= MAX_LENGTH ? length : 6;
  }

  set length(length) {
    this.setAttribute("length", String(length));
  }

  get characters() {
    const named = this.getAttribute("characters") ?? "";
    return /** @type {import("./element.js").Characters} */ (Object.hasOwn(ALPHABETS, named) ? named : "digits");
  }

  set characters(characters) {
    this.setAttribute("characters", characters);
  }

  get name() {
    return this.getAttribute("name") ?? "";
  }

  set name(name) {
    this.setAttribute("name", name);
  }

  get disabled() {
    return this.hasAttribute("disabled");
  }

  set disabled(disabled) {
    this.toggleAttribute("disabled", disabled);
  }

  get required() {
    return this.hasAttribute("required");
  }

  set required(required) {
    this.toggleAttribute("required", required);
  }

  get readOnly() {
    return this.hasAttribute("readonly");
  }

  set readOnly(readOnly) {
    this.toggleAttribute("readonly", readOnly);
  }

  get type() {
    return "otp-input";
  }

  get form() {
    return this.#internals.form;
  }

  get labels() {
    return this.#internals.labels;
  }

  get validity() {
    return this.#internals.validity;
  }

  get validationMessage() {
    return this.#internals.validationMessage;
  }

  get willValidate() {
    return this.#internals.willValidate;
  }

  checkValidity() {
    return this.#internals.checkValidity();
  }

  reportValidity() {
    return this.#internals.reportValidity();
  }

  /** @param {string} message */
  setCustomValidity(message) {
    this.#custom = message;
    this.#tell();
  }

  select() {
    this.#input.select();
  }

  /** @returns {import("./lib/element/typed.js").Asked} */
  get #asked() {
    const characters = this.characters;
    return { length: this.length, alphabet: new RegExp(`^[${ALPHABETS[characters]}]$`), capital: characters.startsWith("capital") };
  }

  /** Brings input and boxes into the form of the code that is asked for. */
  #shape() {
    const { length, capital } = this.#asked;
    const input = this.#input;
    input.inputMode = this.characters === "digits" ? "numeric" : "text";
    input.autocapitalize = capital ? "characters" : "none";
    // The browser then says in its own words what is missing.
    input.pattern = `[${ALPHABETS[this.characters]}]{${length}}`;
    this.#boxes.parentElement?.style.setProperty("--length", String(length));
    while (this.#boxes.childElementCount < length) this.#boxes.append(document.createElement("span"));
    while (this.#boxes.childElementCount > length) this.#boxes.lastElementChild?.remove();
    this.#put(this.#untouched ? this.defaultValue : this.value);
  }

  /** @param {string} text */
  #put(text) {
    const asked = this.#asked;
    this.#input.value = typed(text, asked).slice(0, asked.length);
    this.#tell();
  }

  /** @param {InputEvent} [event] */
  #edited(event) {
    const input = this.#input;
    // A half-composed character is no character yet.
    if (event?.isComposing) return;
    this.#untouched = false;
    const asked = this.#asked;
    const at = typed(input.value.slice(0, input.selectionStart ?? 0), asked).length;
    const whole = typed(input.value, asked);
    // What is typed into a full input takes the place of what stands behind it.
    const surplus = Math.max(0, whole.length - asked.length);
    const text = (whole.slice(0, at) + whole.slice(at + surplus)).slice(0, asked.length);
    if (text !== input.value) {
      input.value = text;
      input.setSelectionRange(at, at);
    }
    this.#tell();
    this.#announce();
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const text = event.clipboardData?.getData("text/plain");
    // Without a text the browser has nothing to put in.
    if (this.#input.readOnly || !text) return;
    event.preventDefault();
    const code = pasted(text, this.#asked);
    if (!code) return;
    this.#untouched = false;
    const input = this.#input;
    const [start, end] = code.length === this.length ? [0, input.value.length] : [input.selectionStart ?? 0, input.selectionEnd ?? 0];
    input.setRangeText(code, start, end, "end");
    input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertFromPaste", data: code }));
  }

  /** Tells the form, and anybody who styles or waits. */
  #tell() {
    const { value, validity, validationMessage, willValidate } = this.#input;
    this.#internals.setFormValue(value);
    // Of an input that nobody can change the browser says nothing.
    const { valueMissing = false, patternMismatch = false } = willValidate ? validity : {};
    const customError = this.#custom !== "";
    this.#internals.setValidity({ valueMissing, patternMismatch, customError }, this.#custom || validationMessage, this.#input);
    this.#mark();
  }

  /** As of any field: the form's own button is pressed, and one that is disabled keeps the form. */
  #submit() {
    const { form } = this;
    const fields = /** @type {HTMLButtonElement[]} */ ([...(form?.elements ?? [])]);
    const button = fields.find(({ type }) => type === "submit");
    if (button) button.click();
    else form?.requestSubmit();
  }

  #announce() {
    const { value } = this;
    if (value.length !== this.length) return;
    // Once everybody has heard of the input itself.
    setTimeout(() => this.dispatchEvent(new CustomEvent("complete", { bubbles: true, composed: true, detail: { value } })));
  }

  /** Shows which boxes are filled and where the next character goes. */
  #mark() {
    const { selectionStart, selectionEnd, value } = this.#input;
    const start = Math.min(selectionStart ?? 0, this.length - 1);
    const end = Math.max(selectionEnd ?? 0, start + 1);
    const focused = this.shadowRoot?.activeElement === this.#input;
    [...this.#boxes.children].forEach((box, at) => {
      const active = focused && at >= start && at < end;
      box.className = active ? "active" : "";
      box.setAttribute("part", `box${active ? " active" : ""}${at < value.length ? " filled" : ""}`);
    });
  }

  /** A label outside cannot reach the input inside, so its words are carried in. */
  #describe() {
    const root = /** @type {Document | ShadowRoot} */ (this.getRootNode());
    const ids = this.getAttribute("aria-describedby")?.split(/\s+/) ?? [];
    const texts = (/** @type {Iterable<Node | null>} */ nodes) => [...nodes].map((node) => node?.textContent?.trim() ?? "").filter(Boolean).join(" ");
    const label = this.getAttribute("aria-label");
    this.#input.ariaLabel = label ?? (texts(this.labels) || null);
    // Where the browser knows it: words that change later are heard at once.
    this.#input.ariaLabelledByElements = label === null ? /** @type {Element[]} */ ([...this.labels]) : null;
    this.#input.ariaDescription = texts(ids.map((id) => root.querySelector(`#${CSS.escape(id)}`))) || null;
  }
}

/** The characters a code may have, by name; the letters and digits of `useLetter`, `useNumber` and `allCapital`. */
const ALPHABETS = {
  digits: "0-9",
  letters: "A-Za-z",
  capitals: "A-Z",
  "letters-and-digits": "A-Za-z0-9",
  "capitals-and-digits": "A-Z0-9",
};

if (globalThis.customElements && !customElements.get("otp-input")) customElements.define("otp-input", OtpInput);
