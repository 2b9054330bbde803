/**
 * The demo from outside: its page in a browser, its API, its start and its end.
 *
 *     node tests/e2e/run.mjs [chromium|firefox] [part of a test's name]
 */

import { runTests } from "../support/runner.mjs";
import { accessibilityTests } from "./accessibility.mjs";
import { contractTests } from "./contract.mjs";
import { flowTests } from "./flow.mjs";
import { languageTests } from "./languages.mjs";
import { layoutTests } from "./layout.mjs";
import { panelTests } from "./panels.mjs";
import { processTests } from "./process.mjs";
import { scenarios } from "./scenarios.mjs";
import { secretTests } from "./secrets.mjs";
import { demo, end, engine, gate, only, open } from "./stage.mjs";
import { strangerTests } from "./stranger.mjs";
import { weightTests } from "./weight.mjs";

/** Side by side; more only wait for each other. */
const LANES = 3;

const everywhere = [...scenarios({ demo, gate, open }), ...languageTests, ...layoutTests, ...secretTests, ...panelTests];
/** What does not depend on the browser is asked once. */
const once = [...processTests, ...accessibilityTests, ...weightTests, ...strangerTests, ...flowTests, ...contractTests];

try {
  await runTests(engine === "chromium" ? [...once, ...everywhere] : everywhere, { only, lanes: LANES });
} finally {
  await end();
}
