/**
 * What the theme leaves out for readers with a keyboard.
 *
 * On Tab it closes the search and takes the focus away from its field. Chromium and Firefox go on
 * from there; WebKit begins anew at the top of the page, so nobody got past the search. Here Tab
 * goes where it goes everywhere, and the search closes behind a reader who leaves it.
 *
 * A label that stands for a button is pressed by Enter alone; the other key of a button is Space. A
 * table that is wider than a phone can only be scrolled once it has the focus.
 */

const search = document.querySelector(".md-search");
const shown = document.querySelector("#__search");

addEventListener(
  "keydown",
  (event) => {
    const within = event.target instanceof Node && search?.contains(event.target);
    if (event.key === "Tab" && within) event.stopImmediatePropagation();
    if (event.key === " " && event.target instanceof HTMLLabelElement) {
      event.preventDefault(); // the page would scroll
      event.target.click();
    }
  },
  { capture: true }, // before the theme
);
search?.addEventListener("focusout", (event) => {
  const next = event instanceof FocusEvent ? event.relatedTarget : null;
  const left = next instanceof Node && !search.contains(next);
  if (left && shown instanceof HTMLInputElement && shown.checked) shown.click();
});
// the theme has a listener of its own for this event, which comes first and wraps the tables
document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap"))
    if (box instanceof HTMLElement) box.tabIndex = 0;
});
