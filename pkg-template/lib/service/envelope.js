/** Bytes that go as a header: a body would be a stream, which costs a Worker as much as the call itself. */
const SHORT = 2048;
const HEADER = "otp-bytes";

/**
 * Bytes as the init of a request or a response between a Worker and its objects.
 * @param {Uint8Array} bytes
 * @returns {{ headers?: Record<string, string>, body: Uint8Array<ArrayBuffer> | null }}
 */
export function enclosed(bytes) {
  if (bytes.length > SHORT) return { body: /** @type {Uint8Array<ArrayBuffer>} */ (bytes) };
  return { headers: { [HEADER]: btoa(String.fromCharCode(...bytes)) }, body: null };
}

/**
 * The bytes again.
 * @param {Request | Response} message
 * @returns {Uint8Array | Promise<Uint8Array>}
 */
export function opened(message) {
  const short = message.headers.get(HEADER);
  if (short !== null) {
    const text = atob(short);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
    return bytes;
  }
  return message.arrayBuffer().then((buffer) => new Uint8Array(buffer));
}
