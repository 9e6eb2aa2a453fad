/**
 * What the theme leaves out for readers who search. It runs before the theme's own script.
 *
 * The theme starts a worker with every page. Here the worker starts when it gets its first message,
 * and gets the words of a reader as it finds most with them.
 */

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
