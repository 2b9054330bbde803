/**
 * Byte strings as one: each behind its length in four bytes.
 * @param {Uint8Array[]} parts
 */
export function pack(...parts) {
  const frame = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  const view = new DataView(frame.buffer);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.length);
    frame.set(part, at + 4);
    at += 4 + part.length;
  }
  return frame;
}

/**
 * The byte strings again, as views of the frame; nothing where there are fewer than asked for.
 * @param {Uint8Array} frame
 * @returns {any[]}
 */
export function unpack(frame) {
  const view = new DataView(frame.buffer, frame.byteOffset);
  const parts = [];
  for (let at = 0; at < frame.length; ) {
    const end = at + 4 + view.getUint32(at);
    parts.push(frame.subarray(at + 4, end));
    at = end;
  }
  return parts;
}
