/** What a person reads for every error and every refusal there is, and that the next press is served. */

import { freshNumber } from "./person.mjs";

/** @typedef {import("hypersender-otp").OtpErrorCode} OtpErrorCode */
/** @typedef {import("hypersender-otp").RefusalReason} RefusalReason */
/** @typedef {import("./gate.mjs").Fault} Fault */

/** Text that both the number's and the code's sentence hold, or one each. @typedef {RegExp | [number: RegExp, code: RegExp]} Told */

const NOT_SET_UP = /does not accept requests from this page/;
const CANNOT_TELL = /do not know whether the code was sent/;
const FAILED = /service has a problem, and the code was not checked/;
const UNREACHABLE = /could not reach the service.+press Verify again/;

/** @param {number} status @param {object} [more] @returns {Fault} */
const refusal = (status, more) => ({ status, body: { success: false, message: "No.", data: null, ...more } });

/**
 * Every error, with what brings it about; the compiler misses one that is left out.
 * @type {Record<OtpErrorCode, [Fault, Told] | "typed" | "never">}
 */
const ERRORS = {
  invalid_argument: "typed",
  // The page waits for the module before it makes a synchronous call.
  not_initialized: "never",
  unauthorized: [refusal(401), NOT_SET_UP],
  forbidden: [refusal(403), NOT_SET_UP],
  not_found: [{ status: 404, body: {} }, NOT_SET_UP],
  invalid_request: [{ status: 422, body: { errors: { name: ["is too long"] } } }, [/not a WhatsApp number/, /not look like the code/]],
  recipient_unavailable: [{ status: 422, body: { errors: { exists: false } } }, /number cannot be reached on WhatsApp/],
  channel_restricted: [{ status: 423, body: {} }, /WhatsApp does not let us send/],
  rate_limited: [
    { status: 429, body: {}, headers: { "retry-after": "90" } },
    [/wait \d\d seconds before you ask for another code/, /Too many tries.+wait \d\d seconds and press Verify again/],
  ],
  server_error: [{ status: 500, body: {} }, [CANNOT_TELL, FAILED]],
  bad_response: [{ status: 200, body: "<h1>Welcome to the hotel's network</h1>" }, [CANNOT_TELL, FAILED]],
  network: ["cut", [CANNOT_TELL, UNREACHABLE]],
  timeout: ["silence", [CANNOT_TELL, UNREACHABLE]],
  // The page takes no call back.
  aborted: "never",
  // A defect of the package: no number, code or answer may bring it about.
  internal: "never",
};

/** Every refusal of a code, with the answer that means it. @type {Record<RefusalReason, [Fault, RegExp]>} */
const REASONS = {
  invalid_code: [refusal(422, { error: { code: "invalid_code", attempts_remaining: 2 } }), /wrong\. You have 2 tries left/],
  expired_code: [refusal(410, { error: { code: "expired_code" } }), /expired\. Send a new code/],
  already_used: [refusal(409, { error: { code: "already_used" } }), /already used.+send a new code/],
  no_active_otp: [refusal(404, { error: { code: "no_active_otp" } }), /No code is waiting for this number\. Send a new code/],
  too_many_attempts: [refusal(429, { error: { code: "too_many_attempts" } }), /Too many wrong tries.+closed.+Send a new code/],
  refused: [refusal(422), /The code was not accepted/],
};

/** @param {import("./person.mjs").Stage} stage @returns {import("../support/runner.mjs").Test[]} */
export const toldTests = (stage) => [
  ...Object.entries(ERRORS).flatMap(([code, how]) => (typeof how === "string" ? [] : [{
    name: `${code} is told as it is while a code is sent and while it is checked, and the next press is served`,
    async run() {
      const [fault, told] = how;
      const [sending, checking] = Array.isArray(told) ? told : [told, told];
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      gate.fail("/request-code", fault);
      await person.ask(freshNumber());
      await person.says(sending);
      const sent = await person.requestCode(freshNumber());
      gate.fail("/validate-code", fault);
      await person.enter(sent);
      await person.says(checking);
      await person.driver.click("verify");
      await person.says(/Verified/);
    },
  }])),
  {
    name: "a module that does not start is told as a service out of reach, and the next press starts it",
    async run() {
      const gate = await stage.gate();
      const mend = gate.fail("/client_bg.wasm", { status: 200, body: "<h1>Welcome to the hotel's network</h1>" }, Infinity);
      const person = await stage.open(gate.url);
      await person.ask(freshNumber());
      await person.says(/could not reach the service, so no code was sent/);
      mend();
      await person.driver.click("send");
      await person.says(/code is on its way/);
    },
  },
  ...Object.entries(REASONS).map(([reason, [fault, told]]) => ({
    name: `${reason} is told as it is, and a new code verifies`,
    async run() {
      const gate = await stage.gate();
      const person = await stage.open(gate.url);
      const code = await person.requestCode(freshNumber());
      gate.fail("/validate-code", fault);
      await person.enter(code);
      await person.says(told);
      await person.enter(await person.requestCode(freshNumber()));
      await person.says(/Verified/);
    },
  })),
];
