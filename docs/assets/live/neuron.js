/**
 * The neuron's mathematics, the same as in the Python package `firstneuron`.
 *
 * Each function has its namesake there, with the reasons and the sources; a test compares the two
 * in a browser, over random and extreme inputs.
 */

/**
 * @typedef {object} Population
 * @property {[number, number]} means
 * @property {[number, number]} stds
 * @property {number} share the probability of class 1
 */

/** @param {number} z */
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
}

/** @param {number} z a logit, not an output of the sigmoid */
export function sigmoidDerivative(z) {
  return sigmoid(z) * sigmoid(-z);
}

/**
 * @param {number} yHat
 * @param {number} y 0 or 1
 */
export function crossEntropy(yHat, y) {
  return 0 - (y === 1 ? Math.log(yHat) : Math.log1p(-yHat));
}

/**
 * @param {number} yHat
 * @param {number} y 0 or 1
 */
export function crossEntropyDerivative(yHat, y) {
  return y === 1 ? -1 / yHat : 1 / (1 - yHat);
}

/**
 * The cross-entropy of `sigmoid(z)`, without computing `sigmoid(z)`.
 * @param {number} z
 * @param {number} y 0 or 1
 */
export function crossEntropyWithLogits(z, y) {
  const wrong = y === 1 ? -z : z;
  return Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/**
 * Half the square of the error.
 * @param {number} z
 * @param {number} y 0 or 1
 */
export function squaredError(z, y) {
  return (sigmoid(z) - y) ** 2 / 2;
}

/**
 * The slope of the squared error in z.
 * @param {number} z
 * @param {number} y 0 or 1
 */
export function squaredErrorSlope(z, y) {
  return (sigmoid(z) - y) * sigmoidDerivative(z);
}

/**
 * The mean cross-entropy of a neuron over samples.
 * @param {number} weight
 * @param {number} bias
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 */
export function meanLoss(weight, bias, x, y) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += crossEntropyWithLogits(weight * x[i] + bias, y[i]);
  }
  return sum / x.length;
}

/**
 * The slopes of the mean loss in weight and bias.
 * @param {number} weight
 * @param {number} bias
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @returns {[number, number]}
 */
export function gradient(weight, bias, x, y) {
  let inWeight = 0;
  let inBias = 0;
  for (let i = 0; i < x.length; i++) {
    const error = sigmoid(weight * x[i] + bias) - y[i];
    inWeight += error * x[i];
    inBias += error;
  }
  return [inWeight / x.length, inBias / x.length];
}

/**
 * The same slopes estimated from the loss alone, by central differences.
 * @param {number} weight
 * @param {number} bias
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {number} h how far to step to either side
 * @returns {[number, number]}
 */
export function numericalGradient(weight, bias, x, y, h) {
  return [
    (meanLoss(weight + h, bias, x, y) - meanLoss(weight - h, bias, x, y)) / (2 * h),
    (meanLoss(weight, bias + h, x, y) - meanLoss(weight, bias - h, x, y)) / (2 * h),
  ];
}

/**
 * The neuron after one step of gradient descent on one sample.
 * @param {number} weight
 * @param {number} bias
 * @param {number} x
 * @param {number} y 0 or 1
 * @param {number} learningRate
 * @returns {[number, number]}
 */
export function update(weight, bias, x, y, learningRate) {
  const step = learningRate * (sigmoid(weight * x + bias) - y);
  return [weight - step * x, bias - step];
}

/**
 * Where the logit is 0; NaN if the weight is 0, for then there is no such place.
 * @param {number} weight
 * @param {number} bias
 */
export function decisionBoundary(weight, bias) {
  return weight === 0 ? NaN : -bias / weight + 0;
}

/**
 * The exact logit of class 1 at x, by Bayes' rule.
 * @param {number} x
 * @param {Population} population
 */
export function logOdds(x, { means, stds, share }) {
  // measured from between the centres, so that nothing large cancels
  const centre = (means[0] + means[1]) / 2;
  const [m0, m1] = [means[0] - centre, means[1] - centre];
  const [s0, s1] = stds;
  const a = 0.5 / s0 ** 2 - 0.5 / s1 ** 2;
  const b = m1 / s1 ** 2 - m0 / s0 ** 2;
  const c =
    0.5 * (m0 / s0) ** 2 - 0.5 * (m1 / s1) ** 2 + Math.log(s0 / s1) + Math.log(share / (1 - share));
  const fromCentre = x - centre;
  return (a * fromCentre + b) * fromCentre + c;
}

/**
 * The true probability of class 1 at x.
 * @param {number} x
 * @param {Population} population
 */
export function posterior(x, population) {
  return sigmoid(logOdds(x, population));
}
