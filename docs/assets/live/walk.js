/**
 * A training of one's own: what the book's run does, with other data, losses and batches.
 */

import { crossEntropyWithLogits, sigmoid, squaredError, squaredErrorSlope } from "./neuron.js";
import { Generator, inOrder } from "./random.js";

/** @typedef {import("./base.js").Numbers} Numbers */
/** @typedef {import("./base.js").Training} Training */

/**
 * The neuron on its way, with the slopes of a batch that is not full yet.
 * @typedef {object} Stage
 * @property {number} weight
 * @property {number} bias
 * @property {number} inWeight sum of the slopes that wait
 * @property {number} inBias
 * @property {number} waiting how many they are
 */

export class Walk {
  /**
   * @param {Numbers} settings those of playground.js
   * @param {Training} book whose samples are used where the settings are the book's
   * @param {{x: ArrayLike<number>, y: ArrayLike<number>} | null} [own] samples of the reader
   */
  constructor(settings, book, own) {
    this.settings = settings;
    const [raw, y] = own ? [own.x, own.y] : samplesOf(settings, book);
    this.raw = raw;
    const [centre, spread] = settings.scaled ? centreAndSpread(raw) : [0, 1];
    this.centre = centre;
    this.spread = spread;
    this.x = settings.scaled ? Float64Array.from(raw, (x) => (x - centre) / spread) : raw;
    this.y = y;
    const { weight, bias } = settings;
    /** @type {Stage[]} where each epoch begins */
    this.starts = [{ weight, bias, inWeight: 0, inBias: 0, waiting: 0 }];
    this.losses = [this.meanLoss(this.starts[0])];
  }

  /**
   * The neuron after so many samples, the number of the sample that comes next, and the neuron
   * after that one.
   * @param {number} seen
   */
  at(seen) {
    const size = this.x.length;
    const epoch = Math.floor(seen / size);
    while (this.starts.length <= epoch) {
      const begun = this.starts.length - 1;
      this.starts.push(this.through(begun, size));
      this.losses.push(this.meanLoss(this.starts[begun + 1]));
    }
    const done = seen % size;
    const now = this.through(epoch, done);
    const next = orderOf(epoch, size, this.settings)[done];
    return { epoch, now, next, then: this.through(epoch, done + 1, now, done) };
  }

  /**
   * The neuron after the first samples of an epoch. A batch is over when it is full, or the epoch.
   * @param {number} epoch
   * @param {number} count
   * @param {Stage} from where it is after some of them
   * @param {number} done how many these are
   * @returns {Stage}
   */
  through(epoch, count, from = this.starts[epoch], done = 0) {
    const { rate, batch, squared } = this.settings;
    const order = orderOf(epoch, this.x.length, this.settings);
    let { weight, bias, inWeight, inBias, waiting } = from;
    for (let k = done; k < count; k++) {
      const x = this.x[order[k]];
      const slope = slopeOf(weight * x + bias, this.y[order[k]], squared);
      inWeight += slope * x;
      inBias += slope;
      waiting++;
      if (waiting === batch || k === order.length - 1) {
        weight -= (rate * inWeight) / waiting;
        bias -= (rate * inBias) / waiting;
        [inWeight, inBias, waiting] = [0, 0, 0];
      }
    }
    return { weight, bias, inWeight, inBias, waiting };
  }

  /**
   * The same neuron for the inputs as they were before they were centred and scaled.
   * @param {{weight: number, bias: number}} neuron
   */
  unscaled({ weight, bias }) {
    const slope = weight / this.spread;
    return { weight: slope, bias: bias - slope * this.centre };
  }

  /** @param {{weight: number, bias: number}} neuron */
  meanLoss({ weight, bias }) {
    let sum = 0;
    for (let i = 0; i < this.x.length; i++) {
      sum += lossOf(weight * this.x[i] + bias, this.y[i], this.settings.squared);
    }
    return sum / this.x.length;
  }

  /**
   * The share of the samples that a neuron puts in the right class.
   * @param {{weight: number, bias: number}} neuron
   */
  accuracy({ weight, bias }) {
    let right = 0;
    for (let i = 0; i < this.x.length; i++) {
      if (this.y[i] === Number(weight * this.x[i] + bias >= 0)) right++;
    }
    return right / this.x.length;
  }
}

/**
 * The mean of some numbers and their standard deviation, or 1 if they are all the same.
 * @param {ArrayLike<number>} numbers
 */
function centreAndSpread(numbers) {
  const all = Array.from(numbers);
  const centre = all.reduce((sum, x) => sum + x, 0) / all.length;
  const square = all.reduce((sum, x) => sum + (x - centre) ** 2, 0) / all.length;
  return [centre, Math.sqrt(square) || 1];
}

/**
 * What is random, kept for the next walk: it doesn't depend on most of the settings.
 * @type {{key: string, generator: Generator, orders: Uint32Array[]}}
 */
let shuffled;
/** @type {{seed: number, generator: Generator, normals: number[]}} */
let drawn;

/**
 * In which order an epoch meets the samples.
 * @param {number} epoch
 * @param {number} size
 * @param {Numbers} settings
 */
function orderOf(epoch, size, { seed, shuffle }) {
  const key = `${seed} ${size} ${shuffle}`;
  if (shuffled?.key !== key) {
    const generator = new Generator(seed);
    generator.step(); // the book draws the weight and the bias that it starts from
    generator.step();
    shuffled = { key, generator, orders: [] };
  }
  const { generator, orders } = shuffled;
  while (orders.length <= epoch) {
    orders.push(shuffle ? generator.permutation(size) : inOrder(size));
  }
  return orders[epoch];
}

/**
 * @param {number} z
 * @param {number} y
 * @param {number} squared 1 for half the squared error, 0 for cross-entropy
 */
export function lossOf(z, y, squared) {
  return squared ? squaredError(z, y) : crossEntropyWithLogits(z, y);
}

/**
 * The slope of that loss in z.
 * @param {number} z
 * @param {number} y
 * @param {number} squared
 */
export function slopeOf(z, y, squared) {
  return squared ? squaredErrorSlope(z, y) : sigmoid(z) - y;
}

/**
 * The book's samples, or others of the kind that was asked for. These are not the ones that numpy
 * would draw: its bells are made in another way than by Box and Muller (1958).
 * @param {Numbers} settings
 * @param {Training} book
 * @returns {[ArrayLike<number>, ArrayLike<number>]}
 */
function samplesOf({ n, mean0, std0, mean1, std1, seed }, { x, y, seed: own, population }) {
  const asked = [2 * n, mean0, mean1, std0, std1, seed];
  const books = [x.length, ...population.means, ...population.stds, own];
  if (asked.every((value, i) => value === books[i])) return [x, y];
  if (drawn?.seed !== seed) drawn = { seed, generator: new Generator(seed), normals: [] };
  const { generator, normals } = drawn;
  while (normals.length < 2 * n) {
    const radius = Math.sqrt(-2 * Math.log(1 - generator.random()));
    const angle = 2 * Math.PI * generator.random();
    normals.push(radius * Math.cos(angle), radius * Math.sin(angle));
  }
  const [samples, labels] = [new Float64Array(2 * n), new Float64Array(2 * n)];
  for (let i = 0; i < n; i++) {
    samples[i] = mean0 + std0 * normals[2 * i];
    samples[n + i] = mean1 + std1 * normals[2 * i + 1];
    labels[n + i] = 1;
  }
  return [samples, labels];
}
