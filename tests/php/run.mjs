/** The vendor's own PHP samples, through Laravel's http client, against the demo. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startDemo } from "../support/demo.mjs";
import { prepared, runTests } from "../support/runner.mjs";

const CHAT_ID = "20123456789@c.us";

/**
 * Runs a sample; only what an integrator changes is set.
 * @param {"request-code" | "validate-code"} name
 * @param {{ code?: string, token?: string }} [changed]
 * @returns {Promise<{ logged: string, status: number, answer: any }>}
 */
function sample(name, { code, token = demo.token } = {}) {
  const here = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
  const env = {
    ...process.env,
    OTP_BASE_URL: demo.baseUrl,
    OTP_INSTANCE: demo.instance,
    OTP_TOKEN: token,
    // Guzzle would ask a proxy for an address of this machine, too.
    NO_PROXY: "127.0.0.1",
    ...(code === undefined ? {} : { OTP_CODE: code }),
  };
  return new Promise((resolve, reject) => {
    execFile("php", [here("bootstrap.php"), here(`${name}.php`)], { env, timeout: 30_000 }, (error, stdout, stderr) => {
      if (error || stderr !== "") {
        const missing = error && "code" in error && error.code === "ENOENT";
        const what = missing ? "PHP is not installed: install Debian's php-cli." : `${error?.message ?? ""}\n${stderr}${stdout}`;
        reject(new Error(what));
        return;
      }
      const said = (/** @type {string} */ word) => new RegExp(`^${word}: (.*)$`, "m").exec(stdout)?.[1] ?? "";
      resolve({ logged: said("info"), status: Number(said("status")), answer: JSON.parse(said("answer")) });
    });
  });
}

/** The code a request gave. @type {string} */
let code = "";

const demo = await prepared(startDemo);

try {
  await runTests([
    {
      name: "validate-code.php without a request reads that the verification failed",
      async run() {
        const { logged, status, answer } = await sample("validate-code");
        assert.equal(status, 404);
        assert.equal(answer.error.code, "no_active_otp");
        assert.equal(logged, `Verification failed: ${answer.message}`);
      },
    },
    {
      name: "request-code.php logs the uuid of its request",
      async run() {
        const { logged, status, answer } = await sample("request-code");
        assert.equal(status, 200);
        assert.equal(answer.success, true);
        assert.equal(answer.data.chat_id, CHAT_ID);
        assert.match(answer.data.uuid, /^[0-9a-f-]{36}$/);
        assert.equal(logged, `OTP uuid: ${answer.data.uuid}`);
        code = answer.data.code;
        assert.match(code, /^\d{6}$/);
      },
    },
    {
      name: "the message names the sample's application and holds its code",
      async run() {
        const inbox = await (await fetch(`${demo.baseUrl}/dev/inbox`)).json();
        assert.equal(inbox.messages[0].chat_id, CHAT_ID);
        assert.ok(inbox.messages[0].text.includes("YourAppName"));
        assert.ok(inbox.messages[0].text.includes(code));
      },
    },
    {
      name: "validate-code.php with a wrong code reads that the verification failed",
      async run() {
        const wrong = code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
        const { logged, status, answer } = await sample("validate-code", { code: wrong });
        assert.equal(status, 422);
        assert.equal(answer.error.code, "invalid_code");
        assert.equal(logged, `Verification failed: ${answer.message}`);
      },
    },
    {
      name: "validate-code.php with the code that was sent verifies the user",
      async run() {
        const { logged, status, answer } = await sample("validate-code", { code });
        assert.equal(status, 200);
        assert.equal(answer.data.status, "validated");
        assert.equal(logged, "User verified successfully!");
      },
    },
    {
      name: "validate-code.php with the same code again reads that the verification failed",
      async run() {
        const { logged, status, answer } = await sample("validate-code", { code });
        assert.equal(status, 409);
        assert.equal(answer.error.code, "already_used");
        assert.match(logged, /^Verification failed: \w/);
      },
    },
    {
      name: "a wrong token is told to both samples without an exception",
      async run() {
        const asked = await sample("request-code", { token: "1|wrong" });
        assert.equal(asked.status, 401);
        assert.equal(asked.logged, "OTP uuid: ");
        const checked = await sample("validate-code", { token: "1|wrong" });
        assert.equal(checked.status, 401);
        assert.match(checked.logged, /^Verification failed: \w/);
      },
    },
  ]);
} finally {
  await demo.dispose();
}
