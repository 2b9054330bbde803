/** @import { Core } from "./core.js" */
/** @import { Apply, Challenge, Done, Fetch, Host, Reply, Step } from "./step.js" */
import { within } from "../deadline.js";
import { send } from "./send.js";

/** Milliseconds until a challenge that was not answered counts as not passed. */
const CHALLENGE_TIMEOUT = 10_000;

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
      return passed(() => host.challenge({ instance: step.instance, underAttack: step.underAttack }));
    case "fetch":
      return send(step, host.fetch);
  }
}

/** @param {() => Promise<boolean>} challenge */
async function passed(challenge) {
  return (await within(challenge, Date.now() + CHALLENGE_TIMEOUT, undefined)) === true;
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
 * A hook that fails is not the caller's trouble; one that is an async function may do so later, and
 * what nobody catches then would end a Node process.
 * @param {Host["onEvent"]} onEvent
 * @param {import("./step.js").Event} event
 */
export function tell(onEvent, event) {
  const failed = (/** @type {unknown} */ error) => {
    console.error(`hypersender-otp: onEvent threw ${error instanceof Error ? error.name : "something"}`);
  };
  try {
    Promise.resolve(onEvent(event)).catch(failed);
  } catch (error) {
    failed(error);
  }
}
