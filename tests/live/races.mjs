/**
 * A thousand guesses at once, made inside the Worker: exactly one right one wins, exactly five wrong
 * ones are compared. `node tests/live/races.mjs [ROUNDS] [WORDS]`; 5 rounds unless told otherwise, of the
 * tests whose names have these words.
 */

import assert from "node:assert/strict";
import { prepared, runTests } from "../support/runner.mjs";
import { bindings, freshChat, INSTANCE, SECRETS, startService } from "./support/service.mjs";
import { OBJECTS } from "./support/workerd.mjs";

const PARALLEL = 1000;
const ROUNDS = Number(process.argv[2] ?? 5);
/** Rounds between two kills of the engine. */
const BETWEEN_KILLS = 10;

const service = await prepared(() => startService({
  main: "races.js", bindings: bindings(), objects: { ...OBJECTS, TWIN_CHAT: "TwinChat" },
}));

/**
 * @param {"right" | "wrong"} guess
 * @param {boolean} [twin] whether against the broken object
 * @returns {Promise<{ tally: Record<string, number>, after: string, uuid: string }>}
 */
async function race(guess, twin = false) {
  const baseUrl = `${service.baseUrl}/${INSTANCE}`;
  const result = await service.test("race", { baseUrl, token: SECRETS.token, chatId: freshChat(), guess, parallel: PARALLEL, twin });
  assert.equal(result.failed, undefined, JSON.stringify(result));
  return result;
}

/** @param {Record<string, number>} tally */
const accepted = (tally) => `${tally["validated"] ?? 0} of ${Object.values(tally).reduce((sum, count) => sum + count, 0)} accepted`;

/** @param {"right" | "wrong"} guess @param {(result: Awaited<ReturnType<typeof race>>) => void} check */
async function rounds(guess, check) {
  /** @type {Record<string, number>} */
  const all = {};
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0 && round % BETWEEN_KILLS === 0) await service.workerd.restart();
    const result = await race(guess);
    check(result);
    for (const [word, count] of Object.entries(result.tally)) all[word] = (all[word] ?? 0) + count;
  }
  console.log(`        ${ROUNDS} rounds: ${accepted(all)}, ${JSON.stringify(all)}`);
}

try {
  await runTests([
    {
      name: `of ${PARALLEL} right codes at once exactly one wins, in each of ${ROUNDS} rounds`,
      run: () => rounds("right", ({ tally, after }) => {
        assert.deepEqual(tally, { validated: 1, "409 already_used": PARALLEL - 1 });
        assert.equal(after, "409 already_used");
      }),
    },
    {
      name: `of ${PARALLEL} wrong codes at once exactly five are compared, in each of ${ROUNDS} rounds`,
      run: () => rounds("wrong", ({ tally, after }) => {
        assert.deepEqual(tally, { "422 invalid_code": 5, "429 too_many_attempts": PARALLEL - 5 });
        assert.equal(after, "429 too_many_attempts");
      }),
    },
    {
      name: "the broken twin, with one await between reading and writing, fails in its first round",
      async run() {
        const right = await race("right", true);
        const wrong = await race("wrong", true);
        console.log(`        right: ${JSON.stringify(right.tally)}; wrong: ${JSON.stringify(wrong.tally)}`);
        assert.ok((right.tally["validated"] ?? 0) > 1);
        assert.ok((wrong.tally["422 invalid_code"] ?? 0) > 5);
      },
    },
  ], { limit: 14 * 60_000, only: process.argv[3] ?? "" });
} finally {
  await service.remove();
}
