/** What is in the packed package, and what each runtime gets of it: `node tests/package/run.mjs`. */

import { runTests } from "../support/runner.mjs";
import { contents } from "./contents.mjs";
import { entries } from "./entries.mjs";
import { golden } from "./golden.mjs";
import { memory } from "./memory.mjs";

await runTests([...contents, ...entries, ...golden, ...memory]);
