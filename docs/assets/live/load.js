/**
 * The one script of every page: it brings a live figure when the reader comes near it.
 *
 * Until then, and if anything goes wrong, the static figure stands in its place. (Browsers refuse
 * modules from file://, so a book read from a folder keeps its static figures.)
 */

const nearby = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting && target instanceof HTMLElement) {
        nearby.unobserve(target);
        void bring(target);
      }
    }
  },
  { rootMargin: "800px" },
);

/** @param {HTMLElement} place */
async function bring(place) {
  const [base, figure] = await Promise.all([
    import("./base.js"),
    import(`./${place.dataset.live}.js`),
  ]);
  await base.mount(place, figure.default);
}

for (const place of document.querySelectorAll("figure[data-live]")) {
  // a link that carries a state has to find its figure, wherever the page is scrolled to
  if (place instanceof HTMLElement && location.hash.includes(":")) void bring(place);
  else nearby.observe(place);
}
