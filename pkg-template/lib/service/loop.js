/** @import { Core } from "./core.js" */
/** @import { Apply, Challenge, Done, Fetch, Host, Reply, Step } from "./step.js" */
import { send } from "./send.js";

/** @typedef {Reply | Done} End */

/**
 * Carries a flow on until its end, or until a step that somebody else is to carry on from.
 * @param {Pick<Core, "resume">} core
 * @param {Step} first
 * @param {Host} host
 * @param {(step: Apply) => boolean} [elsewhere]
 * @returns {Promise<End | Apply>}
 */
export async function run(core, first, host, elsewhere = () => false) {
  for (let step = first; ; ) {
    for (const event of step.events ?? []) tell(host.onEvent, event);
    if (step.do === "reply" || step.do === "done" || (step.do === "apply" && elsewhere(step))) return step;
    step = core.resume(step.next, await carryOut(step, host));
  }
}

/**
 * What came of a step.
 * @param {Apply | Challenge | Fetch} step
 * @param {Host} host
 */
function carryOut(step, host) {
  switch (step.do) {
    case "apply":
      return host.apply(step.kind, step.names, step.command).catch(notApplied);
    case "challenge":
      return host.challenge({ instance: step.instance, underAttack: step.underAttack });
    case "fetch":
      return send(step, host.fetch);
  }
}

/**
 * The core knows what to answer when an object could not be reached or stored.
 * @param {unknown} error
 */
function notApplied(error) {
  console.error(`hypersender-otp: ${error instanceof Error ? error.name : "an error"} in an object`);
  return { failure: "storage" };
}

/**
 * A hook that fails is not the caller's trouble.
 * @param {Host["onEvent"]} onEvent
 * @param {import("./step.js").Event} event
 */
export function tell(onEvent, event) {
  try {
    onEvent(event);
  } catch (error) {
    console.error(`hypersender-otp: onEvent threw ${error instanceof Error ? error.name : "something"}`);
  }
}
