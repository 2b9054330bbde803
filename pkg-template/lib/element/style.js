/** How `<otp-input>` looks until a page says otherwise; a constructed sheet, which every Content-Security-Policy allows. */

const CSS = `
:host {
  --size: var(--otp-input-size, 2.75rem);
  --gap: var(--otp-input-gap, .5rem);
  display: inline-block;
  font: 500 1.375rem/1 var(--otp-input-font, ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace);
}
:host([hidden]) { display: none; }
.field { position: relative; direction: ltr; display: block; }
input {
  all: unset;
  box-sizing: border-box;
  display: block;
  width: 100%;
  height: var(--size);
  padding: 0 .75rem;
  color: var(--otp-input-color, inherit);
  font: inherit;
  letter-spacing: .2em;
  background: var(--otp-input-background, Field);
  border: 1px solid var(--otp-input-border, GrayText);
  border-radius: var(--otp-input-radius, .5rem);
  cursor: text;
}
.boxes { display: none; }
:host(:disabled) { opacity: .5; }
input:disabled { cursor: default; }
:host(:not([appearance=plain])) {
  .boxes { display: flex; gap: var(--gap); }
  .boxes span {
    box-sizing: border-box;
    flex: none;
    width: var(--size);
    height: calc(var(--size) * 1.15);
    background: var(--otp-input-background, Field);
    border: 1px solid var(--otp-input-border, GrayText);
    border-radius: var(--otp-input-radius, .5rem);
  }
  input {
    position: absolute;
    inset: 0 auto 0 0;
    z-index: 1;
    /* Wider than the boxes, so that the caret after the last character scrolls nothing away. */
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
  border-color: var(--otp-input-accent, Highlight);
  outline: 2px solid var(--otp-input-accent, Highlight);
  outline-offset: -1px;
}
:host([aria-invalid=true]) :is(.boxes span, input) { border-color: var(--otp-input-invalid, #c62828); }
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
