/** What a runner starts: the spies come before the package, the package before the tests. */

import "./before.js";
export { runAll } from "./index.js";
