/**
 * Headers as the core reads and writes them: one a line, `name: value`.
 * @param {Headers} headers
 */
export const linesOf = (headers) => [...headers].map(([name, value]) => `${name}: ${value}`).join("\n");

/**
 * @param {string} lines
 * @returns {[name: string, value: string][]}
 */
export const pairsOf = (lines) =>
  lines.split("\n").map((line) => {
    const end = line.indexOf(": ");
    return [line.slice(0, end), line.slice(end + 2)];
  });
