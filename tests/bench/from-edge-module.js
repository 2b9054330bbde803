/** The same on the edge runtime. */

import module from "../node_modules/hypersender-otp/wasm/client_bg.wasm?module";
import { instantiate, measure } from "./instantiate.js";

export const run = () => measure(() => instantiate(module));
