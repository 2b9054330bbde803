/** @import { Fetch, Fetched } from "./step.js" */
import { readCapped } from "../body.js";
import { within } from "../deadline.js";
import { linesOf, recordOf } from "./headers.js";

/** Bytes of an answer that are read at most. */
const MAX_ANSWER = 65_536;

/**
 * Sends what the core wants sent, once, within one deadline, and follows no redirect. Whether it
 * arrived the status tells, so a failure that comes after the status carries it.
 * @param {Pick<Fetch, "url" | "method" | "headers" | "body" | "timeout">} step
 * @param {typeof globalThis.fetch} fetch
 * @returns {Promise<Fetched>}
 */
export async function send({ url, method, headers, body, timeout }, fetch) {
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {number | undefined} */
  let status;
  const exchange = async () => {
    const response = await fetch(url, { method, headers: recordOf(headers), body: body === "" ? null : body, redirect: "manual", signal });
    status = response.status;
    const { bytes, truncated } = await readCapped(response.body, MAX_ANSWER);
    // What was cut short must not be taken for the whole.
    if (truncated) throw new Error("too long");
    return { status, headers: linesOf(response.headers), body: bytes };
  };
  try {
    const ended = await within(exchange, Date.now() + timeout, undefined, () => controller.abort());
    return typeof ended === "number" ? { failure: "timeout", status } : ended;
  } catch {
    // The runtime's own text may repeat a header's value.
    return { failure: "network", status };
  }
}
