/**
 * A Cloudflare Worker in front of Hypersender: the vendor makes, sends and checks the codes; this hides
 * the token, keeps the codes from pages, and adds the limits that the vendor leaves to you.
 *
 * `npx wrangler deploy`, after `npx wrangler secret put NAME` for each secret of wrangler.jsonc.
 */

import { createWorker } from "hypersender-otp/worker";

const otp = createWorker({
  // Events hold no code, no token and no full number, so they may go to any log.
  onEvent: (event) => console.log(JSON.stringify(event)),
});

export const { OtpChat, OtpBudget, OtpLedger } = otp;
export default { fetch: otp.fetch };
