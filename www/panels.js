/** The panels below the form, each loaded when it comes near the window: none of them weighs on the first load. */

const NEAR = "300px";

const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    const name = target.getAttribute("data-panel");
    import(`./panels/${name}.js`).catch(() => observer.observe(target));
  }
}, { rootMargin: NEAR });

for (const panel of document.querySelectorAll("[data-panel]")) observer.observe(panel);
