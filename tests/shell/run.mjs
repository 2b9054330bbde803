/** The service's shell, over a core written for tests: `node tests/shell/run.mjs`. */

import { runTests } from "../support/runner.mjs";
import { envelope } from "./envelope.mjs";
import { loop } from "./loop.mjs";
import { notices } from "./notices.mjs";
import { objects } from "./objects.mjs";
import { sending } from "./sending.mjs";
import { storeHost } from "./store-host.mjs";
import { stores } from "./stores.mjs";
import { words } from "./words.mjs";

await runTests([...envelope, ...loop, ...notices, ...objects, ...sending, ...storeHost, ...stores, ...words]);
