/**
 * What is the best possible answer? Two bells, the truth by Bayes' rule, and the best line.
 */

import {
  button,
  curve,
  decimals,
  DOTTED,
  orNone,
  scale,
  scientific,
  slider,
} from "./base.js";
import {
  bayesError,
  bestLine,
  decisionBoundary,
  density,
  expectedLoss,
  logOdds,
  nearestBoundaries,
  sigmoid,
} from "./neuron.js";

/** @typedef {import("./base.js").Numbers} Numbers */

const [FROM, TO] = [-6, 12];
const [two, six] = [2, 6].map(decimals);
const boundary = orNone(two);

/** @type {import("./base.js").LiveFigure<import("./base.js").Run>} */
export default {
  source: "run.json",
  hint: "Drag the dots of the bells. When is one line enough?",

  controls: ({ population: { means, stds, share } }) => [
    slider("mean0", "healthy mean", { value: means[0], min: -2, max: 4, step: 0.05, show: two }),
    slider("std0", "healthy spread", { value: stds[0], min: 0.5, max: 3, step: 0.05, show: two }),
    slider("mean1", "worn mean", { value: means[1], min: 0.5, max: 7, step: 0.05, show: two }),
    slider("std1", "worn spread", { value: stds[1], min: 0.5, max: 3, step: 0.05, show: two }),
    slider("share", "share worn", { value: share, min: 0.05, max: 0.95, step: 0.01, show: two }),
    button("Equal spreads", ({ std0 }) => ({ std1: std0 })),
  ],

  compute: (state) => {
    const population = populationOf(state);
    const [first = NaN, second = NaN] = nearestBoundaries(population);
    const [weight, bias, lineLoss] = bestLine(population);
    return {
      weight,
      bias,
      first,
      second,
      line: Math.abs(weight) < 1e-9 ? NaN : decisionBoundary(weight, bias),
      error: bayesError(population),
      loss: expectedLoss(logOdds(population), population),
      lineLoss,
    };
  },

  values: [
    { name: "first", label: "true boundary", show: boundary },
    { name: "second", label: "a second one", show: boundary },
    { name: "line", label: "line’s boundary", show: boundary },
    { name: "error", label: "smallest error", show: scientific },
    { name: "loss", label: "smallest loss", show: six },
    { name: "lineLoss", label: "best line’s loss", show: six },
  ],

  draw(picture, state, { weight, bias, first, second, line: turn }) {
    const { width, height } = picture;
    const [left, right, foot, middle] = [24, width - 10, height - 24, height * 0.5];
    const [population, points] = [populationOf(state), width >> 1]; // every two pixels
    const across = scale([FROM, TO], [left, right]);
    const below = scale([0, 1], [foot, middle + 40]);
    picture.axisX("x", across, foot, [-4, -2, 0, 2, 4, 6, 8, 10], "x");
    picture.axisY("ŷ", below, [left, right], [0, 0.5, 1]);
    picture.text("bells title", left, 14, "how many pumps of each kind", "ink");
    picture.text("q title", left, middle + 26, "probability that it is worn:", "ink");
    picture.text("q title truth", left + 186, middle + 26, "truth", "truth");
    picture.text("q title line", left + 232, middle + 26, "best line", "best-line");
    for (const [i, boundary] of [first, second].entries()) {
      if (!(boundary > FROM && boundary < TO)) continue;
      const x = across(boundary);
      picture.line(`boundary ${i}`, [x, 24], [x, foot], "ink", DOTTED);
    }
    drawBells(picture, across, [middle - 8, 28], population);
    const logit = logOdds(population);
    const truth = curve(FROM, TO, points, (x) => sigmoid(logit(x)), across, below);
    picture.path("truth", truth, "truth", { "stroke-width": "5", "stroke-opacity": "0.7" });
    if (turn > FROM && turn < TO) picture.dot("turn", across(turn), below(0.5), "best-line");
    const line = curve(FROM, TO, points, (x) => sigmoid(weight * x + bias), across, below);
    picture.path("line", line, "best-line", { "stroke-width": "2" });
  },

  describe: (_, { first, second, error, loss, lineLoss }) =>
    (Number.isNaN(first)
      ? "No boundary: one kind is always more likely. "
      : `The true boundary is at x = ${two(first)}` +
        (Number.isNaN(second) ? ", the only one. " : `, a second one at ${two(second)}. `)) +
    `The smallest possible error is ${scientific(error)}, the smallest loss ` +
    `${six(loss)}; the best line’s loss is ${six(lineLoss)}.`,
};

/**
 * @param {Numbers} state
 * @returns {import("./neuron.js").Population}
 */
function populationOf({ mean0, mean1, std0, std1, share }) {
  return { means: [mean0, mean1], stds: [std0, std1], share };
}

/**
 * Two bells with a handle for each centre and each spread, and what they share.
 * @param {import("./base.js").Picture} picture
 * @param {import("./base.js").Scale} across
 * @param {[number, number]} ends
 * @param {import("./neuron.js").Population} population
 */
function drawBells(picture, across, ends, { means, stds, share }) {
  const [shares, points] = [[1 - share, share], picture.width >> 2];
  const bell = (/** @type {number} */ label) => (/** @type {number} */ x) =>
    shares[label] * density(x, means[label], stds[label]);
  const highest = Math.max(...[0, 1].map((label) => bell(label)(means[label])));
  const up = scale([0, Math.max(0.42, highest)], ends);
  const area = (/** @type {(x: number) => number} */ f) =>
    `${curve(FROM, TO, points, f, across, up)}L${across(TO)} ${up(0)}L${across(FROM)} ${up(0)}z`;
  for (const label of [0, 1]) {
    const fill = { fill: `var(--class-${label})`, "fill-opacity": "0.15" };
    picture.path(`bell ${label}`, area(bell(label)), `class-${label}`, fill);
  }
  const both = area((x) => Math.min(bell(0)(x), bell(1)(x)));
  picture.add("path", "both", { d: both, fill: "var(--ink)", "fill-opacity": "0.6" });
  for (const label of [0, 1]) {
    const [mean, std, colour] = [means[label], stds[label], `class-${label}`];
    const side = label ? std : -std;
    const [x, y] = [across(mean), up(bell(label)(mean))];
    const name = label ? "worn" : "healthy";
    picture.text(`class ${label}`, x + (label ? 14 : -14), y + 5, name, colour, {
      "text-anchor": label ? "start" : "end",
    });
    picture.handle(`mean ${label}`, x, y, colour, (at) => ({
      [`mean${label}`]: across.invert(at),
    }));
    const shoulder = up(bell(label)(mean + side));
    picture.handle(`std ${label}`, across(mean + side), shoulder, colour, (at) => ({
      [`std${label}`]: Math.abs(across.invert(at) - mean),
    }));
  }
}
