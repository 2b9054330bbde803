/** Where the platform compiles the module before the program starts: it is instantiated. */

import module from "../node_modules/hypersender-otp/wasm/client_bg.wasm";
import { instantiate, measure } from "./instantiate.js";

// workerd's clock moves only when something came in.
export const run = () => measure(() => instantiate(module), () => fetch("http://clock.test/"));
