/**
 * Headers as the core reads and writes them: one a line, `name: value`.
 * @param {Headers} headers
 */
export const linesOf = (headers) => [...headers].map(([name, value]) => `${name}: ${value}`).join("\n");

/**
 * The same as an object, which costs a runtime less than pairs; the core writes no name twice.
 * @param {string} lines
 */
export function recordOf(lines) {
  /** @type {Record<string, string>} */
  const record = {};
  for (const line of lines.split("\n")) {
    const end = line.indexOf(": ");
    record[line.slice(0, end)] = line.slice(end + 2);
  }
  return record;
}
