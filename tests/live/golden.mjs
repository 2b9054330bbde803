/** The service's module draws the golden codes in workerd, too: `node tests/live/golden.mjs`. */

import assert from "node:assert/strict";
import { prepared, runTests } from "../support/runner.mjs";
import { contractDraws } from "../package/golden.mjs";
import { startService } from "./support/service.mjs";

const service = await prepared(() => startService({ main: "golden.js" }));
try {
  await runTests([{
    name: "the service's module draws the golden codes from the golden bytes in workerd",
    run: async () => assert.deepEqual(await service.test("codes", contractDraws), contractDraws.map(({ code }) => code)),
  }]);
} finally {
  await service.remove();
}
