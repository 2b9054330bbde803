/** `deno run --allow-net --allow-env deno.js` */

import { optionsFrom, otpRoutes } from "./routes.js";

Deno.serve(
  {
    hostname: "127.0.0.1",
    port: Number(Deno.env.get("PORT") ?? 3000),
    onListen: ({ port }) => console.log(`ready http://127.0.0.1:${port}/`),
  },
  otpRoutes(optionsFrom(Deno.env.toObject())),
);
