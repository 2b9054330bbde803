/** The runtimes of the suite, one line each; nothing of one is loaded before it is run. */

/**
 * A module of the folder and the function of it that is called; what it gives is the report.
 * @typedef {{ file: string, name: string }} Task
 */

/** @typedef {(folder: string, task: Task) => Promise<import("../run.mjs").Report>} Run */

/** The suite itself. @type {Task} */
export const SUITE = { file: "suite/main.js", name: "runAll" };

/** @type {Record<string, Run>} */
export const RUNTIMES = {
  node: async (folder, task) => (await import("./node.mjs")).run(folder, task),
  "node-newest": async (folder, task) => (await import("./programs.mjs")).newestNode(folder, task),
  deno: async (folder, task) => (await import("./programs.mjs")).deno(folder, task),
  "deno-oldest": async (folder, task) => (await import("./programs.mjs")).oldestDeno(folder, task),
  bun: async (folder, task) => (await import("./programs.mjs")).bun(folder, task),
  workerd: async (folder, task) => (await import("./workerd.mjs")).run(folder, task),
  edge: async (folder, task) => (await import("./edge.mjs")).run(folder, task),
  chromium: async (folder, task) => (await import("./chromium.mjs")).run(folder, task),
  firefox: async (folder, task) => (await import("./firefox.mjs")).run(folder, task),
  webkit: async (folder, task) => (await import("./webkit.mjs")).run(folder, task),
};
