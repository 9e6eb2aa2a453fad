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
 * Where the logit is 0; NaN if the weight is 0, for then there is no such place.
 * @param {number} weight
 * @param {number} bias
 */
export function decisionBoundary(weight, bias) {
  return weight === 0 ? NaN : -bias / weight + 0;
}

/**
 * The a, b and c of the exact log-odds a x² + b x + c.
 * @param {Population} population
 */
function logOddsCoefficients({ means: [m0, m1], stds: [s0, s1], share }) {
  const a = 0.5 / s0 ** 2 - 0.5 / s1 ** 2;
  const b = m1 / s1 ** 2 - m0 / s0 ** 2;
  const c =
    0.5 * (m0 / s0) ** 2 - 0.5 * (m1 / s1) ** 2 + Math.log(s0 / s1) + Math.log(share / (1 - share));
  return [a, b, c];
}

/**
 * The middle between the centres, and the population seen from there, so that nothing large
 * cancels.
 * @param {Population} population
 * @returns {[number, Population]}
 */
function centred({ means, stds, share }) {
  const centre = (means[0] + means[1]) / 2;
  return [centre, { means: [means[0] - centre, means[1] - centre], stds, share }];
}

/**
 * The exact logit of class 1 by Bayes' rule, as a function of x.
 * @param {Population} population
 */
export function logOdds(population) {
  const [centre, around] = centred(population);
  const [a, b, c] = logOddsCoefficients(around);
  return (/** @type {number} */ x) => (a * (x - centre) + b) * (x - centre) + c;
}

/**
 * The density of a normal distribution at x.
 * @param {number} x
 * @param {number} mean
 * @param {number} std
 */
export function density(x, mean, std) {
  return Math.exp(-0.5 * ((x - mean) / std) ** 2) / (std * Math.sqrt(2 * Math.PI));
}

/**
 * The probability that a standard normal draw lies above x: near 0 by its power series, further out
 * by its continued fraction.
 * @param {number} x
 * @returns {number}
 */
export function above(x) {
  if (x < 0) return 1 - above(-x);
  if (x < 3) {
    let [sum, term] = [x, x];
    for (let n = 3; term > 1e-17 * sum; n += 2) {
      term *= (x * x) / n;
      sum += term;
    }
    return 0.5 - sum * density(x, 0, 1);
  }
  let fraction = x;
  for (let n = 80; n > 0; n--) fraction = x + n / fraction;
  return density(x, 0, 1) / fraction;
}

/**
 * Where the two classes are equally likely, in rising order: two places, one, or none.
 * @param {Population} population
 * @returns {number[]}
 */
export function bayesBoundaries(population) {
  const [centre, around] = centred(population);
  const [a, b, c] = logOddsCoefficients(around);
  if (a === 0) return b === 0 ? [] : [centre - c / b];
  const discriminant = b * b - 4 * a * c;
  if (discriminant <= 0) return [];
  const q = -0.5 * (b + (b >= 0 ? 1 : -1) * Math.sqrt(discriminant));
  return [centre + q / a, centre + c / q].sort((one, other) => one - other);
}

/**
 * Those places, the nearest to the middle between the centres first.
 * @param {Population} population
 */
export function nearestBoundaries(population) {
  const [centre] = centred(population);
  const far = (/** @type {number} */ x) => Math.abs(x - centre);
  return bayesBoundaries(population).sort((one, other) => far(one) - far(other));
}

/**
 * The error rate of the best possible classifier.
 * @param {Population} population
 */
export function bayesError(population) {
  const edges = [-Infinity, ...bayesBoundaries(population), Infinity];
  const shares = [1 - population.share, population.share];
  let error = 0;
  for (let i = 1; i < edges.length; i++) {
    const masses = shares.map((share, label) => {
      const at = (/** @type {number} */ edge) =>
        (edge - population.means[label]) / population.stds[label];
      const [low, high] = [at(edges[i - 1]), at(edges[i])];
      return share * (low > 0 ? above(low) - above(high) : above(-high) - above(-low));
    });
    error += Math.min(...masses);
  }
  return error;
}

const STEP = 0.04; // of the sums that stand for integrals over a bell
const NODES = new Float64Array(601).map((_, i) => (i - 300) * STEP);
const NODE_WEIGHTS = NODES.map((node) => density(node, 0, 1) * STEP);

/**
 * The mean loss of a logit function over the population.
 * @param {(x: number) => number} logit
 * @param {Population} population
 */
export function expectedLoss(logit, { means, stds, share }) {
  let total = 0;
  for (const label of [0, 1]) {
    let sum = 0;
    for (let i = 0; i < NODES.length; i++) {
      const z = logit(means[label] + stds[label] * NODES[i]);
      sum += NODE_WEIGHTS[i] * crossEntropyWithLogits(z, label);
    }
    total += (label ? share : 1 - share) * sum;
  }
  return total;
}

/**
 * The weight and bias whose neuron has the smallest mean loss over the population, and that loss.
 * By Newton's method; each step is halved until the loss falls. A sum of fewer parts comes first.
 * @param {Population} population
 * @returns {[number, number, number]}
 */
export function bestLine(population) {
  const centre = (population.means[0] + population.means[1]) / 2;
  const width = Math.max(...population.stds);
  let [w, b] = tangent(population, centre, width);
  let loss = NaN;
  for (const stride of [4, 1]) {
    let there = newton(w, b, centre, width, population, stride);
    for (let i = 0; i < 100; i++) {
      let [, stepW, stepB] = there;
      [loss] = there;
      const far = Math.hypot(stepW, stepB) > 1e-6 * (1 + Math.hypot(w, b));
      while (far) {
        there = newton(w - stepW, b - stepB, centre, width, population, stride);
        if (!(there[0] > loss * (1 + 1e-13))) break; // more than rounding
        stepW /= 2;
        stepB /= 2;
      }
      [w, b] = [w - stepW, b - stepB];
      if (!far) break; // the next step would be about the square of this one
    }
  }
  return [w / width, b - (w * centre) / width, loss];
}

/**
 * Where to begin: the line that the true log-odds follow at the boundary between the centres.
 * @param {Population} population
 * @param {number} centre
 * @param {number} width
 */
function tangent(population, centre, width) {
  const [x] = nearestBoundaries(population);
  if (x === undefined || Math.abs(x - centre) > 3 * width) return [0, 0];
  const [h, logit] = [1e-3 * width, logOdds(population)];
  const w = (width * (logit(x + h) - logit(x - h))) / (2 * h);
  return [w, (-w * (x - centre)) / width];
}

/**
 * The mean loss at a place, and Newton's step from there, which is to be taken away.
 * @param {number} w
 * @param {number} b
 * @param {number} centre
 * @param {number} width
 * @param {Population} population
 * @param {number} stride from node to node of those in the sum
 */
function newton(w, b, centre, width, population, stride) {
  let [loss, slopeW, slopeB, ww, wb, bb] = [0, 0, 0, 0, 0, 0];
  const { means, stds, share } = population;
  for (const label of [0, 1]) {
    for (let i = 0; i < NODES.length; i += stride) {
      const u = (means[label] + stds[label] * NODES[i] - centre) / width;
      const weight = (label ? share : 1 - share) * NODE_WEIGHTS[i];
      const z = w * u + b;
      const e = Math.exp(-Math.abs(z));
      const error = weight * ((z >= 0 ? 1 : e) / (1 + e) - label);
      const bend = (weight * e) / (1 + e) ** 2;
      loss += weight * (Math.max(label ? -z : z, 0) + Math.log1p(e));
      slopeW += error * u;
      slopeB += error;
      ww += bend * u * u;
      wb += bend * u;
      bb += bend;
    }
  }
  const determinant = ww * bb - wb * wb;
  return [
    loss,
    (bb * slopeW - wb * slopeB) / determinant,
    (ww * slopeB - wb * slopeW) / determinant,
  ];
}
