/**
 * A Postman collection made from the document that the demo serves runs both calls against the demo:
 * `node tests/postman/run.mjs`. What openapi-to-postmanv2 and newman know of the API, they have from there.
 */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { startDemo } from "../support/demo.mjs";
import { prepared, runTests } from "../support/runner.mjs";
import { installTools } from "../support/tools.mjs";

/** Keeps the code of an answer for the call after it, as a person would who reads it on the phone. */
const KEEP_CODE = "pm.collectionVariables.set('code', pm.response.json().data.code);";

const { demo, converter, newman } = await prepared(async () => {
  const require = createRequire(path.join(await installTools("postman", "40 MB"), "tool.js"));
  return { converter: require("openapi-to-postmanv2"), newman: require("newman"), demo: await startDemo() };
});

/** @returns {Promise<any>} */
async function collection() {
  const document = await (await fetch(`${demo.baseUrl}/openapi.json`)).text();
  const { result, reason, output } = await promisify(converter.convert.bind(converter))({ type: "string", data: document }, { folderStrategy: "Tags" });
  if (!result) throw new Error(`the document could not be converted: ${reason}`);
  return output[0].data;
}

/** Every request of a collection, whatever folder it lies in. @param {any[]} items @returns {any[]} */
const requestsOf = (items) => items.flatMap((item) => (item.item ? requestsOf(item.item) : [item]));

/**
 * The two calls of a collection, for one chat.
 * @param {any} whole
 * @param {string} chatId
 */
function bothCalls(whole, chatId) {
  const named = (/** @type {string} */ route) => requestsOf(whole.item).find((item) => item.request.url.path.at(-1) === route);
  const [request, validate] = [named("request-code"), named("validate-code")];
  request.event = [{ listen: "test", script: { exec: [KEEP_CODE], type: "text/javascript" } }];
  for (const [item, body] of /** @type {[any, object][]} */ ([[request, { chatId, name: "Acme" }], [validate, { chatId, code: "{{code}}" }]])) {
    item.request.body.raw = JSON.stringify(body);
    item.request.header = item.request.header.filter((/** @type {any} */ header) => ["Content-Type", "Accept"].includes(header.key));
    for (const variable of item.request.url.variable) if (variable.key === "instance") variable.value = demo.instance;
  }
  const variable = [{ key: "baseUrl", value: demo.baseUrl }, { key: "bearerToken", value: demo.token }];
  return { ...whole, item: [request, validate], variable };
}

/** @param {any} made @returns {Promise<[status: number, answer: any][]>} */
async function run(made) {
  const summary = await promisify(newman.run.bind(newman))({ collection: made, timeout: 60_000 });
  return summary.run.executions.map((/** @type {any} */ { response }) => [response.code, JSON.parse(response.stream.toString("utf8"))]);
}

try {
  await runTests([
    {
      name: "the collection holds every route of the document",
      async run() {
        const routes = requestsOf((await collection()).item).map((item) => item.request.url.path.at(-1));
        assert.deepEqual(routes.sort(), [":uuid", "health", "openapi.json", "request-code", "requests", "unlock", "validate-code"]);
      },
    },
    {
      name: "newman requests a code and validates it, twice it does not",
      async run() {
        const chatId = `20${Date.now() % 10_000_000_000}@c.us`;
        const made = bothCalls(await collection(), chatId);
        const [requested, validated] = await run(made);
        assert.deepEqual([requested?.[0], requested?.[1].data.chat_id, validated?.[0], validated?.[1].data.status], [200, chatId, 200, "validated"]);
        const again = await run({ ...made, item: [made.item[1]], variable: [...made.variable, { key: "code", value: requested?.[1].data.code }] });
        assert.deepEqual([again[0]?.[0], again[0]?.[1].error.code], [409, "already_used"]);
      },
    },
  ]);
} finally {
  await demo.stop();
}
