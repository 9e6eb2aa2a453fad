/**
 * What happens if? A neuron to train under all conditions, one sample at a time, or in a run.
 */

import {
  button,
  choice,
  decimals,
  element,
  plain,
  player,
  raised,
  scale,
  scientific,
  slider,
  through,
} from "./base.js";
import { crossEntropyDerivative, decisionBoundary, sigmoid, sigmoidDerivative } from "./neuron.js";
import { lossOf, slopeOf, Walk } from "./walk.js";

/** @typedef {import("./base.js").Numbers} Numbers */
/** @typedef {import("./base.js").Training} Training */

const [two, three] = [2, 3].map(decimals);
const compact = (/** @type {number} */ value) => {
  const size = Math.abs(value);
  if (size < 100) return three(value);
  return size < 1e4 ? decimals(0)(value) : scientific(value);
};
const orNone = (/** @type {number} */ value) => (Number.isNaN(value) ? "none" : compact(value));

/** @type {Walk | undefined} the latest, to go on from */
let latest;

/**
 * @param {Numbers} state
 * @param {Training} source
 */
function walkOf(state, source) {
  const settings = { ...state, seen: 0 };
  const same = JSON.stringify(settings) === JSON.stringify(latest?.settings);
  if (!latest || !same) latest = new Walk(settings, source);
  return latest;
}

/** @type {import("./base.js").LiveFigure<Training>} */
export default {
  source: "training.json",
  hint: "Step, run, or break it.",

  controls: ({ x, snapshots, learning_rate, population: { means, stds }, seed }) => [
    slider("seen", "seen", {
      value: 0,
      min: 0,
      max: x.length * (snapshots.length - 1),
      step: 1,
      whole: true,
      show: plain,
    }),
    player("Run", 0, ({ seen, n }) => ({ seen: seen + Math.ceil(n / 10) })),
    button("Sample", ({ seen }) => ({ seen: seen + 1 })),
    button("Epoch", ({ seen, n }) => ({ seen: (Math.floor(seen / (2 * n)) + 1) * 2 * n })),
    slider("rate", "rate η", {
      value: learning_rate,
      min: 1e-4,
      max: 100,
      step: 0.25,
      decades: true,
      show: scientific,
    }),
    slider("batch", "batch", { value: 1, min: 1, max: 100, step: 1, whole: true, show: plain }),
    choice("squared", "loss", 0, [
      [0, "cross-entropy"],
      [1, "squared"],
    ]),
    choice("shuffle", "order", 1, [
      [1, "shuffled"],
      [0, "sorted"],
    ]),
    slider("weight", "start w", {
      value: snapshots[0][1],
      min: -10,
      max: 10,
      step: 0.1,
      show: two,
    }),
    slider("bias", "start w₀", { value: snapshots[0][2], min: -10, max: 10, step: 0.1, show: two }),
    slider("n", "n a class", {
      value: x.length / 2,
      min: 5,
      max: 1000,
      step: 5,
      whole: true,
      show: plain,
    }),
    slider("mean0", "mean 0", { value: means[0], min: -5, max: 5, step: 0.1, show: two }),
    slider("std0", "spread 0", { value: stds[0], min: 0.1, max: 3, step: 0.1, show: two }),
    slider("mean1", "mean 1", { value: means[1], min: -5, max: 10, step: 0.1, show: two }),
    slider("std1", "spread 1", { value: stds[1], min: 0.1, max: 3, step: 0.1, show: two }),
    slider("seed", "seed", { value: seed, min: 0, max: 99, step: 1, whole: true, show: plain }),
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
      weightThen: then.weight,
      biasThen: then.bias,
      loss: walk.meanLoss(now),
      right: walk.accuracy(now),
      boundary: decisionBoundary(weight, bias),
    };
  },

  values: [
    { name: "weightThen", label: "w then", show: compact },
    { name: "biasThen", label: "w₀ then", show: compact },
    { name: "epoch", label: "epochs done", show: plain },
    { name: "loss", label: "mean loss", show: scientific },
    { name: "right", label: "share right", show: three },
    { name: "boundary", label: "boundary", show: orNone },
  ],

  draw(picture, state, values, source) {
    const { width, height } = picture;
    const walk = walkOf(state, source);
    const [top, foot, middle] = [height * 0.5, height - 24, width * 0.54];
    drawPasses(picture, height * 0.44, state, values);
    const neuron = { weight: values.weightNow, bias: values.biasNow };
    const scene = { x: walk.x, y: walk.y, ...neuron, most: 60 };
    const { across, up } = picture.neuron([22, middle], [top, foot], scene);
    picture.dot("next", across(values.x), up(values.yHat), `class-${values.y}`);
    drawLosses(picture, [middle + 44, width - 8], [top + 16, foot], values, walk.losses);
  },

  describe: ({ seen }, { weightNow, biasNow, loss, right }) =>
    `After ${seen} samples: weight ${compact(weightNow)}, bias ${compact(biasNow)}, mean loss ` +
    `${scientific(loss)}, ${three(right)} of the samples right.`,

  attach(panel, board, source) {
    const copy = element("button", { type: "button" }, "Copy link");
    const message = element("p", { class: "live-message", role: "status" });
    const figure = /** @type {HTMLElement} */ (panel.parentElement);
    const controls = this.controls(source);
    const follow = () => {
      if (!location.hash.includes(":")) return;
      const { changes, refused } = readLink(location.hash.slice(1, 1000), controls);
      board.set({ ...board.first, ...changes });
      message.textContent = "As the link says.";
      if (refused.length) message.textContent = `Refused: ${refused.join("; ")}.`;
      figure.scrollIntoView();
    };
    copy.addEventListener("click", async () => {
      const fields = Object.entries(board.state).map((field) => field.join(":"));
      history.replaceState(null, "", `#${fields.join(",")}`);
      try {
        await navigator.clipboard.writeText(location.href);
        message.textContent = "Copied.";
      } catch {
        message.textContent = "The link is in the address bar.";
      }
    });
    panel.append(element("div", { class: "live-row live-link" }, copy, message));
    window.addEventListener("hashchange", follow);
    follow();
  },
};

/**
 * Read a state from a link, `rate:10,seen:500`; what is not named keeps its first value.
 * @param {string} text
 * @param {import("./base.js").Control[]} controls
 */
function readLink(text, controls) {
  /** @type {Numbers} */
  const changes = {};
  const refused = [];
  for (const part of text.replace(/%3A/gi, ":").replace(/%2C/gi, ",").split(",")) {
    const [name, written = ""] = part.split(":");
    const control = controls.find((each) => "name" in each && each.name === name);
    const expected = control ? refusal(control, written) : "no such field";
    if (expected) refused.push(`${part.slice(0, 24)} (${expected})`);
    else changes[name] = Number(written);
  }
  return { changes, refused };
}

/**
 * Why a control does not take what was written; nothing if it does.
 * @param {import("./base.js").Control} control
 * @param {string} written
 */
function refusal(control, written) {
  const value = /^-?[\d.]+(e-?\d+)?$/.test(written) ? Number(written) : NaN;
  if (control.kind === "choice") {
    const options = control.options.map(([option]) => option);
    return options.includes(value) ? "" : `expected ${options.join(" or ")}`;
  }
  if (control.kind !== "slider") return "no such field";
  const { min, max, whole } = control;
  const fits = value >= min && value <= max && (!whole || Number.isInteger(value));
  return fits ? "" : `expected ${whole ? "a whole number " : ""}from ${min} to ${max}`;
}

/**
 * The next sample's way forward, and the slopes on the way back.
 * @param {import("./base.js").Picture} picture
 * @param {number} foot
 * @param {Numbers} state
 * @param {Numbers} values
 */
function drawPasses(picture, foot, { batch }, values) {
  const column = (/** @type {number} */ place) => picture.width * (0.1 + 0.2 * place);
  const write = (/** @type {number} */ y, /** @type {string} */ arrow, /** @type {string} */ row) =>
    row.split(", ").forEach((cell, place) => {
      const [name, label] = cell.split(": ");
      const centred = { "text-anchor": "middle" };
      const bold = { ...centred, "font-weight": "600", "data-name": name };
      picture.text(`pass ${name}`, column(place), y, label, "neuron", centred);
      picture.text(`${name} value`, column(place), y + 17, compact(values[name]), "ink", bold);
      if (place) picture.text(`${name} arrow`, column(place - 0.5), y + 8, arrow, "muted", centred);
    });
  const given = `next, at w ${compact(values.weightNow)}, w₀ ${compact(values.biasNow)}`;
  picture.text("given", 8, 14, given, "ink");
  const truth = { "text-anchor": "end", "font-weight": "600" };
  picture.text("truth", picture.width - 8, 14, `class ${values.y}`, `class-${values.y}`, truth);
  write(foot * 0.3, "→", "x: x, product: w x, z: z, yHat: ŷ, cost: E");
  const slopes = "inWeight: ∂E/∂w, inBias: ∂E/∂w₀, inZ: dE/dz, bend: dŷ/dz, inYHat: dE/dŷ";
  write(foot * 0.62, "←", slopes);
  const waits = `${values.waiting + 1} of ${batch} in the batch`;
  picture.text("batch", 8, foot, batch > 1 ? waits : "", "muted");
}

/**
 * The mean loss at the end of each epoch, on a logarithmic axis.
 * @param {import("./base.js").Picture} picture
 * @param {[number, number]} sides
 * @param {[number, number]} ends
 * @param {Numbers} values
 * @param {number[]} losses
 */
function drawLosses(picture, [left, right], [top, foot], { epoch }, losses) {
  const power = (/** @type {number} */ at) => Math.log10(Math.max(1e-12, losses[at]));
  const every = Math.ceil((epoch + 1) / 200);
  const shown = [...Array.from({ length: Math.ceil(epoch / every) }, (_, i) => i * every), epoch];
  const powers = shown.map(power);
  const low = Math.min(-2, Math.floor(Math.min(...powers)));
  const high = Math.max(0, Math.ceil(Math.max(...powers)));
  const across = scale([0, Math.max(1, epoch)], [left, right - 8]);
  const up = scale([low, high], [foot, top]);
  const ticks = [low, Math.round((low + high) / 2), high];
  picture.text("loss title", left, top - 9, "mean loss", "ink");
  picture.axisY("loss", up, [left, right], ticks, (at) => (at ? `10${raised(at)}` : "1"));
  picture.axisX("epoch", across, foot, [0, Math.max(1, epoch)], "");
  const path = through(shown.map((at, i) => [across(at), up(powers[i])]));
  picture.path("losses", path, "neuron");
  picture.dot("loss now", across(epoch), up(power(epoch)), "neuron");
}
