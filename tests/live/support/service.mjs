/** A service to be tested: its settings, and calls as servers and pages make them. */

import { randomInt } from "node:crypto";
import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { PACKAGE, Workerd } from "./workerd.mjs";

export const BASE_PATH = "/api/otp/v2";
export const INSTANCE = "0c8a2c1e-4c2b-4f0a-9d55-5b6d3c1f7a10";
export const ORIGIN = "https://shop.example";
/** Texts that must never be seen again where they do not belong. */
export const SECRETS = {
  token: "canary-token-7f3a9c51e2d84b06",
  pepper: "canary-pepper-5d1f0b8a3c7e4926aa41",
  nameKey: "canary-name-key-91c2e7d04f6b4a58bb",
  proofKey: "canary-proof-key-3e8d5a7c1b904f62cc",
};

/** One chat is limited as anywhere; an instance is not, so that one test does not stand in another's way. */
export const POLICY = /** @type {const} */ ({ profile: "contract", sendsAMinute: 1_000_000, sendsToOnePrefix: 100 });

/** @param {Record<string, string | object>} [changed] */
export function bindings(changed = {}) {
  return {
    OTP_INSTANCES: JSON.stringify([{ id: INSTANCE, tokens: [SECRETS.token], origins: [ORIGIN], name: "Canary Shop" }]),
    OTP_PEPPER: SECRETS.pepper,
    OTP_NAME_KEY: SECRETS.nameKey,
    OTP_PROOF_KEY: SECRETS.proofKey,
    OTP_COURIER: "inbox",
    OTP_POLICY: JSON.stringify(POLICY),
    ...changed,
  };
}

/**
 * A workerd with the service in it.
 * @param {{ main?: string, bindings?: Record<string, string | object>, objects?: Record<string, string>, onDisk?: boolean }} [changed]
 */
export async function startService({ bindings: settings, ...rest } = {}) {
  return new Service(await Workerd.start({ bindings: bindings(settings), ...rest }));
}

/** @typedef {{ status: number, headers: Headers, text: string, body: any }} Answer */

/** Calls of one service. */
export class Service {
  /** Every answer so far, headers and all, but for bodies that may hold a code. @type {{ path: string, text: string }[]} */
  answers = [];

  /** @param {Workerd} workerd */
  constructor(workerd) {
    this.workerd = workerd;
  }

  get baseUrl() {
    return `${this.workerd.origin}${BASE_PATH}`;
  }

  /**
   * Any request; `path` stands below the base path.
   * @param {string} path
   * @param {{ method?: string, body?: unknown, headers?: Record<string, string> }} [init]
   * @returns {Promise<Answer>}
   */
  async send(path, { method = "GET", body, headers = {} } = {}) {
    const { status, headers: answered, text } = await exchange(`${this.baseUrl}/${path}`, {
      method,
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    });
    const mayHoldCode = path === "dev/inbox" || (path.endsWith("/request-code") && "authorization" in headers);
    this.answers.push({ path, text: JSON.stringify([status, ...answered]) + (mayHoldCode ? "" : text) });
    return { status, headers: answered, text, body: text.startsWith("{") ? JSON.parse(text) : undefined };
  }

  /** As a server calls, with the token. @param {string} route @param {unknown} [body] @param {Record<string, string>} [headers] */
  server(route, body, headers = {}) {
    const method = body === undefined ? "GET" : "POST";
    return this.send(`${INSTANCE}/${route}`, { method, body, headers: { authorization: `Bearer ${SECRETS.token}`, ...headers } });
  }

  /** As a page calls. @param {string} route @param {unknown} body @param {Record<string, string>} [headers] */
  page(route, body, headers = {}) {
    return this.send(`${INSTANCE}/${route}`, { method: "POST", body, headers: { origin: ORIGIN, ...headers } });
  }

  /** A code for a chat, which must be given. @param {string} chatId @param {object} [fields] @returns {Promise<any>} */
  async request(chatId, fields) {
    const { status, body, text } = await this.server("request-code", { chatId, ...fields });
    if (status !== 200) throw new Error(`request-code answered ${status}: ${text}`);
    return body.data;
  }

  /** How a request stands, by its own route. @param {string} uuid @returns {Promise<string>} */
  async status(uuid) {
    const { status, body, text } = await this.server(`requests/${uuid}`);
    if (status !== 200) throw new Error(`requests/${uuid} answered ${status}: ${text}`);
    return body.data.status;
  }

  /** Waits until a request stands so. @param {string} uuid @param {string} wanted */
  async becomes(uuid, wanted, ms = 10_000) {
    const until = Date.now() + ms;
    for (;;) {
      const status = await this.status(uuid);
      if (status === wanted) return;
      if (Date.now() > until) throw new Error(`${uuid} is ${status} and did not become ${wanted} within ${ms} ms`);
      await pause(20);
    }
  }

  /** The messages of the inbox, newest first. @returns {Promise<any[]>} */
  async inbox() {
    return (await this.send("dev/inbox")).body.messages;
  }

  /** Turns the clock of `workers/clock.js`. @param {number} ahead milliseconds */
  async turnClock(ahead) {
    await this.test(`clock?ahead=${ahead}`);
  }

  /** Tells the test's own part of the Worker something. @param {string} path @param {object} [body] @returns {Promise<any>} */
  async test(path, body) {
    const { text } = await exchange(`${this.workerd.origin}/test/${path}`, { method: "POST", headers: {}, body: body && JSON.stringify(body) });
    return text && JSON.parse(text);
  }

  remove() {
    return this.workerd.remove();
  }
}

/**
 * One exchange over a connection of its own: a connection that is kept can be closed by the engine
 * just when the next request is written, and then nobody knows whether it was carried out.
 * @param {string} url
 * @param {{ method: string, headers: Record<string, string>, body: string | undefined }} init
 * @returns {Promise<{ status: number, headers: Headers, text: string }>}
 */
export function exchange(url, { method, headers, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent: false, timeout: 30_000 }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece) => (text += piece)).once("error", reject).once("end", () => {
        const answered = new Headers(Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]));
        resolve({ status: response.statusCode ?? 0, headers: answered, text });
      });
    });
    request.once("timeout", () => request.destroy(new Error(`no answer from ${url}`))).once("error", reject).end(body);
  });
}

/** A chat nobody used before in this run. */
export const freshChat = () => `20${100 + randomInt(900)}${String(randomInt(10_000_000)).padStart(7, "0")}@c.us`;

/** A code like this one, but another. @param {string} code */
export const wrong = (code) => code.slice(0, -1) + (code.endsWith("7") ? "3" : "7");

export { PACKAGE };
