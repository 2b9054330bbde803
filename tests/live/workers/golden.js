/** The service's module alone: `POST /test/codes` with draws gives the codes it makes of their bytes. */

import { drawCode, initSync } from "hypersender-otp/wasm/service.js";
import module from "hypersender-otp/wasm/service_bg.wasm";

export { OtpBudget, OtpChat, OtpLedger } from "hypersender-otp/worker";

export default {
  /** @param {Request} request */
  async fetch(request) {
    initSync({ module });
    const draws = /** @type {{ format: Record<string, any>, random: string }[]} */ (await request.json());
    return Response.json(draws.map(({ format, random }) => {
      const { length = 6, useLetter = false, useNumber = true, allCapital = false } = format;
      const bytes = Uint8Array.from(random.match(/../g) ?? [], (digits) => parseInt(digits, 16));
      return drawCode(length, useLetter, useNumber, allCapital, bytes) || null;
    }));
  },
};
