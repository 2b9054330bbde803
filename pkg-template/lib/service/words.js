/** @import { Brought, Step, Turn } from "./step.js" */
import { pack, unpack } from "./frame.js";
import document from "./openapi.js";

const decoder = new TextDecoder();
const NOTHING = new Uint8Array();

/**
 * What the core gave: JSON, and the bytes it speaks of.
 * @param {Uint8Array} frame
 * @returns {[any, ...Uint8Array[]]}
 */
function opened(frame) {
  const [json, ...bytes] = unpack(frame);
  return [JSON.parse(decoder.decode(json)), ...bytes];
}

/**
 * @param {Uint8Array} frame
 * @returns {Step}
 */
export function stepOf(frame) {
  const [step, next, command] = opened(frame);
  if (step.do === "document") return { ...step, do: "reply", body: served(step.basePath) };
  return { ...step, next, command };
}

/**
 * The OpenAPI document, whose server is where it was asked for.
 * @param {string} basePath
 */
const served = (basePath) => JSON.stringify({ ...document, servers: [{ url: basePath }] });

/**
 * @param {Uint8Array} frame
 * @returns {Turn & { error?: string }}
 */
export function turnOf(frame) {
  const [{ notices: ledgers = [], ...turn }, result, ...bytes] = opened(frame);
  const notices = ledgers.map((/** @type {string} */ ledger, /** @type {number} */ at) => ({ ledger, command: bytes[2 * at], heard: bytes[2 * at + 1] }));
  const state = bytes[2 * notices.length];
  // A copy, since whoever stores a view stores all that lies around it.
  return state === undefined ? { ...turn, result, notices } : { ...turn, result, notices, state: state.slice() };
}

/**
 * What follows from the settings, or an error.
 * @param {Uint8Array} frame
 * @returns {Record<string, any>}
 */
export function summaryOf(frame) {
  const [summary, odds] = opened(frame);
  if (odds === undefined) return summary;
  const view = new DataView(odds.buffer, odds.byteOffset);
  const [codes, code, day, untilClosed, takeoversAnHour] = [0, 8, 16, 24, 32].map((at) => view.getFloat64(at));
  return { ...summary, odds: { codes, code, day, untilClosed, takeoversAnHour } };
}

/**
 * What is brought back, as the core reads it.
 * @param {Brought} brought
 * @returns {[said: string, bytes: Uint8Array]}
 */
export function broughtBack(brought) {
  if (typeof brought === "boolean") return [brought ? "challenged" : "refused", NOTHING];
  if (Array.isArray(brought)) return ["applied", pack(...brought)];
  if ("failure" in brought) {
    const cut = "status" in brought && brought.status !== undefined;
    return [cut ? `${brought.failure}\n${brought.status}` : brought.failure, NOTHING];
  }
  return [`${brought.status}\n${brought.headers}`, brought.body];
}

/**
 * Settings as the core reads them: two lines of JSON each, the name and the value. The second is empty
 * where reading fails, since what a getter throws could show the value.
 * @param {object} settings
 */
export function settingsText(settings) {
  let lines = "";
  for (const name of Object.keys(settings)) {
    let json;
    try {
      const value = /** @type {Record<string, unknown>} */ (settings)[name];
      if (value === undefined || value === null) continue;
      json = JSON.stringify(typeof value === "function" ? true : value);
    } catch {}
    lines += `${JSON.stringify(name)}\n${json ?? ""}\n`;
  }
  return lines;
}
