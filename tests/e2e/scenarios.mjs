/** What people live through with the page: the same in every browser. */

import { interruptionTests } from "./interruptions.mjs";
import { pressTests } from "./presses.mjs";
import { refusalTests } from "./refusals.mjs";
import { toldTests } from "./told.mjs";
import { verifyingTests } from "./verifying.mjs";

/** @param {import("./person.mjs").Stage} stage @returns {import("../support/runner.mjs").Test[]} */
export const scenarios = (stage) => [verifyingTests, refusalTests, toldTests, pressTests, interruptionTests].flatMap((tests) => tests(stage));
