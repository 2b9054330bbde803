/**
 * The demo from outside: its page in a browser, its API, its start and its end.
 *
 *     node tests/e2e/run.mjs [chromium|firefox] [part of a test's name]
 */

import { runTests } from "../support/runner.mjs";
import { accessibilityTests } from "./accessibility.mjs";
import { contractTests } from "./contract.mjs";
import { flowTests } from "./flow.mjs";
import { interruptionTests } from "./interruptions.mjs";
import { languageTests } from "./languages.mjs";
import { layoutTests } from "./layout.mjs";
import { panelTests } from "./panels.mjs";
import { pressTests } from "./presses.mjs";
import { processTests } from "./process.mjs";
import { refusalTests } from "./refusals.mjs";
import { secretTests } from "./secrets.mjs";
import { end, engine, keepPicture, only } from "./stage.mjs";
import { verifyingTests } from "./verifying.mjs";
import { weightTests } from "./weight.mjs";

const everywhere = [
  ...verifyingTests, ...refusalTests, ...pressTests, ...interruptionTests, ...languageTests, ...layoutTests, ...secretTests, ...panelTests,
];
/** What does not depend on the browser is asked once. */
const once = [...weightTests, ...flowTests, ...contractTests, ...processTests, ...accessibilityTests];

try {
  await runTests(engine === "chromium" ? [...once, ...everywhere] : everywhere, { only, failed: (_, number) => keepPicture(number) });
} finally {
  await end();
}
