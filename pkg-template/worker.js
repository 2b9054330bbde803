/**
 * A ready Cloudflare Worker: the OTP service, with a Durable Object for each chat.
 *
 * The core decides everything; what is imported here brings it bytes, the time and random bytes,
 * and stores what it is told to store.
 */
import module from "./wasm/service_bg.wasm";
import { loadFrom } from "./lib/service/core.js";
import { createWorker } from "./lib/service/create-worker.js";

// workerd compiles no bytes while it handles a request; a module must come as an import.
loadFrom(() => module);

const worker = createWorker();

export { createWorker };
export const { OtpChat, OtpBudget, OtpLedger } = worker;
export default { fetch: worker.fetch };
