/**
 * Why is the slope in z only ŷ − y? Three links, each with its tangent, and what their slopes
 * multiply to.
 */

import { decimals, plain, scale, scientific, slider, through, truth } from "./base.js";
import * as neuron from "./neuron.js";

/**
 * One link of the chain: how what it gives, `to`, changes with what it takes, `from`.
 * @typedef {object} Link
 * @property {string} name of its slope
 * @property {string} slope the name of its slope's value
 * @property {[string, string]} from symbol and name of its value
 * @property {[string, string]} to
 * @property {[number, number]} domain
 * @property {[number, number]} range
 * @property {(part: number) => number[]} along where the curve is, from its end at −1 to that at 1
 * @property {string} colour
 */

const two = decimals(2);

/** @type {import("./base.js").LiveFigure<import("./base.js").Run>} */
export default {
  source: "run.json",
  hint: "Truth class 0, w far to the right: what happens to the product?",

  controls: ({ example }) => [
    slider("weight", "w", { value: example.weight, min: -25, max: 25, step: 0.1, show: two }),
    truth(example.y),
  ],

  compute({ weight, y }, { example }) {
    const z = weight * example.x + example.bias;
    const answer = neuron.sigmoid(z);
    const [inAnswer, inZ] = [neuron.crossEntropyDerivative(answer, y), answer * (1 - answer)];
    return {
      weight,
      z,
      answer,
      loss: neuron.crossEntropyWithLogits(z, y),
      inWeight: example.x,
      inZ,
      inAnswer,
      product: inAnswer * inZ,
      error: answer - y,
      multiplied: inAnswer * inZ * example.x,
      gradient: (answer - y) * example.x,
    };
  },

  values: [
    { name: "multiplied", label: "all three multiplied", show: scientific },
    { name: "gradient", label: "(ŷ − y) x", show: scientific },
  ],

  draw(picture, { y }, values, { example }) {
    const { width, height } = picture;
    const { weight, z, loss, product, error } = values;
    const gap = width < 480 ? 24 : 48;
    const side = (width - 8 - 2 * gap) / 3;
    const bottom = height - 116;
    // the panels widen, so that each dot stays in its own
    const [wide, far, high] = [[4, weight], [6, z], [4, loss]].map(([least, value]) =>
      Math.max(least, 1.1 * Math.abs(value)),
    );
    /** @type {Link[]} */
    const links = [
      {
        name: "∂z/∂w",
        slope: "inWeight",
        from: ["w", "weight"],
        to: ["z", "z"],
        domain: [-wide, wide],
        range: [-wide * example.x + example.bias, wide * example.x + example.bias],
        along: (part) => [part * wide, part * wide * example.x + example.bias],
        colour: "neuron",
      },
      {
        name: "dŷ/dz",
        slope: "inZ",
        from: ["z", "z"],
        to: ["ŷ", "answer"],
        domain: [-far, far],
        range: [0, 1],
        along: (part) => [part * far, neuron.sigmoid(part * far)],
        colour: "neuron",
      },
      {
        name: "dE/dŷ",
        slope: "inAnswer",
        from: ["ŷ", "answer"],
        to: ["E", "loss"],
        domain: [0, 1],
        range: [0, high],
        // by z, or it would end before the dot of an answer that is nearly sure
        along: (part) => [neuron.sigmoid(part * far), neuron.crossEntropyWithLogits(part * far, y)],
        colour: `class-${y}`,
      },
    ];
    links.forEach((link, i) => {
      const left = 4 + i * (side + gap);
      drawLink(picture, link, values, [left, left + side], bottom);
      if (i > 0) write(picture, `times ${i}`, left - gap / 2, bottom + 46, "×");
    });
    const given = { "text-anchor": "start", fill: "var(--muted)" };
    write(picture, "x", 4, bottom + 88, `x = ${plain(example.x)}`, given);
    write(picture, "w₀", 4, bottom + 108, `w₀ = ${plain(example.bias)}`, given);
    const [start, end] = [4 + side + gap, width - 4];
    picture.path("brace", `M${start} ${bottom + 62}v6H${end}v-6`, "ink", { "stroke-width": "1.5" });
    const [middle, bold] = [(start + end) / 2, { "font-weight": "700" }];
    const named = { ...bold, "data-name": "product" };
    const why = Number.isNaN(product) ? "0 × ∞ = " : "";
    write(picture, "product", middle, bottom + 88, `dE/dz = ${why}${scientific(product)}`, named);
    const same = { ...bold, "data-name": "error", fill: "var(--neuron)" };
    write(picture, "error", middle, bottom + 108, `ŷ − y = ${scientific(error)}`, same);
  },

  describe: (_, { weight, z, answer, inZ, inAnswer, product, error }) =>
    `w = ${two(weight)} gives z = ${two(z)} and ŷ = ${scientific(answer)}. The slopes dE/dŷ = ` +
    `${scientific(inAnswer)} and dŷ/dz = ${scientific(inZ)} multiply to ${scientific(product)}; ` +
    `ŷ − y is ${scientific(error)}.`,
};

/**
 * Draw one link as a curve with its tangent, and write what it takes, gives, and its slope.
 * @param {import("./base.js").Picture} picture
 * @param {Link} link
 * @param {import("./base.js").Numbers} values
 * @param {[number, number]} sides
 * @param {number} bottom
 */
function drawLink(picture, link, values, sides, bottom) {
  const { name, from, to, domain, range, along, colour } = link;
  const slope = values[link.slope];
  const top = 28;
  const [across, up] = [scale(domain, sides), scale(range, [bottom - 24, top])];
  const [left, right] = sides;
  /** @type {import("./base.js").Box} */
  const box = [
    [left - 6, right + 6],
    [top - 6, bottom - 22],
  ];
  picture.path(`${name} axes`, `M${left} ${top}V${up(range[0])}H${right}`, "muted", {
    "stroke-width": "1.2",
  });
  const points = Array.from({ length: 81 }, (_, i) => along((i / 40 - 1) ** 3));
  const line = points.map(([x, y]) => [across(x), up(y)]);
  picture.path(`${name} curve`, through(line, box), colour);

  const [x, y] = [across(values[from[1]]), up(values[to[1]])];
  const rise = (slope * (up(1) - up(0))) / (across(1) - across(0)); // in pixels
  const reach = (right - left) * 0.4;
  const run = Number.isFinite(rise) ? reach / Math.hypot(1, rise) : 0;
  const climb = Number.isFinite(rise) ? run * rise : reach;
  const ends = [
    [x - run, y - climb],
    [x + run, y + climb],
  ];
  picture.path(`${name} tangent`, through(ends, box), "ink", { "stroke-width": "2" });
  picture.dot(`${name} dot`, x, y, "ink");

  const middle = (left + right) / 2;
  const last = right > picture.width - 9; // whose label has room at its left
  const more = { "data-name": to[1], "text-anchor": last ? "end" : "start" };
  write(picture, `${name} to`, last ? right : left, 13, value(to, values), more);
  write(picture, `${name} from`, middle, bottom - 6, value(from, values), {
    "data-name": from[1],
  });
  write(picture, `${name} name`, middle, bottom + 24, name, { fill: "var(--muted)" });
  write(picture, `${name} slope`, middle, bottom + 46, slope === 2 ? "2" : scientific(slope), {
    "data-name": link.slope,
    "font-weight": "700",
  });
}

/**
 * @param {[string, string]} named
 * @param {import("./base.js").Numbers} values
 */
function value([symbol, name], values) {
  const number = values[name];
  let text = scientific(number);
  if (symbol === "w" || symbol === "z") text = two(number);
  if (symbol === "ŷ" && number === 1) text = "1 exactly";
  else if (symbol === "ŷ" && text === "1.0000") text = "0.9999…";
  return `${symbol} = ${text}`;
}

/**
 * @param {import("./base.js").Picture} picture
 * @param {string} key
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {Record<string, string>} [more]
 */
function write(picture, key, x, y, text, more) {
  picture.text(key, x, y, text, "ink", { "text-anchor": "middle", ...more });
}
