/**
 * A simulator of the vendor's API over loopback, written from its documentation alone: it shares no
 * code with the core, so that the service and its test cannot have one misreading in common.
 *
 * It answers as a Laravel application does, knows one active code a chat, and can be told to fail.
 */

import { randomInt, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { bodyOf } from "../../../support/body.mjs";
import { failures } from "./failures.mjs";

/** @typedef {{ uuid: string, code: string, expires: number, status: "pending" | "validated" }} Otp */
/** @typedef {{ status: number, body: object | string, headers?: Record<string, string> }} Answer */
/** @typedef {keyof typeof failures} FailureName */
/** @typedef {{ route: string, headers: import("node:http").IncomingHttpHeaders, body: any }} Seen */

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

export class Vendor {
  instance = randomUUID();
  token = `7|${randomUUID().replaceAll("-", "")}AbCdEfGh`;
  /** The newest request of each chat, which replaced the ones before. @type {Map<string, Otp>} */
  active = new Map();
  /** Every call that got past the token. @type {Seen[]} */
  seen = [];
  /** Messages sent with `send-text-safe`. @type {{ chatId: string, text: string }[]} */
  texts = [];
  /** What the next calls of a route meet instead of an honest answer. @type {Map<string, string[]>} */
  #planned = new Map();
  #server = createServer((request, response) => void this.#serve(request, response));

  /** @returns {Promise<this>} */
  listen() {
    return new Promise((resolve) => this.#server.listen(0, "127.0.0.1", () => resolve(this)));
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  get origin() {
    const address = this.#server.address();
    return `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  }

  /** Where the OTP routes begin. */
  get baseUrl() {
    return `${this.origin}/api/otp/v2`;
  }

  /**
   * Plans how the next calls of a route go wrong, one name a call.
   * @param {"request-code" | "validate-code" | "send-text-safe"} route
   * @param {...FailureName} names
   */
  plan(route, ...names) {
    this.#planned.set(route, names);
  }

  /**
   * The code a phone would show.
   * @param {string} chatId
   */
  codeOf(chatId) {
    const otp = this.active.get(chatId);
    if (otp === undefined) throw new Error(`the vendor sent no code to ${chatId}`);
    return otp.code;
  }

  /** @param {string} chatId */
  expire(chatId) {
    const otp = this.active.get(chatId);
    if (otp !== undefined) otp.expires = 0;
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async #serve(request, response) {
    const route = (request.url ?? "").split("/").at(-1) ?? "";
    const text = await bodyOf(request);
    if (text === undefined) return;
    const planned = this.#planned.get(route)?.shift();
    const failure = planned === undefined ? undefined : failures[/** @type {FailureName} */ (planned)];
    // An answer that gets lost was an honest one: the effect stays.
    const honest = failure?.afterEffect === false ? undefined : this.#answer(request, route, text);
    if (failure?.answer === "none") return;
    if (failure?.answer === "cut") return void response.destroy();
    const { status, body, headers } = failure?.answer ?? honest ?? { status: 500, body: { message: "Server Error" } };
    const type = typeof body === "string" ? "text/html; charset=UTF-8" : "application/json";
    response.writeHead(status, { "content-type": type, "s-request-id": randomUUID(), ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {string} route
   * @param {string} text
   * @returns {Answer}
   */
  #answer({ url = "", method, headers }, route, text) {
    if (!headers.accept?.includes("application/json")) return { status: 302, body: "<html>login</html>", headers: { location: "/login" } };
    const paths = [`/api/otp/v2/${this.instance}/request-code`, `/api/otp/v2/${this.instance}/validate-code`, `/api/whatsapp/v2/${this.instance}/send-text-safe`];
    if (!paths.includes(url)) return { status: 404, body: { message: "Not Found." } };
    if (method !== "POST") return { status: 405, body: { message: `The ${method} method is not supported for this route.` }, headers: { allow: "POST" } };
    if (headers.authorization !== `Bearer ${this.token}`) return { status: 401, body: { message: "Unauthenticated." } };
    let body;
    try {
      body = JSON.parse(text);
    } catch {
      body = {};
    }
    this.seen.push({ route, headers, body });
    if (typeof body.chatId !== "string") return missing("chatId");
    switch (route) {
      case "request-code":
        return this.#request(body);
      case "validate-code":
        return typeof body.code === "string" ? this.#validate(body) : missing("code");
      default:
        if (typeof body.text !== "string") return missing("text");
        this.texts.push({ chatId: body.chatId, text: body.text });
        return { status: 201, body: { queued: true, message: "Processing your request...", queued_request_uuid: randomUUID() } };
    }
  }

  /** @param {any} body @returns {Answer} */
  #request({ chatId, length = 6, useLetter = false, useNumber = true, allCapital = false, expires = 1800 }) {
    const letters = allCapital ? LETTERS.toUpperCase() : LETTERS + LETTERS.toUpperCase();
    const alphabet = (useNumber ? "0123456789" : "") + (useLetter ? letters : "");
    const code = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
    const now = Date.now();
    /** @type {Otp} */
    const otp = { uuid: randomUUID(), code, expires: now + expires * 1000, status: "pending" };
    this.active.set(chatId, otp);
    const data = { uuid: otp.uuid, chat_id: chatId, code, status: "pending", otp_type: "code", expires_at: date(otp.expires), created_at: date(now) };
    return { status: 200, body: { success: true, message: "OTP code generated and message queued successfully", data } };
  }

  /** @param {any} body @returns {Answer} */
  #validate({ chatId, code }) {
    const otp = this.active.get(chatId);
    if (otp === undefined) return refused("No active OTP found for this chat");
    if (otp.status === "validated") return refused("OTP code has already been used");
    if (Date.now() >= otp.expires) return refused("OTP code has expired");
    if (code !== otp.code) return refused("Invalid OTP code");
    otp.status = "validated";
    const data = { uuid: otp.uuid, chat_id: chatId, status: "validated", validated_at: date(Date.now()) };
    return { status: 200, body: { success: true, message: "OTP code validated successfully", data } };
  }
}

/** The vendor documents no status for a refusal; Laravel's usual one. @param {string} message @returns {Answer} */
const refused = (message) => ({ status: 422, body: { success: false, message, data: null } });

/** @param {string} field @returns {Answer} */
function missing(field) {
  const text = `The ${field} field is required.`;
  return { status: 422, body: { message: text, errors: { [field]: [text] } } };
}

/** Dates as the vendor writes them: whole seconds with an offset. @param {number} ms */
const date = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, "+00:00");
