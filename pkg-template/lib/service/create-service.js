/** @import { ServiceConfig } from "../../service.js" */
import { OtpError } from "../otp-error.js";
import { Core } from "./core.js";
import { again, failed, partsOf, responseOf } from "./http.js";
import { run, tell } from "./loop.js";
import { StoreHost } from "./store-host.js";

/** @type {typeof import("../../service.js").createOtpService} */
export function createOtpService(config) {
  if (typeof config !== "object" || config === null) throw new OtpError("invalid_argument", "config must be an object");
  const { store, challenge, onEvent = () => {}, fetch: send = globalThis.fetch, ...settings } = /** @type {ServiceConfig} */ ({ __proto__: null, ...config });
  for (const [name, hook] of Object.entries({ challenge, onEvent, fetch: send })) {
    if (hook !== undefined && typeof hook !== "function") throw new OtpError("invalid_argument", `${name} must be a function`);
  }
  if (typeof store?.get !== "function" || typeof store.compareAndSwap !== "function") {
    throw new OtpError("invalid_argument", "store must have the methods get and compareAndSwap, as memoryStore({ singleProcess: true }) has");
  }
  const core = new Core({ ...copied(settings), challenge: challenge !== undefined }, "config");
  const objects = new StoreHost(core, store, {
    challenge: () => Promise.resolve(false),
    fetch: (url, init) => send(url, init),
    onEvent,
  });
  tell(onEvent, { type: "started", ...core.summary });
  // Its only guard is the Host header, which many proxies replace by the upstream's own.
  if (core.summary.courier === "inbox") console.warn("hypersender-otp: the inbox courier is for development; never put a proxy in front of it");

  return {
    async fetch(request) {
      try {
        const parts = await partsOf(request, core.maxBody);
        const host = objects.host({
          challenge: async (asked) => (await challenge?.(again(request, parts), asked)) === true,
        });
        const end = await run(core, core.begin(parts), host);
        await objects.tell();
        if (end.do !== "reply") throw new Error("a flow ended without an answer");
        return responseOf(end);
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/**
 * The settings as they are now: they are read again when the core was started afresh.
 * @param {object} settings
 * @returns {object}
 */
function copied(settings) {
  try {
    return structuredClone(settings);
  } catch {
    throw new OtpError("invalid_argument", "config must be plain data besides store, challenge, onEvent and fetch");
  }
}
