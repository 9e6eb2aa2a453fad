/**
 * What the theme leaves out for readers with a keyboard. It runs before the theme's own script.
 *
 * On Tab the theme closes the search and takes the focus away from its field. Chromium and Firefox
 * go on from there; WebKit begins anew at the top of the page, so nobody got past the search. Here
 * Tab goes where it goes everywhere, and the search closes behind a reader who leaves it.
 *
 * A label that stands for a button is pressed by Enter alone; the other key of a button is Space.
 * What is wider than a phone can only be scrolled once it has the focus.
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
// the theme listens on the document, which hears of this before the window, and wraps the tables
addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap"))
    if (box instanceof HTMLElement) box.tabIndex = 0;
});
// the theme makes these buttons when a reader comes near, which from the keyboard is too late; it
// finds the code to copy by their data
document.querySelectorAll(".highlight:not(.no-copy) pre > code").forEach((code, number) => {
  const button = document.createElement("button");
  Object.assign(button, { className: "md-code__button", title: "Copy to clipboard" });
  Object.assign(button.dataset, { clipboardTarget: `#code-${number}`, mdType: "copy" });
  const place = document.createElement("div"); // the theme's own is a landmark
  place.className = "md-code__nav";
  place.append(button);
  code.id = `code-${number}`;
  code.before(place);
});
// the theme lets wide code take the focus only where there is a mouse
const { matchMedia: ask } = window;
window.matchMedia = (query) => ask.call(window, query === "(hover)" ? "all" : query);
