/** Assertions on types: they hold if this compiles. */

/** Whether two types are the very same, `any` and optional properties included. */
export type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/** Takes `true` and nothing else. */
export function holds<T extends true>(): T | void {}
