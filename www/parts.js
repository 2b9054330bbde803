/** The page's own elements. */

/**
 * An element of index.html.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function part(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`index.html has no #${id}`);
  return element;
}

/**
 * Elements of index.html whose ids begin alike: `{ list }` of `#exchanges-list` for `"exchanges", "list"`.
 * @template {string} N
 * @param {string} begin
 * @param {...N} names
 * @returns {Record<N, HTMLElement>}
 */
export function parts(begin, ...names) {
  const found = names.map((name) => [name, part(`${begin}-${name}`, HTMLElement)]);
  return /** @type {Record<N, HTMLElement>} */ (Object.fromEntries(found));
}

/**
 * A new element with its text and its children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
