/** The shell of the packed service, and a core written for tests: it counts, and says what to do next. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installPackage } from "../support/install.mjs";

const folder = path.join(await installPackage(), "node_modules/hypersender-otp");

/** @param {string} file of the package @returns {Promise<any>} */
export const shell = (file) => import(pathToFileURL(path.join(folder, file)).href);

/** @param {string} file of the package */
export const source = (file) => readFile(path.join(folder, file), "utf8");

export const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
export const text = (/** @type {Uint8Array | undefined} */ value) => new TextDecoder().decode(value);

/** Hooks that do nothing. */
export const HOOKS = {
  challenge: async () => false,
  fetch: () => Promise.reject(new Error("nothing is sent here")),
  onEvent: () => {},
};

/**
 * A core whose every object is a number. Commands: `add`, `read`, `remove`, `tell`, which counts and has
 * something for the ledger `l`, and `wake N`, which counts and wants to be woken in N milliseconds. A wake
 * applies `read` and ends.
 */
export class CountingCore {
  /** What was woken. @type {string[]} */
  woken = [];

  /** @param {string} _ @param {Uint8Array | undefined} state @param {Uint8Array} command */
  apply(_, state, command) {
    const count = state === undefined ? 0 : Number(text(state));
    const [word, delay] = text(command).split(" ");
    if (word === "read") return { state: undefined, result: bytes(String(count)), wakeIn: undefined, notices: [] };
    if (word === "remove") return { state: null, result: bytes(String(count)), wakeIn: undefined, notices: [] };
    const notices = word === "tell" ? [{ ledger: "l", command: bytes(`add ${count + 1}`), heard: bytes("add heard") }] : [];
    return { state: bytes(String(count + 1)), result: bytes(String(count + 1)), wakeIn: delay && Number(delay), notices };
  }

  /** @param {string} kind @param {string} name */
  wake(kind, name) {
    this.woken.push(`${kind}/${name}`);
    return { do: "apply", kind, names: [name], command: bytes("read"), next: bytes("end") };
  }

  resume() {
    return { do: "done", again: false };
  }
}
