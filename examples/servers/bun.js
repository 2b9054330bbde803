/** `bun bun.js` */

import { optionsFrom, otpRoutes } from "./routes.js";

const { port } = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.env["PORT"] ?? 3000),
  fetch: otpRoutes(optionsFrom(process.env)),
});
console.log(`ready http://127.0.0.1:${port}/`);
