/** `node node.js` */

import { createServer } from "node:http";
import { optionsFrom, otpRoutes } from "./routes.js";

const answer = otpRoutes(optionsFrom(process.env));

const server = createServer(async (request, response) => {
  try {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "GET", url = "/" } = request;
    const body = method === "POST" ? Buffer.concat(chunks) : null;
    const { status, headers, body: said } = await answer(new Request(new URL(url, "http://localhost"), { method, body }));
    response.writeHead(status, Object.fromEntries(headers));
    for await (const chunk of said ?? []) response.write(chunk);
  } catch {
    response.writeHead(500);
  }
  response.end();
});
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => console.log(`ready http://127.0.0.1:${process.env.PORT ?? 3000}/`));
