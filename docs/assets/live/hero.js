/**
 * The first picture: the pumps, and the curve that bends into an S while the neuron learns.
 */

import { decimals, orNone, plain, player, slider } from "./base.js";
import { decisionBoundary } from "./neuron.js";

/** @typedef {import("./base.js").Training} Training */

const [two, three] = [2, 3].map(decimals);

/** @type {import("./base.js").LiveFigure<Training>} */
export default {
  source: "training.json",
  hint: "Press Run, and watch the curve bend.",

  controls: ({ snapshots }) => [
    slider("epoch", "epoch", {
      value: 0,
      min: 0,
      max: snapshots.length - 1,
      step: 1,
      whole: true,
      show: plain,
    }),
    player(
      "Run",
      ({ epoch }) => (epoch < 5 ? 500 : 60),
      ({ epoch }) => ({ epoch: epoch + 1 }),
    ),
  ],

  compute: ({ epoch }, { snapshots }) => {
    const [, weight, bias, loss] = snapshots[epoch];
    return { weight, bias, loss, boundary: decisionBoundary(weight, bias) };
  },

  values: [
    { name: "boundary", label: "boundary −b/w", show: orNone(three) },
    { name: "weight", label: "w", show: three },
    { name: "bias", label: "b", show: three },
  ],

  draw(picture, _state, { weight, bias }, { x, y }) {
    const { width, height } = picture;
    const scene = { x, y, weight, bias, most: 100, lined: false }; // z is not explained yet
    picture.neuron([22, width - 8], [10, height - 24], scene);
  },

  describe: ({ epoch }, { boundary, loss }) =>
    `After ${epoch} epochs a hum louder than ${two(boundary)} is called worn; ` +
    `the mean loss is ${three(loss)}.`,
};
