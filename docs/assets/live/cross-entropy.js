/**
 * Why this loss, and not the obvious one? What one answer costs above, the slope of each loss in
 * z below.
 */

import {
  curve,
  DASHED,
  decimals,
  DOTTED,
  orNone,
  scale,
  scientific,
  slider,
  truth,
} from "./base.js";
import * as neuron from "./neuron.js";

const ratio = orNone(decimals(0), "not wrong");

/** @type {import("./base.js").LiveFigure<import("./base.js").Run>} */
export default {
  source: "run.json",
  hint: "Move z to where the neuron is sure and wrong. Which slope becomes small?",

  controls: () => [
    slider("z", "z", { value: 4, min: -8, max: 8, step: 0.1, show: decimals(1) }),
    truth(0),
  ],

  compute({ z, y }) {
    const [slope, squaredSlope] = [neuron.sigmoid(z) - y, neuron.squaredErrorSlope(z, y)];
    return {
      answer: neuron.sigmoid(z),
      loss: neuron.crossEntropyWithLogits(z, y),
      squared: neuron.squaredError(z, y),
      weaker: (1 - 2 * y) * z < 0 ? NaN : slope / squaredSlope, // where it is right, none matters
      slope,
      squaredSlope,
    };
  },

  values: [
    { name: "answer", label: "answer ŷ", show: scientific },
    { name: "loss", label: "cross-entropy", show: scientific },
    { name: "squared", label: "squared error", show: scientific },
    { name: "weaker", label: "ratio of slopes", show: ratio },
    { name: "slope", label: "slope dE/dz", show: scientific },
    { name: "squaredSlope", label: "slope dQ/dz", show: scientific },
  ],

  draw(picture, { z, y }, { loss, squared, slope, squaredSlope }) {
    const { width, height } = picture;
    const [left, right, foot] = [36, width - 14, height - 26];
    const across = scale([-8, 8], [left, right]);
    const losses = scale([0, 8], [foot / 2 - 10, 22]);
    const slopes = scale([-y, 1 - y], [foot - 6, foot / 2 + 34]);
    const [colour, wrong] = [`class-${y}`, 1 - 2 * y];
    const towards = { "text-anchor": y ? "start" : "end" };

    picture.axisY("E", losses, [left, right], [0, 4, 8]);
    picture.axisY("slope", slopes, [left, right], y ? [-1, -0.5, 0] : [0, 0.5, 1]);
    picture.axisX("z", across, foot, [-6, -3, 0, 3, 6], "z");
    picture.text("E =", left, 13, "loss E, and Q dashed", "ink");
    picture.text("slope =", left, foot / 2 + 22, "slope in z", "ink");
    picture.line("z", [across(z), losses(loss)], [across(z), foot], "ink", DOTTED);

    const path = (/** @type {(z: number, y: number) => number} */ f, /** @type {any} */ up) =>
      curve(-8, 8, 120, (z) => f(z, y), across, up);
    picture.path("squared", path(neuron.squaredError, losses), colour, DASHED);
    picture.path("loss", path(neuron.crossEntropyWithLogits, losses), colour);
    picture.path("squared slope", path(neuron.squaredErrorSlope, slopes), colour, DASHED);
    picture.path("slope", path((z) => neuron.sigmoid(z) - y, slopes), colour);
    const room = Math.abs(loss - 6) < 1.5 ? 18 : 0; // for the arrow
    for (const [text, at, level] of /** @type {[string, number, number][]} */ ([
      ["cross-entropy", 5.4, losses(6) - room],
      ["squared error", 8, losses(0.5) - 9],
      ["ŷ − y", -0.6, slopes(0.6 * wrong)],
      ["(ŷ − y) ŷ(1 − ŷ)", 8, slopes(0.2 * wrong) + 12 * y],
    ])) {
      picture.text(text, across(at * wrong), level, text, colour, towards);
    }

    const reach = (right - left) / 6; // of a slope of 1
    /** @type {[string, number, number][]} */
    const arrows = [
      ["loss", loss, slope],
      ["squared", squared, squaredSlope],
    ];
    for (const [key, level, steep] of arrows) {
      const [x, at] = [across(z), losses(level)];
      const tip = x - reach * steep;
      const head = Math.min(6, Math.abs(tip - x)) * Math.sign(steep);
      const arrow = `M${x} ${at}H${tip}m${head} -4l${-head} 4l${head} 4`;
      picture.path(`${key} arrow`, arrow, "ink", { "stroke-width": "2" });
      picture.dot(`${key} slope dot`, x, slopes(steep), colour);
    }
    picture.dot("squared dot", across(z), losses(squared), colour);
    picture.handle("z", across(z), losses(loss), colour, (x) => ({ z: across.invert(x) }));
  },

  describe: ({ z, y }, { loss, squared, slope, squaredSlope }) =>
    `At z = ${decimals(1)(z)} for a sample of class ${y}, cross-entropy is ${scientific(loss)} ` +
    `and its slope is ${scientific(slope)}; squared error is ${scientific(squared)} ` +
    `and its slope is ${scientific(squaredSlope)}.`,
};
