/** What is sent to the servers of the tests. */

/**
 * The body of a request, or nothing when the sender went away in the middle, as an engine does that is killed.
 * @param {import("node:http").IncomingMessage} request
 */
export async function bodyOf(request) {
  const chunks = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString("utf8");
}
