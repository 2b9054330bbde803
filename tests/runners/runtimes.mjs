/** The runtimes of the suite, one line each; nothing of one is loaded before it is run. */

/** @type {Record<string, (folder: string) => Promise<import("../run.mjs").Report>>} */
export const RUNTIMES = {
  node: async (folder) => (await import("./node.mjs")).run(folder),
  "node-newest": async (folder) => (await import("./programs.mjs")).newestNode(folder),
  deno: async (folder) => (await import("./programs.mjs")).deno(folder),
  "deno-oldest": async (folder) => (await import("./programs.mjs")).oldestDeno(folder),
  bun: async (folder) => (await import("./programs.mjs")).bun(folder),
  workerd: async (folder) => (await import("./workerd.mjs")).run(folder),
  edge: async (folder) => (await import("./edge.mjs")).run(folder),
  chromium: async (folder) => (await import("./chromium.mjs")).run(folder),
  firefox: async (folder) => (await import("./firefox.mjs")).run(folder),
  webkit: async (folder) => (await import("./webkit.mjs")).run(folder),
};
