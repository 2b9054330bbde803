/** The words between the core and its shell; the core writes them, the shell obeys. */

/** Tells a hook what happened. It never holds a code, a token or a full number. */
export interface Event {
  type: string;
  instance?: string;
  [fact: string]: unknown;
}

export type Step = Reply | Apply | Challenge | Fetch | Done;

/** The answer to the caller: a flow's end. */
export interface Reply {
  do: "reply";
  status: number;
  /** One a line, `name: value`. */
  headers: string;
  body: string | null;
  events?: Event[];
}

/** Apply a command to the objects of that kind and those names; the result is one answer for each. */
export interface Apply {
  do: "apply";
  kind: Kind;
  names: string[];
  command: Uint8Array;
  next: Uint8Array;
  events?: Event[];
}

/** Ask the service's owner whether this caller may have a message sent; the result is true or false. */
export interface Challenge {
  do: "challenge";
  instance: string;
  underAttack: boolean;
  next: Uint8Array;
  events?: Event[];
}

/** Send this; the result is a {@link Fetched}. */
export interface Fetch {
  do: "fetch";
  url: string;
  method: string;
  /** One a line, `name: value`. */
  headers: string;
  body: string;
  /** Milliseconds, for everything until the body's last byte. */
  timeout: number;
  next: Uint8Array;
  events?: Event[];
}

/** The end of a flow that nobody waits for. */
export interface Done {
  do: "done";
  /** Whether it came to nothing, so that the object has to be woken again. */
  again: boolean;
  events?: Event[];
}

export type Fetched =
  | { status: number; headers: string; body: Uint8Array }
  | { failure: "network" | "timeout"; status: number | undefined };

/** What came of a step, for the core. */
export type Brought = Uint8Array[] | boolean | Fetched | { failure: string };

export type Kind = "chat" | "budget" | "ledger" | "answer";

/** What became of one object. */
export interface Turn {
  /** Bytes to store; `null` to delete the object; `undefined` when nothing changed. */
  state: Uint8Array | null | undefined;
  result: Uint8Array;
  /** Milliseconds until the object is to be woken; `undefined` for never. */
  wakeIn: number | undefined;
  /** What ledgers are to hear, if only a little later: all that the object has not yet told. */
  notices: Notice[];
}

/** A command for a ledger, and the one by which its sender learns that it was carried out. */
export interface Notice {
  ledger: string;
  command: Uint8Array;
  heard: Uint8Array;
}

/** Where a flow runs: how its steps are carried out there. */
export interface Host {
  apply(kind: Kind, names: string[], command: Uint8Array): Promise<Uint8Array[]>;
  challenge(asked: { instance: string; underAttack: boolean }): Promise<boolean>;
  fetch: typeof fetch;
  onEvent(event: Event): void;
}
