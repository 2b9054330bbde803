/** Pieces of a body that may hold nothing. */
const MAX_EMPTY = 1000;

/**
 * A body up to a cap; what goes on beyond it is not read.
 * @param {ReadableStream<Uint8Array> | null} stream
 * @param {number} max bytes
 * @returns {Promise<{ bytes: Uint8Array, truncated: boolean }>}
 */
export async function readCapped(stream, max) {
  const reader = stream?.getReader();
  /** @type {Uint8Array} */
  let bytes = new Uint8Array();
  /** @type {Uint8Array | undefined} */
  let buffer;
  let empty = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    const length = bytes.length + value.length;
    // An endless run of empty pieces would never let the deadline's timer fire.
    if (length > max || (value.length === 0 && ++empty > MAX_EMPTY)) {
      reader.cancel().catch(() => {});
      return { bytes, truncated: true };
    }
    if (bytes.length === 0) {
      bytes = value;
    } else {
      // One buffer for all further pieces, so that a body in tiny pieces is not copied again and again.
      if (!buffer) (buffer = new Uint8Array(max)).set(bytes);
      buffer.set(value, bytes.length);
      bytes = buffer.subarray(0, length);
    }
  }
  return { bytes, truncated: false };
}
