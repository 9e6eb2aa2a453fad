/**
 * How does a line become a probability? Above the line z, below what the sigmoid makes of it.
 */

import { button, curve, DASHED, decimals, DOTTED, orNone, scale, slider } from "./base.js";
import { decisionBoundary, sigmoid } from "./neuron.js";

const [two, three] = [2, 3].map(decimals);

/** @type {import("./base.js").LiveFigure<import("./base.js").Run>} */
export default {
  source: "run.json",
  hint: "Move the line by its two large dots. What makes the curve steeper?",

  controls: ({ weight, bias }) => [
    slider("weight", "w", { value: weight, min: -8, max: 8, step: 0.05, show: two }),
    slider("bias", "w₀", { value: bias, min: -20, max: 20, step: 0.05, show: two }),
    button("Double both", ({ weight, bias }) => ({ weight: 2 * weight, bias: 2 * bias })),
    button("Halve both", ({ weight, bias }) => ({ weight: weight / 2, bias: bias / 2 })),
  ],

  compute: ({ weight, bias }) => ({
    boundary: decisionBoundary(weight, bias),
    further: weight ? sigmoid(weight) : NaN,
  }),

  values: [
    { name: "boundary", label: "boundary −w₀/w", show: orNone(two) },
    { name: "further", label: "ŷ at boundary + 1", show: orNone(three) },
  ],

  draw(picture, { weight, bias }, { boundary }) {
    const { width, height } = picture;
    const [left, right, foot] = [36, width - 14, height - 26];
    const above = scale([-10, 10], [foot / 2 - 14, 22]);
    const below = scale([0, 1], [foot - 4, foot / 2 + 34]);
    const across = scale([-1.2, 6.2], [left, right]);
    const z = (/** @type {number} */ x) => weight * x + bias;

    const [top, bottom] = [above(1), above(0)];
    const band = { x: left, y: top, width: right - left, height: bottom - top };
    picture.add("rect", "band", { ...band, fill: "var(--neuron)", "fill-opacity": "0.2" });
    picture.axisY("z", above, [left, right], [-5, 0, 5]);
    picture.axisY("ŷ", below, [left, right], [0, 0.5, 1]);
    picture.axisX("x", across, foot, [-1, 0, 1, 2, 3, 4, 5], "x");
    picture.text("z =", left, 13, `z = ${two(weight)} x ${plus(bias)}`, "neuron");
    picture.text("ŷ =", left, below(1) - 9, "ŷ = σ(z)", "neuron");

    const line = curve(-1.2, 6.2, 1, z, across, above, [
      [left, right],
      [above(10), above(-10)],
    ]);
    picture.path("line", line, "neuron", DASHED);
    const bent = curve(-1.2, 6.2, 160, (x) => sigmoid(z(x)), across, below);
    picture.path("curve", bent, "neuron", { "stroke-width": "3.5" });
    const x = across(boundary);
    if (x > left && x < right) {
      const side = boundary < 3 ? 8 : -8;
      picture.line("boundary", [x, above(10)], [x, below(0)], "ink", DOTTED);
      picture.dot("turn", x, above(0), "ink");
      picture.dot("half", x, below(0.5), "ink");
      picture.text("where", x + side, below(0.5) + 20, `x = ${two(boundary)}`, "ink", {
        "text-anchor": side > 0 ? "start" : "end",
      });
    }
    const free = weight < 0 ? above(1) - 6 : above(0) + 16; // where the line is not
    picture.text("band =", right, free, "a probability: 0 to 1", "muted", {
      "text-anchor": "end",
    });
    /** Where the line is at some x, or where it leaves the picture, or at its edge.
     * @type {(home: number) => [number, number]} */
    const seen = (home) => {
      const height = Math.max(-9, Math.min(9, z(home)));
      const x = (height - bias) / weight;
      return [across(Math.abs(x - 2.5) < 3.4 ? x : home), above(height)];
    };
    picture.handle("bias", ...seen(0), "neuron", (x, y) => ({
      bias: above.invert(y) - weight * across.invert(x),
    }));
    picture.handle("weight", ...seen(5), "neuron", (x, y) => ({
      weight: (above.invert(y) - bias) / Math.max(0.5, across.invert(x)),
    }));
  },

  describe: ({ weight, bias }, { boundary, further }) =>
    `Weight ${two(weight)}, bias ${two(bias)}: ` +
    (Number.isNaN(boundary)
      ? "there is no boundary."
      : `the boundary is at x = ${two(boundary)}; at boundary + 1, ŷ is ${three(further)}.`),
};

/** @param {number} bias */
function plus(bias) {
  return `${bias < 0 ? "−" : "+"} ${two(Math.abs(bias))}`;
}
