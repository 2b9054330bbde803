/**
 * Two byte strings as one: the length of the first in four bytes, then both.
 * @param {Uint8Array} first
 * @param {Uint8Array} second
 */
export function pack(first, second) {
  const frame = new Uint8Array(4 + first.length + second.length);
  new DataView(frame.buffer).setUint32(0, first.length);
  frame.set(first, 4);
  frame.set(second, 4 + first.length);
  return frame;
}

/**
 * @param {Uint8Array} frame
 * @returns {[Uint8Array, Uint8Array]}
 */
export function unpack(frame) {
  const end = 4 + new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  return [frame.subarray(4, end), frame.subarray(end)];
}
