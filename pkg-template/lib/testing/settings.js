/** @import { MockOptions } from "../../testing.js" */
import { OtpError } from "../otp-error.js";
import { UUID } from "./call.js";

/** @typedef {ReturnType<typeof checked>} Settings */

/**
 * The options with their defaults.
 * @param {MockOptions} options
 */
export function checked(options) {
  /** @type {Record<string, [(value: any) => boolean, string]>} */
  const rules = {
    token: [(value) => typeof value === "string" && value !== "", "must be the one token that is accepted"],
    instance: [(value) => typeof value === "string" && new RegExp(`^${UUID}$`, "i").test(value), "must be the UUID of the one instance there is"],
    seed: [(value) => typeof value === "string" || Number.isFinite(value), "must be a string or a number"],
    now: [(value) => Number.isFinite(Number(value)) && (typeof value === "number" || value instanceof Date), "must be a Date or milliseconds since 1970"],
    latency: [(value) => Number.isFinite(value) && value >= 0, "must be milliseconds"],
    dialect: [(value) => value === "service" || value === "vendor", 'must be "service" or "vendor"'],
    withholdCode: [(value) => typeof value === "boolean", "must be true or false"],
    allowPublic: [(value) => typeof value === "boolean", "must be true or false"],
  };
  if (typeof options !== "object" || options === null) throw misuse("the options", "must be an object", options);
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      throw new OtpError("invalid_argument", `mockHypersender: ${name} is not known here; allowed: ${Object.keys(rules).join(", ")}`);
    }
    if (value !== undefined && !rule[0](value)) throw misuse(name, rule[1], value);
  }
  const { token, instance, seed = 1, now = Date.now(), latency = 0, dialect = "service", withholdCode = false, allowPublic = false } = options;
  return { token, instance: instance?.toLowerCase(), seed, now: Number(now), latency, dialect, withholdCode, allowPublic };
}

/**
 * @param {string} name
 * @param {string} rule
 * @param {unknown} value
 */
export function misuse(name, rule, value) {
  const given = value === null ? "null" : typeof value;
  return new OtpError("invalid_argument", `mockHypersender: ${name} ${rule}; given: ${given}`);
}
