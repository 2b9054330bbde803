/** Every fault, in the order in which the matrix prints them. */

import "./families/honest.mjs";
import "./families/connection.mjs";
import "./families/framing.mjs";
import "./families/bodies.mjs";
import "./families/words.mjs";
import "./families/redirects.mjs";
import "./families/throttles.mjs";
import "./families/failures.mjs";
import "./families/refusals.mjs";
import "./families/repeats.mjs";

export { FAULTS } from "./table.mjs";
/** @typedef {import("./table.mjs").Fault} Fault */
