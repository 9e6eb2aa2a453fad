/**
 * Does it learn? The book's run, epoch by epoch: the neuron over its data, its loss, and its way.
 */

import { button, decimals, plain, player, scale, slider, through } from "./base.js";
import { decisionBoundary } from "./neuron.js";

/** @typedef {import("./base.js").Training} Training */

const [two, three, four] = [2, 3, 4].map(decimals);
const LABELLED = [0.1, 0.2, 0.4]; // of the lines of equal loss
const next = (/** @type {import("./base.js").Numbers} */ { epoch }) => ({ epoch: epoch + 1 });

/** @type {import("./base.js").LiveFigure<Training>} */
export default {
  source: "training.json",
  hint: "Press Play. What still moves in the second half?",

  controls: ({ snapshots }) => [
    slider("epoch", "epoch", {
      value: 0,
      min: 0,
      max: snapshots.length - 1,
      step: 1,
      whole: true,
      show: plain,
    }),
    player("Play", ({ epoch }) => (epoch < 5 ? 700 : 80), next),
    button("One epoch", next),
  ],

  compute: ({ epoch }, { x, snapshots, best_line }) => {
    const [, weight, bias, loss] = snapshots[epoch];
    const boundary = decisionBoundary(weight, bias);
    const missing = decisionBoundary(...best_line) - boundary;
    return { weight, bias, loss, boundary, missing, updates: epoch * x.length };
  },

  values: [
    { name: "weight", label: "weight w", show: three },
    { name: "bias", label: "bias w₀", show: three },
    { name: "loss", label: "mean loss", show: four },
    { name: "updates", label: "updates so far", show: plain },
    { name: "boundary", label: "boundary −w₀/w", show: three },
    { name: "missing", label: "to best line’s", show: three },
  ],

  draw(picture, { epoch }, values, source) {
    const { width, height } = picture;
    const middle = height * 0.5;
    const { x, y, best_line } = source;
    const { weight, bias } = values;
    const best = decisionBoundary(...best_line);
    picture.neuron([22, width - 8], [10, middle - 30], { x, y, weight, bias, best, most: 100 });
    const half = width * 0.5;
    drawLoss(picture, [46, half - 14], [middle + 28, height - 24], epoch, source);
    drawWay(picture, [half + 26, width - 8], [middle + 28, height - 24], epoch, source);
  },

  describe: ({ epoch }, { weight, bias, loss, boundary }, { snapshots }) =>
    `Epoch ${epoch} of ${snapshots.length - 1}: weight ${two(weight)}, bias ${two(bias)}, ` +
    `mean loss ${four(loss)}; the boundary is at x = ${two(boundary)}.`,
};

/**
 * The loss by epoch, on a logarithmic axis.
 * @param {import("./base.js").Picture} picture
 * @param {[number, number]} sides
 * @param {[number, number]} ends
 * @param {number} epoch
 * @param {Training} source
 */
function drawLoss(picture, [left, right], [top, foot], epoch, { snapshots, best_loss }) {
  const last = snapshots.length - 1;
  const across = scale([0, last], [left, right - 6]);
  const up = scale([-3, 0], [foot, top]);
  const height = (/** @type {number} */ at) => up(Math.log10(snapshots[at][3]));
  picture.axisY("loss", up, [left, right], [-3, -2, -1, 0], (power) => plain(10 ** power));
  picture.axisX("epoch", across, foot, [0, last / 2, last], "");
  picture.text("loss title", left, top - 9, "loss by epoch", "ink");
  const best = up(Math.log10(best_loss));
  picture.line("best loss", [left, best], [right, best], "truth", { "stroke-width": "2" });
  ["perfect knowledge,", "endless data"].forEach((words, i) =>
    picture.text(words, right, best - 20 + 13 * i, words, "truth", { "text-anchor": "end" }),
  );
  /** @type {[string, number, string][]} */
  const parts = [
    ["all", last, "0.3"],
    ["so far", epoch, "1"],
  ];
  for (const [key, end, opacity] of parts) {
    const path = picture.keep(`loss ${key}`, [end], () =>
      through(snapshots.slice(0, end + 1).map((_, at) => [across(at), height(at)])),
    );
    picture.path(`loss ${key}`, path, "neuron", { "stroke-opacity": opacity });
  }
  picture.dot("loss now", across(epoch), height(epoch), "neuron");
}

/**
 * The way of weight and bias over lines of equal loss.
 * @param {import("./base.js").Picture} picture
 * @param {[number, number]} sides
 * @param {[number, number]} ends
 * @param {number} epoch
 * @param {Training} source
 */
function drawWay(picture, [left, right], [top, foot], epoch, { snapshots, contours }) {
  const across = scale([-0.2, 2.4], [left, right]);
  const up = scale([-5.7, 0.7], [foot, top]);
  const path = (/** @type {number[][]} */ points) =>
    through(
      points.map(([w, b]) => [across(w), up(b)]),
      [
        [left, right],
        [top, foot],
      ],
    );
  picture.text("way title", left, top - 9, "loss by w and w₀", "ink");
  picture.axisX("w", across, foot, [0, 1, 2], "w");
  picture.axisY("w₀", up, [left, right], [-4, -2, 0]);
  contours.forEach(([level, points], i) => {
    const line = picture.keep(`contour ${i}`, [], () => path(points));
    picture.path(`contour ${i}`, line, "muted", { "stroke-width": "0.8" });
    const end = [...points].reverse().find(([w]) => w < 2.2);
    if (end && LABELLED.includes(level)) {
      const small = { "font-size": "0.55rem", "text-anchor": "middle" };
      const [x, y] = [across(end[0]), up(end[1]) + 4];
      picture.text(`contour ${i} text`, x, y, plain(level), "muted", small);
    }
  });
  const way = snapshots.map(([, weight, bias]) => [weight, bias]);
  const whole = picture.keep("way", [], () => path(way));
  picture.path("way all", whole, "neuron", { "stroke-opacity": "0.3", "stroke-width": "3" });
  picture.path("way so far", path(way.slice(0, epoch + 1)), "neuron", { "stroke-width": "3" });
  const [weight, bias] = way[epoch];
  picture.dot("way now", across(weight), up(bias), "neuron");
}
