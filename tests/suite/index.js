/** The suite, in the order in which it runs: loading first, the search for secrets last. */

import "./init.js";
import "./requests.js";
import "./verdicts.js";
import "./binding.js";
import "./redirects.js";
import "./refused-inputs.js";
import "./hostile-realm.js";
import "./abort-and-timeout.js";
import "./retry.js";
import "./trap.js";
import "./human.js";
import "./generator.js";
import "./bad-formats.js";
import "./testing.js";
import "./secrets.js";

export { runAll } from "./harness.js";
