/** The package, loaded, and where its calls go. */

import { init } from "hypersender-otp";
import { recordedFetch } from "./recorder.js";
import { language } from "./words.js";

/** @typedef {{ instance: string, baseUrl: string, fetch: typeof fetch }} Service */

/** @type {Promise<Service> | undefined} */
let starting;

/** Seconds between two codes for one number, once the settings are here. */
export let sendGap = 0;

/** Loads the module and the public settings, once; again after a failure. */
export function start() {
  starting ??= Promise.all([readConfig(), init()])
    .then(([config]) => ({ ...config, fetch: spokenFetch }))
    .catch((error) => {
      starting = undefined;
      throw error;
    });
  return starting;
}

/**
 * Asks for messages in the page's language, whatever the browser's is.
 * @param {Parameters<typeof fetch>[0]} input
 * @param {RequestInit} [init]
 */
function spokenFetch(input, init) {
  const headers = new Headers(init?.headers);
  headers.set("accept-language", language);
  return recordedFetch(input, { ...init, headers });
}

async function readConfig() {
  const answer = await fetch("/config.json", { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
  const { instance, baseUrl, sendGap: seconds } = await answer.json();
  sendGap = Number(seconds);
  return { instance: String(instance), baseUrl: String(baseUrl) };
}

/**
 * Moves the service's clock, which only a development service lets a page do.
 * @param {number} seconds
 */
export async function advanceClock(seconds) {
  const { baseUrl } = await start();
  const answer = await fetch(`${baseUrl}/dev/clock`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ advance: seconds }),
  });
  if (!answer.ok) throw new Error(`dev/clock: ${answer.status}`);
}
