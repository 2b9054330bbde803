/** The page in the language a reader asks for with `?lang=`, written before it is sent so that nothing moves later. */

import { PAGE } from "./words/page-ar.js";

/**
 * The page itself, or its Arabic form, read from right to left.
 * @param {Response} page
 * @param {URL} url
 */
export function translated(page, url) {
  if (url.searchParams.get("lang") !== "ar") return page;
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
  rewriter.on("#words", { element: (link) => void link.setAttribute("href", "/words/ar.js") });
  rewriter.on("#language", {
    element(link) {
      link.setAttribute("href", "/");
      link.setAttribute("lang", "en");
      link.setAttribute("hreflang", "en");
      link.setInnerContent("English");
    },
  });
  return rewriter.transform(page);
}
