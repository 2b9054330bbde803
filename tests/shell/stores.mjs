/** The store that ships keeps to the conformance suite, and the suite sees what is wrong with others. */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { shell } from "./support.mjs";

const { memoryStore } = await shell("lib/service/memory-store.js");
const { storeConformance } = await shell("testing.js");

/** A map with a version to each value, to be broken. */
class MapStore {
  /** @type {Map<string, { value: Uint8Array, version: string }>} */
  map = new Map();
  versions = 0;

  /** @param {string} key @returns {Promise<any>} */
  async get(key) {
    const found = this.map.get(key);
    return found && { ...found, value: found.value.slice() };
  }

  /** @param {string} key @param {string | undefined} expected @param {Uint8Array | undefined} value @returns {Promise<any>} */
  async compareAndSwap(key, expected, value) {
    if (this.map.get(key)?.version !== expected) return false;
    this.write(key, value?.slice());
    return true;
  }

  /** @param {string} key @param {Uint8Array | undefined} value */
  write(key, value) {
    if (value === undefined) this.map.delete(key);
    else this.map.set(key, { value, version: this.version(key, value) });
  }

  /** @param {string} _key @param {Uint8Array} _value */
  version(_key, _value) {
    return String(++this.versions);
  }
}

/** What can be wrong with a store. @type {Record<string, new () => MapStore>} */
const BROKEN = {
  "it awaits between comparing and writing": class extends MapStore {
    /** @override @param {string} key @param {string | undefined} expected @param {Uint8Array | undefined} value */
    async compareAndSwap(key, expected, value) {
      const current = this.map.get(key)?.version;
      await pause(0);
      if (current !== expected) return false;
      this.write(key, value?.slice());
      return true;
    }
  },
  "it compares nothing": class extends MapStore {
    /** @override @param {string} key @param {string | undefined} _ @param {Uint8Array | undefined} value */
    async compareAndSwap(key, _, value) {
      this.write(key, value?.slice());
      return true;
    }
  },
  "it counts versions by key and forgets them with the key": class extends MapStore {
    /** @override @param {string} key */
    version(key) {
      return String(Number(this.map.get(key)?.version ?? 0) + 1);
    }
  },
  "its version is the value": class extends MapStore {
    /** @override @param {string} _ @param {Uint8Array} value */
    version(_, value) {
      return value.join();
    }
  },
  "it keeps the caller's own bytes": class extends MapStore {
    /** @override @param {string} key @param {string | undefined} expected @param {Uint8Array | undefined} value */
    async compareAndSwap(key, expected, value) {
      if (this.map.get(key)?.version !== expected) return false;
      this.write(key, value);
      return true;
    }
  },
  "it keeps text instead of bytes": class extends MapStore {
    /** @override @param {string} key */
    async get(key) {
      const found = this.map.get(key);
      return found && { ...found, value: new TextEncoder().encode(new TextDecoder().decode(found.value)) };
    }
  },
  "its keys know no capitals": class extends MapStore {
    /** @override @param {string} key */
    async get(key) {
      return super.get(key.toLowerCase());
    }
    /** @override @param {string} key @param {string | undefined} expected @param {Uint8Array | undefined} value */
    async compareAndSwap(key, expected, value) {
      return super.compareAndSwap(key.toLowerCase(), expected, value);
    }
  },
  "it deletes whatever the version is": class extends MapStore {
    /** @override @param {string} key @param {string | undefined} expected @param {Uint8Array | undefined} value */
    async compareAndSwap(key, expected, value) {
      return super.compareAndSwap(key, value === undefined ? this.map.get(key)?.version : expected, value);
    }
  },
  "it says yes with a number": class extends MapStore {
    /** @override @param {string} key @param {string | undefined} expected @param {Uint8Array | undefined} value */
    async compareAndSwap(key, expected, value) {
      return Number(await super.compareAndSwap(key, expected, value));
    }
  },
};

/**
 * The rules a store breaks.
 * @param {() => any} createStore
 */
async function broken(createStore) {
  /** @type {string[]} */
  const failed = [];
  for (const { name, run } of storeConformance(createStore)) await run().catch(() => failed.push(name));
  return failed;
}

/** @type {import("../support/runner.mjs").Test[]} */
export const stores = [
  ...storeConformance(() => memoryStore({ singleProcess: true })).map((/** @type {import("../support/runner.mjs").Test} */ { name, run }) => ({
    name: `memoryStore: ${name}`,
    run,
  })),
  {
    name: "a store that is right in another way passes, too",
    run: async () => assert.deepEqual(await broken(() => new MapStore()), []),
  },
  ...Object.entries(BROKEN).map(([what, Store]) => ({
    name: `the suite notices of a store that ${what}`,
    run: async () => assert.notDeepEqual(await broken(() => new Store()), []),
  })),
  {
    name: "memoryStore wants to be told that there is one process, and refuses where there are several",
    async run() {
      for (const options of [undefined, {}, { singleProcess: "true" }, { singleProcess: 1 }]) {
        assert.throws(() => memoryStore(options), { name: "OtpError", code: "invalid_argument", message: /^memoryStore: singleProcess must be true/ });
      }
      for (const name of ["VERCEL", "AWS_LAMBDA_FUNCTION_NAME"]) {
        process.env[name] = "1";
        try {
          assert.throws(() => memoryStore({ singleProcess: true }), /runs several processes/);
        } finally {
          delete process.env[name];
        }
      }
    },
  },
];
