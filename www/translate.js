/** The page in the language of its reader, written before it is sent so that nothing moves later. */

import { PAGE } from "./words/page-ar.js";

/**
 * The page itself, or its Arabic form, read from right to left, where `?lang=` or else the browser
 * asks for that first.
 * @param {Response} page
 * @param {Request} request
 */
export function translated(page, { url, headers }) {
  page.headers.append("vary", "accept-language");
  const asked = new URL(url).searchParams.get("lang") ?? headers.get("accept-language") ?? "";
  if (!/^ar\b/i.test(asked)) return page;
  const rewriter = new HTMLRewriter();
  rewriter.on("html", {
    element(html) {
      html.setAttribute("lang", "ar");
      html.setAttribute("dir", "rtl");
    },
  });
  rewriter.on("[data-words]", {
    element(element) {
      const text = PAGE[element.getAttribute("data-words") ?? ""];
      if (text !== undefined) element.setInnerContent(text);
    },
  });
  rewriter.on("#script", { element: (script) => void script.setAttribute("src", "/ar/chunk.js") });
  rewriter.on("#language", {
    element(link) {
      link.setAttribute("href", "/?lang=en");
      link.setAttribute("lang", "en");
      link.setAttribute("hreflang", "en");
      link.setInnerContent("English");
    },
  });
  return rewriter.transform(page);
}
