/** The panels below the form, each loaded when it comes into the window: none of them weighs on the first load. */

/** @type {Record<string, () => Promise<unknown>>} */
const PANELS = {
  exchanges: () => import("./panels/exchanges.js"),
  proof: () => import("./panels/proof.js"),
  requests: () => import("./panels/requests.js"),
  attack: () => import("./panels/attack.js"),
  generator: () => import("./panels/generator.js"),
};

const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    PANELS[target.getAttribute("data-panel") ?? ""]?.().catch(() => observer.observe(target));
  }
});

for (const panel of document.querySelectorAll("[data-panel]")) observer.observe(panel);
