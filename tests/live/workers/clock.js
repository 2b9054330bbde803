/** The package's Worker by a clock that a test can turn: `POST /test/clock?ahead=MS`. */

import service from "hypersender-otp/worker";

export { OtpBudget, OtpChat, OtpLedger } from "hypersender-otp/worker";

const real = Date.now;
let ahead = 0;
Date.now = () => real() + ahead;

export default {
  /** @param {Request} request @param {any} env */
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname !== "/test/clock") return service.fetch(request, env);
    ahead = Number(url.searchParams.get("ahead"));
    return new Response();
  },
};
