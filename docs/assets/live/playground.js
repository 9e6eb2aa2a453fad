/**
 * What happens if? A neuron to train under all conditions, one sample at a time, or in a run.
 */

import {
  button,
  choice,
  decimals,
  element,
  orNone,
  plain,
  player,
  powerOfTen,
  scale,
  scientific,
  slider,
  through,
} from "./base.js";
import { crossEntropyDerivative, decisionBoundary, sigmoid, sigmoidDerivative } from "./neuron.js";
import { readPoints } from "./points.js";
import { lossOf, slopeOf, Walk } from "./walk.js";

/** @typedef {import("./base.js").Numbers} Numbers */
/** @typedef {import("./base.js").Training} Training */

const [two, three] = [2, 3].map(decimals);
/** Some digits, so that a reader can follow with a calculator; 1 and 0 without any are exact. */
const compact = (/** @type {number} */ value, digits = 4) => {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e4) return plain(value);
  if (!(size >= 1e-3 && size < 1e4)) return scientific(value, digits > 3 ? 1 : 0);
  return decimals(Math.max(0, digits - 1 - Math.floor(Math.log10(size))))(value);
};

const start = { min: -10, max: 10, step: 0.1, show: three };
/** What stands under "More settings". */
const MORE = ["batch", "squared", "shuffle", "weight", "bias", "n", "std0", "std1"];
/** What says how samples are drawn, which the reader's own are not. */
const DRAWN = ["n", "mean0", "std0", "mean1", "std1"];

/** @type {Walk} the latest, to go on from */
let latest;
/** @typedef {import("./points.js").Points} Points */
/** @type {Points | null} the reader's own, used while the state's own is not 0 */
let own = null;

/**
 * How many samples an epoch has.
 * @param {Numbers} state
 */
function sizeOf(state) {
  return state.own && own ? own.x.length : 2 * state.n;
}

/**
 * @param {Numbers} state
 * @param {Training} source
 */
function walkOf(state, source) {
  const settings = { ...state, seen: 0 };
  if (JSON.stringify(settings) !== JSON.stringify(latest?.settings)) {
    latest = new Walk(settings, source, state.own ? own : null);
  }
  return latest;
}

/** @type {import("./base.js").LiveFigure<Training>} */
export default {
  source: "training.json",
  hint: "Step, run, or break it. Each new setting begins a new training.",

  controls: ({ x, snapshots, learning_rate, population: { means, stds }, seed }) => [
    slider("seen", "seen", {
      value: 0,
      min: 0,
      max: x.length * (snapshots.length - 1),
      step: 1,
      whole: true,
      show: plain,
    }),
    player("Run", () => 0, (state) => ({ seen: state.seen + Math.ceil(sizeOf(state) / 20) })),
    button("Sample", ({ seen }) => ({ seen: seen + 1 })),
    button("Epoch", (state) => {
      const size = sizeOf(state);
      return { seen: (Math.floor(state.seen / size) + 1) * size };
    }),
    slider("rate", "rate η", {
      value: learning_rate,
      min: 1e-4,
      max: 100,
      step: 0.25,
      decades: true,
      show: scientific,
    }),
    slider("mean0", "mean 0", { value: means[0], min: -5, max: 5, step: 0.1, show: two }),
    slider("mean1", "mean 1", { value: means[1], min: -5, max: 10, step: 0.1, show: two }),
    slider("seed", "seed", { value: seed, min: 0, max: 99, step: 1, whole: true, show: plain }),
    slider("batch", "batch", { value: 1, min: 1, max: 100, step: 1, whole: true, show: plain }),
    choice("squared", "loss", 0, [
      [0, "cross-entropy"],
      [1, "squared error"],
    ]),
    choice("shuffle", "order", 1, [
      [1, "shuffled"],
      [0, "sorted"],
    ]),
    slider("weight", "start w", { value: snapshots[0][1], ...start }),
    slider("bias", "start w₀", { value: snapshots[0][2], ...start }),
    slider("n", "n a class", {
      value: x.length / 2,
      min: 5,
      max: 1000,
      step: 5,
      whole: true,
      show: plain,
    }),
    slider("std0", "spread 0", { value: stds[0], min: 0.1, max: 3, step: 0.1, show: two }),
    slider("std1", "spread 1", { value: stds[1], min: 0.1, max: 3, step: 0.1, show: two }),
    choice("scaled", "inputs", 0, [
      [0, "raw"],
      [1, "centred, scaled"],
    ]),
  ],

  compute(state, source) {
    const { squared } = state;
    const walk = walkOf(state, source);
    const { epoch, now, next, then } = walk.at(state.seen);
    const { weight, bias } = now;
    const [x, y] = [walk.x[next], walk.y[next]];
    const z = weight * x + bias;
    const yHat = sigmoid(z);
    const inZ = slopeOf(z, y, squared);
    return {
      ...{ x, y, z, yHat, inZ, epoch, weightNow: weight, biasNow: bias },
      product: weight * x,
      cost: lossOf(z, y, squared),
      bend: sigmoidDerivative(z),
      inYHat: squared ? yHat - y : crossEntropyDerivative(yHat, y),
      inWeight: inZ * x,
      inBias: inZ,
      waiting: now.waiting,
      together: Math.min(state.batch, now.waiting + walk.x.length - (state.seen % walk.x.length)),
      weightThen: then.weight,
      biasThen: then.bias,
      loss: walk.meanLoss(now),
      right: walk.accuracy(now),
      boundary: decisionBoundary(weight, bias) * walk.spread + walk.centre,
    };
  },

  values: [
    { name: "weightThen", label: "w next", show: compact },
    { name: "biasThen", label: "w₀ next", show: compact },
    { name: "epoch", label: "epochs done", show: plain },
    { name: "loss", label: "mean loss now", show: scientific },
    { name: "right", label: "accuracy", show: three },
    { name: "boundary", label: "boundary", show: orNone(compact) },
  ],

  draw(picture, state, values) {
    const { width, height } = picture;
    const { raw: x, y, losses } = latest;
    const [top, foot, middle] = [height * 0.5, height - 24, width * 0.54];
    drawPasses(picture, height * 0.44, values);
    const neuron = latest.unscaled({ weight: values.weightNow, bias: values.biasNow });
    const scene = { x, y, ...neuron, most: 45, own: !!state.own };
    const { across, up } = picture.neuron([22, middle], [top, foot], scene);
    const at = across(values.x * latest.spread + latest.centre);
    picture.dot("next", at, up(values.yHat), `class-${values.y}`);
    const progress = state.seen / x.length;
    drawLosses(picture, [middle + 44, width - 8], [top + 16, foot], progress, [
      ...losses.slice(0, values.epoch + 1),
      values.loss,
    ]);
  },

  describe: ({ seen }, { weightNow, biasNow, loss, right }) =>
    `After ${seen} samples: weight ${compact(weightNow)}, bias ${compact(biasNow)}, mean loss ` +
    `${scientific(loss)}, ${three(right)} of the samples right.`,

  attach(panel, board, source) {
    board.first.own = board.state.own = 0;
    const row = (/** @type {string} */ name) =>
      panel.querySelector(`.live-row:has([name="${name}"], [data-name="${name}"])`) ?? "";
    const values = panel.querySelector(".live-values");
    if (values) panel.querySelector(".live-buttons")?.after(values);
    const title = element("summary", {}, "More settings");
    const more = element("details", { class: "live-fold" }, title, ...MORE.map(row));
    const link = makeLink(panel, board, this.controls(source));
    panel.append(more, makeOwn(board, row("scaled")), link);
    board.showing.push(() => {
      for (const name of DRAWN) {
        const input = panel.querySelector(`input[name="${name}"]`);
        if (input instanceof HTMLInputElement) input.disabled = !!board.state.own;
      }
    });
  },
};

/** @typedef {Parameters<NonNullable<import("./base.js").LiveFigure<any>["attach"]>>[1]} Board */

/**
 * What takes the reader's own points.
 * @param {Board} board
 * @param {Node | string} scaled the row that centres and scales
 */
function makeOwn(board, scaled) {
  const text = element("textarea", { rows: 6, id: "live-points", spellcheck: "false" });
  const use = element("button", { type: "button" }, "Use these points");
  const back = element("button", { type: "button" }, "Draw points again");
  const told = element("p", { class: "live-told", role: "status" });
  let used = 0; // each paste is a state of its own
  use.addEventListener("click", () => {
    try {
      own = readPoints(text.value);
      board.set({ own: ++used, seen: 0 });
      const [zero, one] = own.labels;
      told.textContent = `${own.x.length} points. Class 0 is “${zero}”, class 1 is “${one}”.`;
    } catch (error) {
      told.textContent = error instanceof Error ? error.message : String(error);
    }
  });
  back.addEventListener("click", () => {
    board.set({ own: 0, seen: 0 });
    told.textContent = "The points are drawn again.";
  });
  const words = "Paste two columns from a spreadsheet: x and a label, up to 2,000 rows.";
  return element(
    "details",
    { class: "live-fold" },
    element("summary", {}, "Your own points"),
    element("label", { for: "live-points" }, words),
    text,
    element("div", { class: "live-row" }, use, back),
    told,
    scaled,
  );
}

/**
 * What puts the state into a link, and follows such links.
 * @param {Element} panel
 * @param {Board} board
 * @param {import("./base.js").Control[]} controls
 */
function makeLink(panel, board, controls) {
  const copy = element("button", { type: "button" }, "Copy link");
  const message = element("p", { class: "live-message", role: "status" });
  const follow = () => {
    if (!location.hash.includes(":")) return;
    const { changes, refused } = readLink(location.hash.slice(1, 1000), controls);
    board.set({ ...board.first, ...changes });
    message.textContent = "As the link says.";
    if (refused.length) message.textContent = `Refused: ${refused.join("; ")}.`;
    panel.parentElement?.scrollIntoView();
  };
  copy.addEventListener("click", async () => {
    const named = controls.flatMap((each) => ("name" in each ? [each.name] : []));
    const fields = named.map((name) => [name, board.state[name]].join(":"));
    history.replaceState(null, "", `#${fields.join(",")}`);
    try {
      await navigator.clipboard.writeText(location.href);
      message.textContent = "Copied.";
    } catch {
      message.textContent = "The link is in the address bar.";
    }
    if (board.state.own) message.textContent += " Your own points are not in it.";
  });
  window.addEventListener("hashchange", follow);
  follow();
  return element("div", { class: "live-row live-link" }, copy, message);
}

/**
 * Read a state from a link, `rate:10,seen:500`; what is not named keeps its first value.
 * @param {string} text
 * @param {import("./base.js").Control[]} controls
 */
function readLink(text, controls) {
  /** @type {Numbers} */
  const changes = {};
  const refused = [];
  const named = controls.filter((each) => "name" in each);
  for (const part of text.replace(/%3A/gi, ":").replace(/%2C/gi, ",").split(",")) {
    const [name, written = ""] = part.split(":");
    const control = named.find((each) => each.name === name);
    const expected = control ? refusal(control, written) : "no such field";
    if (expected) refused.push(`${part.slice(0, 24)} (${expected})`);
    else changes[name] = Number(written);
  }
  return { changes, refused };
}

/**
 * Why a control does not take what was written; nothing if it does.
 * @param {import("./base.js").Slider | import("./base.js").Choice} control
 * @param {string} written
 */
function refusal(control, written) {
  const value = /^-?[\d.]+(e-?\d+)?$/.test(written) ? Number(written) : NaN;
  if (control.kind === "choice") {
    const options = control.options.map(([option]) => option);
    return options.includes(value) ? "" : `expected ${options.join(" or ")}`;
  }
  const { min, max, whole } = control;
  const fits = value >= min && value <= max && (!whole || Number.isInteger(value));
  return fits ? "" : `expected ${whole ? "a whole number " : ""}from ${min} to ${max}`;
}

/**
 * The neuron with the next sample: its way forward from node to node, and below, the slopes back.
 * @param {import("./base.js").Picture} picture
 * @param {number} foot
 * @param {Numbers} values
 */
function drawPasses(picture, foot, values) {
  const level = foot * 0.46;
  const column = (/** @type {number} */ place) => picture.width * (0.1 + 0.2 * place);
  const arrow = (/** @type {string} */ d, /** @type {string} */ colour) =>
    picture.path(d, d, colour, { "stroke-width": "1.5" });
  const write = (/** @type {string} */ name, /** @type {number[]} */ [x, y], label = "") => {
    const more = { "text-anchor": label ? "start" : "middle", "data-name": name };
    const text = label + compact(values[name], Math.min(4, (picture.width / 115) | 0));
    picture.text(`${name} value`, x, y, text, "ink", { ...more, "font-weight": "600" });
  };
  const nodes = ["x: x", "product: w x", "z: z", "yHat: ŷ", "cost: E"];
  for (const [place, node] of nodes.entries()) {
    const [[name, label], x] = [node.split(": "), column(place)];
    const colour = place ? "neuron" : `class-${values.y}`;
    if (place) arrow(`M${column(place - 1) + 15} ${level}H${x - 17}m-5 -4l5 4l-5 4`, "muted");
    const ring = { fill: "none", stroke: `var(--${colour})`, "stroke-width": 2 };
    picture.add("circle", `${name} node`, { cx: x, cy: level, r: 15, ...ring });
    picture.text(`${name} name`, x, level + 5, label, colour, { "text-anchor": "middle" });
    write(name, [x, level + 32]);
  }
  for (const [place, start, ...rows] of [
    [1, column(1) - 68, "weightNow: w", "inWeight: ∂E/∂w"],
    [2, column(2) - 8, "biasNow: w₀", "inBias: ∂E/∂w₀"],
  ]) {
    const x = column(Number(place));
    arrow(`M${x} 54V${level - 17}m-4 -5l4 5l4 -5`, "muted");
    rows.forEach((row, i) => {
      const [name, label] = String(row).split(": ");
      write(name, [Number(start), 32 + 17 * i], `${label} = `);
    });
  }
  const slopes = ["inZ: dE/dz", "bend: dŷ/dz", "inYHat: dE/dŷ"];
  for (const [i, slope] of slopes.entries()) {
    const [[name, label], x] = [slope.split(": "), column(1.5 + i)];
    arrow(`M${column(2 + i) - 6} ${level + 46}H${column(1 + i) + 6}m5 -4l-5 4l5 4`, "muted");
    picture.text(`${name} name`, x, level + 63, label, "neuron", { "text-anchor": "middle" });
    write(name, [x, level + 80]);
  }
  const { waiting, together } = values;
  const waits = together > 1 ? `: ${waiting + 1} of ${together} in the batch` : "";
  picture.text("given", 8, 13, `Next sample${waits}`, "ink");
  const truth = { "text-anchor": "end", "font-weight": "600" };
  picture.text("truth", picture.width - 8, 13, `class ${values.y}`, `class-${values.y}`, truth);
}

/**
 * The mean loss after each epoch, and now, on a logarithmic axis.
 * @param {import("./base.js").Picture} picture
 * @param {[number, number]} sides
 * @param {[number, number]} ends
 * @param {number} progress in epochs
 * @param {number[]} losses
 */
function drawLosses(picture, [left, right], [top, foot], progress, losses) {
  const epoch = Math.floor(progress);
  const every = Math.ceil((epoch + 1) / 200);
  const whole = Array.from({ length: Math.ceil(epoch / every) }, (_, i) => i * every);
  const shown = [...whole, epoch, progress];
  const powers = shown.map((at) => Math.log10(Math.max(1e-12, losses[Math.ceil(at)])));
  const low = Math.min(-2, Math.floor(Math.min(...powers)));
  const high = Math.max(0, Math.ceil(Math.max(...powers)));
  const end = Math.max(1, Math.ceil(progress));
  const across = scale([0, end], [left, right - 8]);
  const up = scale([low, high], [foot, top]);
  const ticks = [low, Math.round((low + high) / 2), high];
  picture.text("loss title", left, top - 9, "mean loss", "ink");
  picture.axisY("loss", up, [left, right], ticks, powerOfTen);
  picture.axisX("epoch", across, foot, [0, end], "");
  const path = through(shown.map((at, i) => [across(at), up(powers[i])]));
  picture.path("losses", path, "neuron");
  picture.dot("loss now", across(progress), up(powers[powers.length - 1]), "neuron");
}
