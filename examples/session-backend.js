/**
 * A backend that opens a session only for a proof: what a page says about itself counts for nothing.
 *
 *     OTP_PROOF_KEY=... OTP_INSTANCE=... PORT=3000 node session-backend.js
 *
 * The page validates its code with the OTP service and posts `{ "chatId", "proof" }` to /session.
 */

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { isOtpError } from "hypersender-otp";
import { memoryStore, verifyProof } from "hypersender-otp/service";

const { OTP_PROOF_KEY: key = "", OTP_INSTANCE: instance = "", PORT = "0" } = process.env;
/** Proofs that were used; several processes need a store they share. */
const once = memoryStore({ singleProcess: true });
/** Sessions by their cookie. @type {Map<string, string>} */
const sessions = new Map();

const server = createServer(async (request, response) => {
  if (request.method === "GET" && request.url === "/me") {
    const chatId = sessions.get(/\bsession=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "");
    return answer(response, chatId === undefined ? 401 : 200, { chatId });
  }
  if (request.method !== "POST" || request.url !== "/session") return answer(response, 404, {});
  try {
    const { chatId, proof } = JSON.parse(await textOf(request));
    const proven = await verifyProof(proof, { key, instance, chatId, once });
    const session = randomBytes(32).toString("base64url");
    sessions.set(session, proven.chatId);
    response.setHeader("set-cookie", `session=${session}; HttpOnly; SameSite=Lax; Path=/`);
    answer(response, 200, { chatId: proven.chatId });
  } catch (error) {
    answer(response, isOtpError(error) && error.code === "unauthorized" ? 401 : 400, { message: isOtpError(error) ? error.message : "Not understood" });
  }
});
server.listen(Number(PORT), "127.0.0.1", () => {
  console.log(`listening ${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`);
});

/** @param {import("node:http").IncomingMessage} request */
async function textOf(request) {
  let text = "";
  for await (const piece of request.setEncoding("utf8")) {
    text += piece;
    if (text.length > 10_000) throw new Error("too long");
  }
  return text;
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
function answer(response, status, body) {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(body));
}
