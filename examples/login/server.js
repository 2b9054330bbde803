/**
 * A login backend that trusts only proofs: a page may say that it verified a number, but it could have
 * verified another one. The OTP service signs what happened, and this server checks the signature.
 *
 * `node server.js`, with OTP_PROOF_KEY and OTP_INSTANCE as the service has them.
 */

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { isOtpError } from "hypersender-otp";
import { memoryStore, verifyProof } from "hypersender-otp/service";

const { OTP_PROOF_KEY: key = "", OTP_INSTANCE: instance = "", PORT = "3000" } = process.env;
// Each proof opens one session. With several processes, give a store that they share.
const once = memoryStore({ singleProcess: true });
/** The number that each session belongs to. @type {Map<string, string>} */
const sessions = new Map();

const server = createServer(async (request, response) => {
  const say = (/** @type {number} */ status, /** @type {object} */ body, headers = {}) =>
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...headers }).end(JSON.stringify(body));
  try {
    if (request.method === "GET" && request.url === "/me") {
      const chatId = sessions.get(/(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "");
      return chatId === undefined ? say(401, { error: "not logged in" }) : say(200, { chatId });
    }
    if (request.method !== "POST" || request.url !== "/login") return say(404, { error: "not found" });
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) {
      text += chunk;
      if (text.length > 10_000) return say(413, { error: "too long" });
    }
    const { proof, chatId } = JSON.parse(text);
    const claims = await verifyProof(proof, { key, instance, chatId, once });
    const session = randomUUID();
    sessions.set(session, claims.chatId);
    return say(200, { chatId: claims.chatId }, { "set-cookie": `session=${session}; HttpOnly; SameSite=Lax; Path=/` });
  } catch (error) {
    if (isOtpError(error)) return say(error.code === "unauthorized" ? 401 : 400, { error: error.message });
    return say(error instanceof SyntaxError ? 400 : 500, { error: "the request could not be read" });
  }
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`ready http://127.0.0.1:${PORT}/`));
