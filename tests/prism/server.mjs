/** Prism, a mock server made from an OpenAPI document alone: what it knows of the API it has not from us. */

import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../support/demo.mjs";
import { installTools } from "../support/tools.mjs";

/** The two calls as the vendor documents them. */
const DOCUMENT = fileURLToPath(new URL("../contract/openapi.json", import.meta.url));
const START_MS = 60_000;

/** Starts it; gives its origin, and what ends it. */
export async function startPrism() {
  const modules = await installTools("prism", "90 MB");
  const port = await freePort();
  const cli = path.join(modules, "@stoplight/prism-cli/dist/index.js");
  const child = spawn(process.execPath, [cli, "mock", "-h", "127.0.0.1", "-p", String(port), DOCUMENT]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const until = Date.now() + START_MS;
  while (!said.includes("Prism is listening")) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill();
      throw new Error(`Prism did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill();
    await ended;
  };
  return { origin: `http://127.0.0.1:${port}`, stop };
}
