/**
 * How small a step? The error of the central difference, and the loss seen from as near as h.
 */

import {
  curve,
  DASHED,
  decimals,
  powerOfTen,
  scale,
  scientific,
  slider,
} from "./base.js";
import { crossEntropyWithLogits, sigmoid } from "./neuron.js";

const eight = decimals(8);

/** @typedef {import("./base.js").Run["example"]} Example */

/**
 * The loss where the weight is some way away from that of an example.
 * @param {Example} example
 * @param {number} away
 */
function lossAt({ weight, bias, x, y }, away) {
  return crossEntropyWithLogits((weight + away) * x + bias, y);
}

/**
 * The slope of the loss in the weight.
 * @param {Example} example
 */
function slopeAt({ weight, bias, x, y }) {
  return (sigmoid(weight * x + bias) - y) * x;
}

/** @type {import("./base.js").LiveFigure<import("./base.js").Run>} */
export default {
  source: "run.json",
  hint: "Move h all the way left. Where does the estimate get worse again, and why?",

  controls: () => [
    slider("h", "h", {
      value: 1e-5,
      min: 1e-16,
      max: 1,
      step: 0.1,
      decades: true,
      show: scientific,
    }),
  ],

  compute({ h }, { example }) {
    const exact = slopeAt(example);
    const estimate = (lossAt(example, h) - lossAt(example, -h)) / (2 * h);
    return { estimate, exact, off: Math.abs(estimate / exact - 1) };
  },

  values: [
    { name: "estimate", label: "estimate", show: eight },
    { name: "exact", label: "exact ∂E/∂w", show: eight },
    { name: "off", label: "relative error", show: scientific },
  ],

  draw(picture, { h }, { off }, run) {
    const { width, height } = picture;
    const beside = width >= 480;
    const split = beside ? width * 0.56 : height * 0.54;
    const [right, foot] = beside ? [split, height] : [width, split];
    const across = scale([-16, 0], [48, right - 12]);
    const up = scale([-14, 0], [foot - 32, 24]);
    const level = (/** @type {number} */ error) => Math.log10(Math.max(error, 1e-14));
    const at = (/** @type {number} */ k) => level(this.compute({ h: 10 ** k }, run).off);

    picture.text("error =", 4, 13, "relative error", "ink");
    picture.axisY("error", up, [48, right - 12], [-12, -8, -4, 0], powerOfTen);
    picture.axisX("h", across, foot - 26, [-15, -10, -5], "", powerOfTen);
    const end = { "text-anchor": "end" };
    picture.text("h =", right - 12, foot - 7, "step h", "ink", end);
    picture.path("v", curve(-16, 0, 160, at, across, up), "neuron", {
      "stroke-width": "1.8",
      "stroke-linejoin": "round",
    });
    picture.text("rounding", across(-16), up(-13.9), "rounding", "muted");
    picture.text("formula", right - 12, up(-13.9), "the bend changes", "muted", end);
    picture.handle("h", across(Math.log10(h)), up(level(off)), "neuron", (x) => ({
      h: 10 ** across.invert(x),
    }));
    const [left, top] = beside ? [split + 16, 0] : [48, split];
    drawNear(picture, h, run.example, [left, width - 12], [top, height]);
  },

  describe: ({ h }, { estimate, exact, off }) =>
    `With h = ${scientific(h)} the estimate is ${eight(estimate)}; the slope is ${eight(exact)}. ` +
    `The relative error is ${scientific(off)}.`,
};

/**
 * Draw the loss within two steps of the weight: a curve, a line, or a staircase of roundings.
 * @param {import("./base.js").Picture} picture
 * @param {number} h
 * @param {Example} example
 * @param {[number, number]} sides
 * @param {[number, number]} edges
 */
function drawNear(picture, h, example, sides, [top, bottom]) {
  const rise = (/** @type {number} */ away) => lossAt(example, away) - lossAt(example, 0);
  const exact = slopeAt(example);
  const tall = 2.6 * h * Math.abs(exact);
  const across = scale([-2 * h, 2 * h], sides);
  const up = scale([-tall, tall], [bottom - 32, top + 24]);
  const secant = scale([-h, h], [rise(-h), rise(h)]);
  /** @type {import("./base.js").Box} */
  const box = [sides, [top + 20, bottom - 26]];

  picture.text("near =", sides[0] - (top ? 44 : 0), top + 13, "the loss E near w", "ink");
  for (const [key, away, name] of /** @type {[string, number, string][]} */ ([
    ["left", -h, "w − h"],
    ["middle", 0, "w"],
    ["right", h, "w + h"],
  ])) {
    const at = across(away);
    picture.line(`near ${key}`, [at, top + 24], [at, bottom - 26], "grid");
    picture.text(`near ${key} text`, at, bottom - 7, name, "muted", { "text-anchor": "middle" });
  }
  picture.path("loss", curve(-2 * h, 2 * h, 240, rise, across, up, box), "neuron");
  const line = curve(-2 * h, 2 * h, 1, secant, across, up, box);
  picture.path("secant", line, "ink", { "stroke-width": "1.5", ...DASHED });
  picture.dot("minus", across(-h), up(rise(-h)), "ink");
  picture.dot("plus", across(h), up(rise(h)), "ink");
}
