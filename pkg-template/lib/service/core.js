/** @import { Brought, Step, Turn } from "./step.js" */
import { apply, begin, configure, initSync, maxBody, randomBytes, resume, verifyProof, wake } from "../../wasm/service.js";
import { OtpError } from "../otp-error.js";
import { fresh } from "./random.js";
import { broughtBack, settingsText, stepOf, summaryOf, turnOf } from "./words.js";

/** @typedef {[method: string, url: string, headers: string, body: Uint8Array]} Parts */

/** @type {(() => WebAssembly.Module | BufferSource) | undefined} */
let source;
/** @type {WebAssembly.Module | undefined} */
let compiled;
let running = false;
/** How often the module was instantiated: what one instance was told, the next one does not know. */
let instances = 0;

/**
 * Tells where this runtime's entry has the module from; nothing is compiled before it is needed.
 * @param {() => WebAssembly.Module | BufferSource} from
 */
export function loadFrom(from) {
  source = from;
}

function start() {
  if (compiled === undefined) {
    const given = /** @type {NonNullable<typeof source>} */ (source)();
    compiled = "byteLength" in given ? new WebAssembly.Module(given) : given;
  }
  initSync({ module: compiled });
  instances += 1;
  running = true;
}

/**
 * Enters the core. After a trap the instance is of no use any more, and the next call starts a fresh
 * one: whatever a flow needs to go on is in the bytes it carries.
 * @template T
 * @param {() => T} enter
 * @returns {T}
 */
function guarded(enter) {
  if (!running) start();
  try {
    return enter();
  } catch (error) {
    running = false;
    // The trap's own text could repeat what was being worked on.
    throw new OtpError("internal", `The core stopped unexpectedly (${error instanceof Error ? error.name : "no error"})`);
  }
}

/** One configured service in the core. */
export class Core {
  /** As they were at the start: an instance that is started afresh is told the same. */
  #settings;
  #names;
  #handle = 0;
  #instance = 0;
  /** What follows from the settings. @type {Record<string, any>} */
  summary = {};

  /**
   * @param {object} settings
   * @param {"env" | "config"} names how a wrong setting is named
   * @throws {OtpError} `invalid_argument` with one sentence that names the setting
   */
  constructor(settings, names) {
    this.#settings = settingsText(settings);
    this.#names = names;
    this.#ready();
  }

  #ready() {
    if (!running) start();
    if (this.#instance === instances) return;
    const { handle, error, ...summary } = guarded(() => summaryOf(configure(this.#settings, this.#names)));
    if (error !== undefined) throw new OtpError("invalid_argument", error);
    this.#handle = handle;
    this.#instance = instances;
    this.summary = summary;
  }

  /** @param {Parts} parts @returns {Step} */
  begin(parts) {
    this.#ready();
    return guarded(() => stepOf(begin(this.#handle, ...parts, Date.now())));
  }

  /** @param {Uint8Array} next @param {Brought} brought @returns {Step} */
  resume(next, brought) {
    this.#ready();
    return guarded(() => stepOf(resume(this.#handle, next, ...broughtBack(brought), Date.now())));
  }

  /** @param {string} kind @param {string} name @returns {Step} */
  wake(kind, name) {
    this.#ready();
    return guarded(() => stepOf(wake(this.#handle, kind, name, Date.now())));
  }

  /**
   * @param {string} kind
   * @param {Uint8Array | undefined} state
   * @param {Uint8Array} command
   * @param {number} now
   * @returns {Turn}
   * @throws {OtpError} if the state or the command cannot be used; nothing is to change then
   */
  apply(kind, state, command, now) {
    this.#ready();
    const random = fresh(this.randomBytes);
    const stored = state !== undefined;
    const turn = guarded(() => turnOf(apply(this.#handle, kind, stored, state ?? new Uint8Array(), command, now, random)));
    if (turn.error !== undefined) throw new OtpError("internal", turn.error);
    return turn;
  }

  /** Bytes of a request's body that are read at most. */
  get maxBody() {
    this.#ready();
    return guarded(maxBody);
  }

  get randomBytes() {
    this.#ready();
    return guarded(randomBytes);
  }
}

/**
 * What a proof says, or why it does not hold; needs no configured service.
 * @param {string} proof
 * @param {string} key
 * @param {string} instance
 * @param {string} chatId
 * @param {string} audience
 * @param {number} now
 * @returns {{ error?: string, misuse?: boolean, instance: string, chatId: string, uuid: string, audience: string, issuedAt: number, expiresAt: number }}
 */
export const checkProof = (proof, key, instance, chatId, audience, now) =>
  guarded(() => JSON.parse(verifyProof(proof, key, instance, chatId, audience, now)));
