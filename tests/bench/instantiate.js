/** How long the client module takes to be ready, measured in the runtime itself. */

const BATCHES = 15;
const ROUNDS = 20;

/**
 * @typedef {object} Measured
 * @property {number} first milliseconds of the first start
 * @property {number} median milliseconds of a start, each sample the mean of a batch because clocks are coarse
 */

/**
 * @param {(round: number) => void} start
 * @param {() => Promise<unknown>} [tick] lets time pass where a clock stands still while a program runs
 * @returns {Promise<Measured>}
 */
export async function measure(start, tick = async () => {}) {
  let round = 0;
  const batch = async (/** @type {number} */ rounds) => {
    await tick();
    const began = performance.now();
    for (const end = round + rounds; round < end; round++) start(round);
    await tick();
    return (performance.now() - began) / rounds;
  };
  const first = await batch(1);
  const samples = [];
  while (samples.length < BATCHES) samples.push(await batch(ROUNDS));
  samples.sort((a, b) => a - b);
  return { first, median: samples[BATCHES >> 1] ?? NaN };
}

/** An instance with nothing behind its imports: what is measured is the engine's part. @param {WebAssembly.Module} module */
export function instantiate(module) {
  /** @type {Record<string, Record<string, () => void>>} */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => {};
  return new WebAssembly.Instance(module, imports);
}
