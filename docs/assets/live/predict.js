/**
 * Predictions that count: the reader says how likely an answer is, and pays the binary
 * cross-entropy of what was said. Only then does the page show its own answer.
 *
 * The build marks a question with the class `predict` and with its truth: `truth-2` for the second
 * of its answers. The last thing in it is a fold with the answer, which stands alone where no
 * script runs. What readers said is kept in their own browser and sent nowhere.
 */

import { decisionBoundary, density, logOdds, sigmoid } from "./neuron.js";

/**
 * What a reader said about one question.
 * @typedef {object} Forecast
 * @property {number} said the probability of the answer `of`
 * @property {string} of the place of an answer in the list
 * @property {0 | 1} came whether that is what happens
 */

const KEY = "first-neuron-forecasts";
const COIN = Math.log(2); // what "one half" pays, whatever happens
/** How sure the groups of the calibration are: from the first number, below the next. */
const GROUPS = [0.5, 0.7, 0.9, 1.01];

/** @type {Map<string, Forecast>} */
let forecasts = new Map();
/** @type {(() => void)[]} what has to be drawn anew when a forecast comes or goes */
const watching = [];

/**
 * The binary cross-entropy.
 * @param {number} said the probability of what is forecast
 * @param {number} came 1 if it came, else 0
 */
export function paid(said, came) {
  return -(came ? Math.log(said) : Math.log1p(-said));
}

/** What all forecasts cost together. */
function total() {
  return [...forecasts.values()].reduce((sum, { said, came }) => sum + paid(said, came), 0);
}

function load() {
  try {
    const kept = Object.entries(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    // once a question could ask for the probability of "yes"
    forecasts = new Map(kept.filter(([, { of }]) => of !== "yes"));
  } catch {
    forecasts = new Map(); // the browser keeps nothing, or something else
  }
}

/** Keep what has changed, and show it. */
function keep() {
  try {
    if (forecasts.size) localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(forecasts)));
    else localStorage.removeItem(KEY);
  } catch {
    // then it lasts as long as the page
  }
  for (const show of watching) show();
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
}

/** @param {number} share */
function percent(share) {
  return `${Math.round(100 * share)} %`;
}

/** @param {number} count */
function inWords(count) {
  return `${count} ${count === 1 ? "forecast" : "forecasts"}`;
}

/** A question, its form, and what the reader said. */
class Question {
  /**
   * @param {HTMLElement} aside
   * @param {number} number
   */
  constructor(aside, number) {
    this.aside = aside;
    this.id = `forecast-${number}`;
    const title = aside.querySelector(".admonition-title")?.textContent ?? "";
    const page = location.pathname.replace(/\/(?:index\.html)?$/, "").replace(/.*\//, "");
    this.key = `${page}: ${title}`;
    this.truth = /truth-(\d)/.exec(aside.className)?.[1] ?? "";
    this.fold = aside.querySelector("details");
    this.list = aside.querySelector("ul");
    this.output = element("output", { for: this.id, "aria-live": "off" });
    this.range = element("input", { type: "range", id: this.id, min: "1", max: "99", value: "50" });
    this.price = element("p", { class: "forecast-price" });
    this.button = element("button", {}, "That is my forecast");
    this.form = this.makeForm(title);
    this.result = element("p", { class: "forecast-result", role: "status", tabindex: "-1" });
    this.mean = element("p", { class: "forecast-mean" });
    this.list?.remove();
    this.fold?.before(this.form, this.result, this.mean);
    watching.push(() => this.show());
    this.show();
  }

  /** @param {string} title */
  makeForm(title) {
    const choices = element("fieldset", {}, element("legend", { class: "live-status" }, title));
    for (const [i, item] of [...(this.list?.children ?? [])].entries()) {
      const input = element("input", { type: "radio", name: this.id, value: String(i + 1) });
      input.addEventListener("change", () => this.write());
      choices.append(element("label", {}, input, element("span", {}, ...item.childNodes)));
    }
    const words = "How likely is it that you are right?";
    const slide = element("div", { class: "forecast-slide" }, this.range, this.output);
    choices.append(element("label", { for: this.id }, words), slide, this.price, this.button);
    const form = element("form", { class: "forecast" }, choices);
    this.range.addEventListener("input", () => this.write());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.commit();
    });
    return form;
  }

  /** The answer that the reader forecasts; nothing if none is chosen. */
  get of() {
    const chosen = this.form.querySelector("input[type=radio]:checked");
    return chosen instanceof HTMLInputElement ? chosen.value : "";
  }

  commit() {
    const of = this.of;
    if (!of) {
      this.result.textContent = "Choose one of the answers first.";
      return;
    }
    const came = of === this.truth ? 1 : 0;
    forecasts.set(this.key, { said: this.range.valueAsNumber / 100, of, came });
    keep();
    if (this.fold) this.fold.open = true;
    this.result.focus({ preventScroll: true });
  }

  /** Say what the slider says. */
  write() {
    const said = this.range.valueAsNumber / 100;
    const [right, wrong] = [paid(said, 1), paid(said, 0)].map((loss) => loss.toFixed(2));
    this.output.textContent = percent(said);
    this.range.setAttribute("aria-valuetext", percent(said));
    this.price.textContent = `You pay ${right} if you are right, ${wrong} if you are wrong.`;
    this.result.textContent = "";
  }

  /** Show the form, or what the forecast came to. */
  show() {
    const forecast = forecasts.get(this.key);
    const fields = this.form.querySelector("fieldset");
    if (fields) fields.disabled = !!forecast;
    this.aside.classList.toggle("is-open", !forecast);
    for (const label of this.form.querySelectorAll("label:has([type=radio])")) {
      const input = label.querySelector("input");
      if (!input) continue;
      if (forecast) input.checked = input.value === forecast.of;
      label.classList.toggle("is-true", !!forecast && input.value === this.truth);
    }
    if (forecast) this.range.value = String(Math.round(100 * forecast.said));
    this.write();
    if (forecast) this.result.replaceChildren(this.verdict(forecast), " ", this.forget());
    this.mean.textContent = forecast ? meanSoFar() : "";
  }

  /** @param {Forecast} forecast */
  verdict({ said, came }) {
    const given = came ? said : 1 - said;
    const price = `−ln ${given.toFixed(2)} = ${paid(said, came).toFixed(3)}`;
    const judged = came ? "right" : "wrong";
    return `You are ${judged}. You gave that ${percent(given)}, so you pay ${price}.`;
  }

  forget() {
    const button = element("button", { type: "button" }, "Forget this forecast");
    button.addEventListener("click", () => {
      forecasts.delete(this.key);
      if (this.fold) this.fold.open = false;
      keep();
      this.range.focus();
    });
    return button;
  }
}

/** The running mean, where the window is too narrow for the tally at the side. */
function meanSoFar() {
  const mean = (total() / forecasts.size).toFixed(3);
  return `Your mean loss of ${inWords(forecasts.size)}: ${mean}. A coin: ${COIN.toFixed(3)}.`;
}

/** The running mean at the side, beside what a coin pays. */
function makeTally() {
  const lines = element("dl", {});
  const tally = element("section", { class: "forecast-tally", "aria-label": "Forecasts" }, lines);
  /**
   * @param {string} name
   * @param {number} loss
   * @param {string} kind
   */
  const row = (name, loss, kind) => {
    const bar = element("span", { class: `forecast-bar ${kind}` });
    bar.style.setProperty("--loss", String(Math.min(1.5, loss)));
    lines.append(element("dt", {}, name), element("dd", {}, bar, loss.toFixed(3)));
  };
  const show = () => {
    lines.replaceChildren();
    tally.hidden = !forecasts.size;
    if (!forecasts.size) return;
    row(`You, mean loss of ${inWords(forecasts.size)}`, total() / forecasts.size, "is-reader");
    row("A coin", COIN, "is-coin");
  };
  watching.push(show);
  show();
  return tally;
}

/**
 * In each group how many there are, how sure they are on average, and how often they are right.
 * @param {Iterable<[number, number, number]>} answers the probability said of one of two answers,
 *   that of its coming true, and how many such answers there are
 */
export function calibration(answers) {
  const groups = GROUPS.slice(1).map(() => ({ count: 0, said: 0, right: 0 }));
  for (const [said, came, count] of answers) {
    const sure = Math.max(said, 1 - said);
    const group = groups[GROUPS.findIndex((from) => sure < from) - 1];
    group.count += count;
    group.said += count * sure;
    // who says one half leans to neither side
    group.right += count * (said === 0.5 ? 0.5 : said > 0.5 ? came : 1 - came);
  }
  return groups.map(({ count, said, right }) => {
    return { count, said: said / count, right: right / count };
  });
}

/**
 * What the trained neuron says on endless data.
 * @param {import("./base.js").Run} run
 * @returns {Generator<[number, number, number]>}
 */
export function* neuronAnswers({ weight, bias, population }) {
  const { means, stds, share } = population;
  const logit = logOdds(population);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const width = Math.max(...stds);
  const middle = decisionBoundary(weight, bias);
  // from the boundary outwards, so that no step lies on both sides of it
  for (let i = 0.5; i < 20000; i++) {
    for (const x of [middle - i / 2000, middle + i / 2000]) {
      if (x < low - 8 * width || x > high + 8 * width) continue;
      const [mass0, mass1] = [0, 1].map((label) => density(x, means[label], stds[label]));
      const mass = ((1 - share) * mass0 + share * mass1) / 2000;
      yield [sigmoid(weight * x + bias), sigmoid(logit(x)), mass];
    }
  }
}

/**
 * The reader's calibration beside the neuron's.
 * @param {Element} place
 */
async function showCalibration(place) {
  const answer = await fetch(new URL("run.json", import.meta.url));
  const run = await answer.json();
  /** @type {ReturnType<typeof calibration> | undefined} */
  let neuron;
  const show = () => {
    const list = [...forecasts.values()];
    if (!list.length) {
      const words = "You have made no forecast yet. The questions of the chapters ask for some.";
      place.replaceChildren(element("p", {}, words));
      return;
    }
    const reader = calibration(list.map(({ said, came }) => [said, came, 1]));
    neuron ??= calibration(neuronAnswers(run)); // only now, because a phone needs a moment for it
    place.replaceChildren(makeTable(reader, neuron), makeTotal());
  };
  watching.push(show);
  show();
}

/**
 * @param {ReturnType<typeof calibration>} reader
 * @param {ReturnType<typeof calibration>} neuron
 */
function makeTable(reader, neuron) {
  const cells = (/** @type {"th" | "td"} */ tag, /** @type {string[]} */ texts) =>
    element("tr", {}, ...texts.map((text) => element(tag, {}, text)));
  const rows = reader.map(({ count, said, right }, i) => {
    const [from, to] = [percent(GROUPS[i]), percent(Math.min(1, GROUPS[i + 1]))];
    const yours = count ? [percent(said), `${percent(right)} of ${count}`] : ["–", "–"];
    return cells("td", [
      `${from} to ${to}`,
      ...yours,
      percent(neuron[i].said),
      percent(neuron[i].right),
    ]);
  });
  const head = ["how sure", "you said", "you were right", "the neuron says", "it is right"];
  return element(
    "table",
    {},
    element("caption", {}, "How sure, and how often right"),
    element("thead", {}, cells("th", head)),
    element("tbody", {}, ...rows),
  );
}

function makeTotal() {
  const [count, sum] = [forecasts.size, total()];
  const words =
    `You paid ${sum.toFixed(2)} for ${inWords(count)}, ${(sum / count).toFixed(3)} each. ` +
    `A coin pays ${(count * COIN).toFixed(2)}, ${COIN.toFixed(3)} each. `;
  const button = element("button", { type: "button" }, "Forget all my forecasts");
  button.addEventListener("click", () => {
    forecasts.clear();
    keep();
  });
  return element("p", { class: "forecast-result", role: "status" }, words, button);
}

/** Bring the questions of the page to life. */
function start() {
  load();
  const asides = document.querySelectorAll(".admonition.predict");
  for (const [i, aside] of asides.entries()) {
    if (aside instanceof HTMLElement) new Question(aside, i + 1);
  }
  document.querySelector(".md-sidebar--secondary .md-sidebar__inner")?.append(makeTally());
  for (const place of document.querySelectorAll(".calibration")) void showCalibration(place);
}

start();
