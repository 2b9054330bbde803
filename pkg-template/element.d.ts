/**
 * hypersender-otp/element: `<otp-input>`, one real input for a code, shown as boxes.
 *
 * Importing it defines the element; where there is no page, as on a server, it does nothing.
 *
 * @example
 * ```html
 * <script type="module">import "hypersender-otp/element";</script>
 * <form>
 *   <label for="code">Code</label>
 *   <otp-input id="code" name="code" length="6" required></otp-input>
 *   <button>Verify</button>
 * </form>
 * ```
 *
 * | attribute | what it does |
 * |---|---|
 * | `length` | characters of the code, 1 to 64; 6 without it or with another value |
 * | `characters` | which ones it may have, see {@link Characters}; `digits` without it |
 * | `appearance` | `boxes`, which shrink to fit a phone, or `plain` for an ordinary field |
 * | `name`, `value`, `required`, `disabled`, `readonly`, `placeholder`, `autofocus` | as of a native input |
 * | `aria-label`, `aria-describedby` | as of a native input; a `<label>` does as well |
 *
 * Styled by the custom properties `--otp-input-size`, `-gap`, `-font`, `-color`, `-background`,
 * `-border`, `-radius`, `-accent` and `-invalid` (with `aria-invalid="true"`), and by the parts
 * `input`, `boxes`, `box`, `active` and `filled`.
 *
 * @module
 */

/** Which characters a code may have. The named ones are the alphabets of `requestCode`. */
export type Characters =
  /** 0 to 9: the default of a request. */
  | "digits"
  /** `useLetter` without `useNumber`. */
  | "letters"
  /** The same with `allCapital`; small letters become capitals while they are typed. */
  | "capitals"
  /** `useLetter`. */
  | "letters-and-digits"
  /** `useLetter` with `allCapital`; small letters become capitals while they are typed. */
  | "capitals-and-digits";

/**
 * `<otp-input>`. Digits of other scripts, full-width letters, spaces, dashes and invisible marks are
 * folded while they are typed; of a pasted message the code alone is taken. A paste that holds no
 * code of this length, or several, changes nothing.
 *
 * Fires `input` and `change` as a native input does, and `complete` (its `detail.value` is the code)
 * whenever a person has filled it.
 */
export class OtpInput extends HTMLElement {
  /** What stands in it; setting it folds and cuts the text, and fires nothing. */
  value: string;
  /** The `value` attribute, to which a form's reset returns. */
  defaultValue: string;
  /** 1 to 64. */
  length: number;
  characters: Characters;
  name: string;
  disabled: boolean;
  required: boolean;
  readOnly: boolean;
  /** `otp-input`. */
  readonly type: string;
  readonly form: HTMLFormElement | null;
  readonly labels: NodeList;
  /** `valueMissing`, `patternMismatch` (not complete) or `customError`. */
  readonly validity: ValidityState;
  /** In the browser's language. */
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;
  /** @param message shown in place of the browser's; empty to take it back */
  setCustomValidity(message: string): void;
  select(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "otp-input": OtpInput;
  }
  interface HTMLElementEventMap {
    complete: CustomEvent<{ value: string }>;
  }
}
