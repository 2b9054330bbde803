/** The vendor's own document as the judge of answers; what it knows of the contract it has not from us. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const document = JSON.parse(await readFile(new URL("../../contract/openapi.json", import.meta.url), "utf8"));
const ajv = new Ajv2020({ strict: false, allErrors: true });
/** @type {any} */ (formats)(ajv);
ajv.addSchema(document, "contract");

/**
 * The schema of the 200 of a call.
 * @param {"request-code" | "validate-code"} call
 */
function schemaOf(call) {
  const pointer = ["paths", `~1{instance}~1${call}`, "post", "responses", "200", "content", "application~1json", "schema"].join("/");
  return ajv.compile({ $ref: `contract#/${encodeURI(pointer)}` });
}

const SCHEMAS = { "request-code": schemaOf("request-code"), "validate-code": schemaOf("validate-code") };
/** How many answers were held against the document. */
export let checked = 0;

/**
 * Asserts that an answer is what the vendor's document says of that call's 200.
 * @param {"request-code" | "validate-code"} call
 * @param {unknown} body
 */
export function fits(call, body) {
  const validate = SCHEMAS[call];
  assert.ok(validate(body), `${call}: ${ajv.errorsText(validate.errors ?? [])}\n${JSON.stringify(body)}`);
  checked += 1;
}

/** The document's example of a call. @param {"request-code" | "validate-code"} call */
export function exampleOf(call) {
  const { requestBody, responses } = document.paths[`/{instance}/${call}`].post;
  return {
    request: requestBody.content["application/json"].examples.request.value,
    response: responses["200"].content["application/json"].examples.response.value,
  };
}
