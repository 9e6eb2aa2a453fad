/**
 * How good is it, really? Training on: with a gap between the classes, and without.
 */

import { choice, decimals, plain, powerOfTen, scale, scientific, slider, through } from "./base.js";

/**
 * A run as long as the slider; a snapshot is [epoch, weight, bias, loss, loss on endless data].
 * @typedef {object} LongRun
 * @property {number[]} x
 * @property {number[]} y
 * @property {number[][]} snapshots
 */

/** @typedef {{gap: LongRun, overlap: LongRun}} Source */

const [two, four] = [2, 4].map(decimals);

/**
 * @param {import("./base.js").Numbers} state
 * @param {Source} source
 */
function runOf({ gap }, source) {
  return gap ? source.gap : source.overlap;
}

/**
 * @param {LongRun} run
 * @param {number} epochs
 */
function reached({ snapshots }, epochs) {
  const past = snapshots.filter(([epoch]) => epoch <= epochs);
  return past[past.length - 1];
}

/** @type {import("./base.js").LiveFigure<Source>} */
export default {
  source: "long.json",
  hint: "Train on. Does the weight settle? What does endless data gain?",

  controls: ({ gap: { snapshots } }) => [
    slider("epochs", "epochs", {
      value: 1,
      min: 1,
      max: snapshots[snapshots.length - 1][0],
      step: 0.25,
      decades: true,
      whole: true,
      show: plain,
    }),
    choice("gap", "data", 1, [
      [1, "a gap"],
      [0, "no gap"],
    ]),
  ],

  compute: (state, source) => {
    const [, weight, , here, endless] = reached(runOf(state, source), state.epochs);
    return { weight, here, endless };
  },

  values: [
    { name: "weight", label: "weight w", show: two },
    { name: "here", label: "loss on these points", show: scientific },
    { name: "endless", label: "loss on endless data", show: scientific },
  ],

  draw(picture, state, values, source) {
    const { width, height } = picture;
    const [middle, half] = [height * 0.44, width * 0.5];
    const run = runOf(state, source);
    const [, weight, bias] = reached(run, state.epochs);
    picture.neuron([22, width - 8], [8, middle - 26], { ...run, weight, bias, most: 20 });
    drawWeights(picture, [26, half - 10], [middle + 28, height - 24], state, source);
    drawLosses(picture, [half + 40, width - 8], [middle + 28, height - 24], state, run);
  },

  describe: ({ gap, epochs }, { weight, here, endless }) =>
    `${gap ? "With" : "Without"} a gap, after ${plain(epochs)} epochs: weight ${two(weight)}, ` +
    `loss on these points ${four(here)}, on endless data ${four(endless)}.`,
};

/**
 * @param {import("./base.js").Picture} picture
 * @param {string} key
 * @param {[number, number]} sides
 * @param {number} foot
 * @param {LongRun} run
 */
function epochAxis(picture, key, [left, right], foot, { snapshots }) {
  const last = Math.log10(snapshots[snapshots.length - 1][0]);
  const across = scale([0, last], [left, right - 6]);
  picture.axisX(key, across, foot, [0, 2, 4], "", powerOfTen);
  return (/** @type {number} */ epoch) => across(Math.log10(epoch));
}

/**
 * The weight by epoch, for both kinds of data; the axis of epochs is logarithmic.
 * @param {import("./base.js").Picture} picture
 * @param {[number, number]} sides
 * @param {[number, number]} ends
 * @param {import("./base.js").Numbers} state
 * @param {Source} source
 */
function drawWeights(picture, [left, right], [top, foot], state, source) {
  const across = epochAxis(picture, "w epochs", [left, right], foot, source.gap);
  const weights = source.gap.snapshots.map(([, weight]) => weight);
  const highest = Math.ceil(Math.max(...weights));
  const up = scale([0, highest], [foot, top]);
  picture.text("w title", left, top - 9, "weight by epoch", "ink");
  picture.axisY("w", up, [left, right], [0, 2, 4]);
  for (const [key, run] of Object.entries(source)) {
    const colour = key === "gap" ? "neuron" : "ink";
    const points = run.snapshots.map(([epoch, weight]) => [across(epoch), up(weight)]);
    const whole = picture.keep(`w ${key}`, [], () => through(points));
    picture.path(`w ${key}`, whole, colour, { "stroke-opacity": "0.3", "stroke-width": "2" });
    const [x, y] = points[points.length - 1];
    const name = key === "gap" ? "a gap" : "no gap";
    picture.text(`w ${key} text`, x, y - 8, name, colour, { "text-anchor": "end" });
    if (run !== runOf(state, source)) continue;
    const sofar = points.slice(0, run.snapshots.indexOf(reached(run, state.epochs)) + 1);
    picture.path("w so far", through(sofar), colour);
    const [nowX, nowY] = sofar[sofar.length - 1];
    picture.dot("w now", nowX, nowY, colour);
  }
}

/**
 * The loss on the points of a run, and on endless data, by epoch; both axes are logarithmic.
 * @param {import("./base.js").Picture} picture
 * @param {[number, number]} sides
 * @param {[number, number]} ends
 * @param {import("./base.js").Numbers} state
 * @param {LongRun} run
 */
function drawLosses(picture, [left, right], [top, foot], { epochs }, run) {
  const across = epochAxis(picture, "loss epochs", [left, right], foot, run);
  const up = scale([-4, 0], [foot, top]);
  const height = (/** @type {number} */ loss) => up(Math.log10(loss));
  picture.text("loss title", left, top - 9, "loss by epoch", "ink");
  const powers = [-4, -3, -2, -1, 0];
  picture.axisY("loss", up, [left, right], powers, powerOfTen);
  /** @type {[string, number, string][]} */
  const losses = [
    ["endless", 4, "truth"],
    ["here", 3, "neuron"],
  ];
  for (const [key, column, colour] of losses) {
    const path = picture.keep(`loss ${key}`, [run], () =>
      through(run.snapshots.map((at) => [across(at[0]), height(at[column])])),
    );
    picture.path(`loss ${key}`, path, colour);
    const now = reached(run, epochs);
    picture.dot(`loss ${key} now`, across(now[0]), height(now[column]), colour);
  }
  picture.text("endless text", left + 6, foot - 26, "endless data", "truth");
  picture.text("here text", left + 6, foot - 10, "these points", "neuron");
}
