/**
 * What the theme leaves out. This runs before the theme's own script.
 *
 * For readers with a keyboard: on Tab the theme closes the search and takes the focus away from its
 * field. Chromium and Firefox go on from there; WebKit begins anew at the top of the page, so
 * nobody got past the search. Here Tab goes where it goes everywhere, and the search closes behind
 * a reader who leaves it. A label that stands for a button is pressed by Enter alone; the other key
 * of a button is Space. What is wider than a phone can only be scrolled once it has the focus.
 *
 * For readers who search: the theme starts a worker with every page. Here the worker starts when it
 * gets its first message, and gets the words of a reader as it finds most with them.
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

// the kinds of messages to the theme's worker
const INDEX = 0;
const QUERY = 2;
const StartedWorker = Worker;

/** The worker that searches, which starts with the first message. */
class SearchWorker extends EventTarget {
  /** @param {string} address */
  constructor(address) {
    super();
    this.address = address;
    /** @type {Worker | undefined} */
    this.started = undefined;
  }

  /** @param {{type: number, data: any}} message */
  postMessage({ type, data }) {
    if (!this.started) {
      this.started = new StartedWorker(this.address);
      this.started.addEventListener("message", (answer) =>
        this.dispatchEvent(new MessageEvent("message", { data: answer.data })),
      );
    }
    if (type === INDEX) data.docs.forEach(weigh);
    this.started.postMessage({ type, data: type === QUERY ? asWords(data) : data });
  }
}
Object.assign(window, { Worker: SearchWorker });

/**
 * Let the top of a page count as much as a section: the theme has it come before all of them, where
 * it hides them.
 *
 * @param {{location: string, boost?: number}} entry
 */
function weigh(entry) {
  if (!entry.location.includes("#")) entry.boost = 0.4 * (entry.boost ?? 1);
}

/**
 * Return what a reader has typed or pasted as words to search for.
 *
 * A quote would ask for its stop words, which no index has; a minus sign would take pages out. The
 * theme lets each word be the beginning of a longer one. That is right for the last, which is being
 * typed; elsewhere "not" found Notation. "^1" asks for the very word. Either spelling finds what is
 * written with an s; and a word finds its other forms.
 *
 * @param {string} query
 */
function asWords(query) {
  const marks = /["+−~^:*-]/g;
  const wordsAndNumbers = /\d[\d.]*|[\p{L}\p{M}\d_]+/gu;
  const beforeSpelling = /i[sz](?=e[srd]?$|ing$|ation)/;
  const ending = /^(.{4,}?)(ations?|ions?|ing|ed|es|s|e)$/;
  return query
    .replace(marks, " ")
    .trimEnd()
    .replace(wordsAndNumbers, (word, at, all) => {
      const isLast = at + word.length === all.length;
      if (/^\d/.test(word) || (word.length < 4 && !isLast)) return `${word}^1 `;
      return word.replace(beforeSpelling, "is").replace(ending, "$1");
    });
}
