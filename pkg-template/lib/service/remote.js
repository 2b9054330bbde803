/** @import { Tell } from "./notices.js" */
/** @import { Apply, Host, Kind } from "./step.js" */
/** @import { OtpEnv } from "../../worker.js" */
import { enclosed, opened } from "./envelope.js";
import { pack, unpack } from "./frame.js";

/** What stands before an object's task; a host that nobody looks up. */
const ORIGIN = "https://object/";

/** The binding under which each kind of object is found. */
const BINDINGS = /** @type {const} */ ({ chat: "OTP_CHAT", budget: "OTP_BUDGET", ledger: "OTP_LEDGER", answer: "OTP_LEDGER" });

/**
 * Applies commands to one object that lives elsewhere, all of them or none.
 * @param {OtpEnv} env
 * @param {Kind} kind
 * @param {string} name
 * @param {Uint8Array[]} commands
 */
async function apply(env, kind, name, commands) {
  const answer = await stub(env, kind, name).fetch(`${ORIGIN}apply/${kind}/${name}`, sent(pack(...commands)));
  if (!answer.ok) throw new Error("an object failed");
  return unpack(await opened(answer));
}

/**
 * Applies a command to objects that live elsewhere.
 * @param {OtpEnv} env
 * @returns {Host["apply"]}
 */
export function applier(env) {
  return (kind, names, command) => Promise.all(names.map(async (name) => (await apply(env, kind, name, [command]))[0]));
}

/**
 * Tells a ledger what objects have for it.
 * @param {OtpEnv} env
 * @returns {Tell}
 */
export function teller(env) {
  return (ledger, commands) => apply(env, "ledger", ledger, commands);
}

/** A request without a body costs less as a GET. @param {Uint8Array} bytes */
function sent(bytes) {
  const init = enclosed(bytes);
  return init.body === null ? init : { method: "POST", ...init };
}

/**
 * Has a chat carry on a flow from the step that concerns it; the answer is the caller's.
 * @param {OtpEnv} env
 * @param {Apply} step
 */
export function carryOn(env, { kind, names: [name = ""], command, next }) {
  return stub(env, kind, name).fetch(`${ORIGIN}flow/${kind}/${name}`, sent(pack(command, next)));
}

/**
 * @param {OtpEnv} env
 * @param {Kind} kind
 * @param {string} name
 */
function stub(env, kind, name) {
  const binding = env[BINDINGS[kind]];
  return binding.get(binding.idFromName(`${kind}/${name}`));
}

/**
 * What an object is asked by one of these.
 * @param {Request} request
 */
export async function asked(request) {
  const [task, kind, name = ""] = request.url.slice(ORIGIN.length).split("/");
  return { task, kind: /** @type {Kind} */ (kind), name, parts: unpack(await opened(request)) };
}
