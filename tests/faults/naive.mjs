/**
 * A client as one finds it in many applications: it follows redirects, believes `success`, and waits
 * for as long as it takes. It must fail where the package holds, or these tests would prove nothing.
 */

import { INSTANCE, TOKEN } from "./answers.mjs";

class Failed extends Error {
  constructor() {
    super("failed");
    this.code = "network";
  }
}

/** @param {string} route @param {object} body @param {any} options */
async function post(route, body, { baseUrl, fetch: send = fetch }) {
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  const response = await send(`${baseUrl}/${INSTANCE}/${route}`, { method: "POST", headers, body: JSON.stringify(body) });
  const bytes = [];
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) bytes.push(...part.value);
  const answer = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes)));
  if (!answer.success) throw new Failed();
  return answer.data ?? {};
}

/** @type {any} */
export const naive = {
  isOtpError: (/** @type {unknown} */ error) => error instanceof Error,
  requestCode: async (/** @type {object} */ request, /** @type {any} */ options) => ({ chatId: (await post("request-code", request, options)).chat_id }),
  validateCode: async (/** @type {object} */ request, /** @type {any} */ options) => ({ valid: true, chatId: (await post("validate-code", request, options)).chat_id }),
};
