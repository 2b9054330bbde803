/** @import { Store } from "../../service.js" */
/** @import { ConformanceTest } from "../../testing.js" */

/** Every byte there is. */
const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const LARGE = new Uint8Array(65_536).map((_, at) => at % 251);
const ROUNDS = 20;
const RIVALS = 50;

/** @type {[sentence: string, run: (store: Store) => Promise<void>][]} */
const RULES = [
  ["a key that was never written has nothing under it", async (store) => {
    same(await store.get("chat/none"), undefined, "get");
  }],
  ["a value that was written is read at once, with a version that is a text", async (store) => {
    await put(store, "chat/a", undefined, BYTES);
    const found = await held(store, "chat/a");
    bytes(found.value, BYTES);
    same(typeof found.version, "string", "the version's type");
  }],
  ["bytes come back as they were: none, all values, 64 KiB", async (store) => {
    for (const [at, value] of [new Uint8Array(), BYTES, LARGE].entries()) {
      await put(store, `chat/${at}`, undefined, value);
      bytes((await held(store, `chat/${at}`)).value, value);
    }
  }],
  ["a key is created once", async (store) => {
    await put(store, "chat/a", undefined, of(1));
    await refuse(store, "chat/a", undefined, of(2));
    bytes((await held(store, "chat/a")).value, of(1));
  }],
  ["a value is replaced for its version, which is then another one", async (store) => {
    await put(store, "chat/a", undefined, of(1));
    const first = await held(store, "chat/a");
    await put(store, "chat/a", first.version, of(2));
    const second = await held(store, "chat/a");
    bytes(second.value, of(2));
    same(second.version === first.version, false, "both versions are the same");
  }],
  ["a version that is past replaces nothing", async (store) => {
    await put(store, "chat/a", undefined, of(1));
    const first = await held(store, "chat/a");
    await put(store, "chat/a", first.version, of(2));
    await refuse(store, "chat/a", first.version, of(3));
    bytes((await held(store, "chat/a")).value, of(2));
  }],
  ["writing the same bytes again is a change, too", async (store) => {
    await put(store, "chat/a", undefined, of(1));
    const first = await held(store, "chat/a");
    await put(store, "chat/a", first.version, of(1));
    await refuse(store, "chat/a", first.version, of(2));
  }],
  ["a version of nothing replaces nothing", async (store) => {
    await put(store, "chat/a", undefined, of(1));
    const { version } = await held(store, "chat/a");
    await refuse(store, "chat/b", version, of(2));
    same(await store.get("chat/b"), undefined, "get");
  }],
  ["a key is deleted for its version, and for no other", async (store) => {
    await put(store, "chat/a", undefined, of(1));
    const first = await held(store, "chat/a");
    await put(store, "chat/a", first.version, of(2));
    await refuse(store, "chat/a", first.version, undefined);
    await put(store, "chat/a", (await held(store, "chat/a")).version, undefined);
    same(await store.get("chat/a"), undefined, "get");
  }],
  ["a version of before a deletion is never valid again", async (store) => {
    await put(store, "chat/a", undefined, of(1));
    const first = await held(store, "chat/a");
    await put(store, "chat/a", first.version, undefined);
    await refuse(store, "chat/a", first.version, of(2));
    await put(store, "chat/a", undefined, of(1));
    await refuse(store, "chat/a", first.version, of(3));
    bytes((await held(store, "chat/a")).value, of(1));
  }],
  ["keys that differ in anything are different keys", async (store) => {
    const long = "a".repeat(200);
    const keys = ["chat/a", "chat/A", "budget/a", "chat/a/", "chat/", "chat/a b", "chat/%61", `chat/${long}`, `chat/${long}b`];
    for (const [at, key] of keys.entries()) await put(store, key, undefined, of(at));
    for (const [at, key] of keys.entries()) bytes((await held(store, key)).value, of(at));
  }],
  ["what a caller does to its own bytes afterwards changes nothing", async (store) => {
    const value = of(1);
    await put(store, "chat/a", undefined, value);
    value[0] = 2;
    const found = await held(store, "chat/a");
    bytes(found.value, of(1));
    found.value[0] = 3;
    bytes((await held(store, "chat/a")).value, of(1));
  }],
  [`of ${RIVALS} at once that create one key, exactly one does`, async (store) => {
    for (let round = 0; round < ROUNDS; round++) {
      const won = await rivals((rival) => store.compareAndSwap(`chat/${round}`, undefined, of(rival)));
      same(won.length, 1, `winners in round ${round}`);
      bytes((await held(store, `chat/${round}`)).value, of(won[0] ?? -1));
    }
  }],
  [`of ${RIVALS} at once that replace one version, exactly one does`, async (store) => {
    await put(store, "chat/a", undefined, of(0));
    for (let round = 0; round < ROUNDS; round++) {
      const { version } = await held(store, "chat/a");
      const won = await rivals((rival) => store.compareAndSwap("chat/a", version, of(rival)));
      same(won.length, 1, `winners in round ${round}`);
      bytes((await held(store, "chat/a")).value, of(won[0] ?? -1));
    }
  }],
  [`of ${RIVALS} at once that delete one version, exactly one does`, async (store) => {
    for (let round = 0; round < ROUNDS; round++) {
      await put(store, "chat/a", undefined, of(0));
      const { version } = await held(store, "chat/a");
      const won = await rivals(() => store.compareAndSwap("chat/a", version, undefined));
      same(won.length, 1, `winners in round ${round}`);
    }
  }],
  [`no update is lost when ${RIVALS} at once count up`, async (store) => {
    await Promise.all(Array.from({ length: RIVALS }, async () => {
      for (;;) {
        const found = await store.get("chat/a");
        const next = of((found?.value[0] ?? 0) + 1);
        if (await store.compareAndSwap("chat/a", found?.version, next)) return;
      }
    }));
    bytes((await held(store, "chat/a")).value, of(RIVALS));
  }],
];

/** @type {typeof import("../../testing.js").storeConformance} */
export const storeConformance = (createStore) => RULES.map(([name, run]) => /** @type {ConformanceTest} */ ({
  name,
  run: async () => run(await createStore()),
}));

/** @param {number} byte */
const of = (byte) => new Uint8Array([byte]);

/** @param {(rival: number) => Promise<boolean>} swap @returns {Promise<number[]>} who won */
async function rivals(swap) {
  const results = await Promise.all(Array.from({ length: RIVALS }, (_, rival) => swap(rival)));
  return results.flatMap((won, rival) => (won === true ? [rival] : []));
}

/** @param {Store} store @param {string} key @param {string | undefined} expected @param {Uint8Array | undefined} value */
async function put(store, key, expected, value) {
  same(await store.compareAndSwap(key, expected, value), true, `compareAndSwap of ${key} for its own version`);
}

/** @param {Store} store @param {string} key @param {string | undefined} expected @param {Uint8Array | undefined} value */
async function refuse(store, key, expected, value) {
  same(await store.compareAndSwap(key, expected, value), false, `compareAndSwap of ${key} for another version`);
}

/** @param {Store} store @param {string} key */
async function held(store, key) {
  const found = await store.get(key);
  if (found === undefined) throw new Error(`get of ${key} gave undefined instead of what was written`);
  return found;
}

/** @param {unknown} actual @param {unknown} expected @param {string} what */
function same(actual, expected, what) {
  if (actual !== expected) throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}

/** @param {Uint8Array} actual @param {Uint8Array} expected */
function bytes(actual, expected) {
  if (!(actual instanceof Uint8Array)) throw new Error("the value is no Uint8Array");
  same(actual.length, expected.length, "bytes");
  for (const [at, byte] of expected.entries()) same(actual[at], byte, `byte ${at}`);
}
