/** How `<otp-input>` looks until a page says otherwise; a constructed sheet, which every Content-Security-Policy allows. */

/*
 * The boxes shrink rather than leave a phone's screen. The input is wider than they are, so that the
 * caret after the last character scrolls nothing away. Forced colours would paint over the borders.
 */
const CSS = `
:host {
  display: inline-block;
  font: 500 1.375rem/1 var(--otp-input-font, ui-monospace, monospace);
}
:host([hidden]) { display: none; }
.field {
  --gap: var(--otp-input-gap, .5rem);
  --size: max(1.2ch, min(var(--otp-input-size, 2.75rem), (100vw - 3rem) / var(--length) - var(--gap)));
  position: relative;
  direction: ltr;
}
input {
  all: unset;
  display: block;
  width: 100%;
  height: var(--otp-input-size, 2.75rem);
  padding: 0 .75rem;
  color: var(--otp-input-color, inherit);
  font: inherit;
  letter-spacing: .2em;
}
input, .boxes span {
  box-sizing: border-box;
  background: var(--otp-input-background, Field);
  border: 1px solid var(--otp-input-border, GrayText);
  border-radius: var(--otp-input-radius, .5rem);
}
.boxes { display: none; }
:host(:disabled) { opacity: .5; }
:host(:not([appearance=plain])) {
  .boxes { display: flex; gap: var(--gap); }
  .boxes span {
    flex: none;
    width: var(--size);
    height: calc(var(--size) * 1.15);
  }
  input {
    position: absolute;
    inset: 0 auto 0 0;
    z-index: 1;
    width: calc(var(--length) * (var(--size) + var(--gap)) + 1ch);
    height: 100%;
    padding: 0 0 0 calc((var(--size) - 1ch) / 2);
    letter-spacing: calc(var(--size) + var(--gap) - 1ch);
    background: none;
    border: 0;
    clip-path: inset(0 calc(var(--gap) + 1ch - 2px) 0 0);
  }
}
:host(:not([appearance=plain])) .boxes .active, :host([appearance=plain]) input:focus {
  border-color: var(--otp-input-accent, currentColor);
  outline: 2px solid var(--otp-input-accent, currentColor);
  outline-offset: -1px;
}
:host([aria-invalid=true]) :is(.boxes span, input) { border-color: var(--otp-input-invalid, #f04e4e); }
@media (forced-colors: active) { input { forced-color-adjust: none; color: FieldText; } }
`;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** One sheet for all inputs of a page, made when the first of them is. */
export function style() {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
