/**
 * numpy's `default_rng(seed)`, bit for bit, for meeting samples in the book's order.
 *
 * The generator is PCG64: O'Neill (2014), "PCG: A Family of Simple Fast Space-Efficient
 * Statistically Good Algorithms for Random Number Generation". SeedSequence spreads its seed.
 */

// 0x2360ed051fc65da44385df649fccf645, as all numbers of 128 bits here: 16 bits each, lowest first
const MULTIPLIER = [0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360];

export class Generator {
  /** @param {number} seed a whole number from 0 to 2³² − 1 */
  constructor(seed) {
    const [state, stream] = spread(seed);
    this.increment = multiplied(stream, [2, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0]);
    this.state = multiplied(state, [1, 0, 0, 0, 0, 0, 0, 0], this.increment);
    this.step();
    /** @type {number | null} the second half of the last 64 bits, if it waits for its use */
    this.waiting = null;
  }

  step() {
    multiplied(this.state, MULTIPLIER, this.increment);
  }

  /** @returns {[number, number]} 64 random bits: the lower 32, the upper 32 */
  bits64() {
    this.step();
    const { state } = this;
    const turn = state[7] >> 10;
    const folded = (/** @type {number} */ half) => {
      const i = (half ^ (turn >> 5)) & 1 ? 2 : 0;
      return (state[i] ^ state[i + 4]) | ((state[i + 1] ^ state[i + 5]) << 16);
    };
    // a shift goes by the lowest five bits of its number, so `~turn` makes up for the rest of 31
    const turned = (/** @type {number} */ half) =>
      ((folded(half) >>> turn) | ((folded(half + 1) << 1) << ~turn)) >>> 0;
    return [turned(0), turned(1)];
  }

  /** @returns {number} 32 random bits */
  bits32() {
    let bits = this.waiting;
    if (bits === null) [bits, this.waiting] = this.bits64();
    else this.waiting = null;
    return bits;
  }

  /** @returns {number} from 0 to 1, without 1 */
  random() {
    const [lower, upper] = this.bits64();
    return upper / 2 ** 32 + (lower >>> 11) / 2 ** 53;
  }

  /**
   * @param {number} count less than 2³¹
   * @returns {Uint32Array} 0 to count − 1 in random order
   */
  permutation(count) {
    const order = inOrder(count);
    for (let i = count - 1; i > 0; i--) {
      const mask = 2 ** (32 - Math.clz32(i)) - 1;
      let j;
      // what is too large is drawn again, so that all are equally likely
      do j = this.bits32() & mask;
      while (j > i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
}

/**
 * @param {number} count
 * @returns {Uint32Array} 0 to count − 1
 */
export function inOrder(count) {
  return new Uint32Array(count).map((_, i) => i);
}

/**
 * Multiply a number in its place, and add another.
 * @param {Float64Array} number
 * @param {ArrayLike<number>} factor
 * @param {ArrayLike<number>} more
 */
function multiplied(number, factor, more) {
  for (let k = 7; k >= 0; k--) {
    let sum = more[k];
    for (let i = 0; i <= k; i++) sum += number[i] * factor[k - i];
    number[k] = sum;
  }
  for (let k = 0, carry = 0; k < 8; k++) {
    const sum = number[k] + carry;
    carry = Math.floor(sum / 2 ** 16);
    number[k] = sum - carry * 2 ** 16;
  }
  return number;
}

/**
 * Spread the few bits of a seed over many.
 * @param {number} seed
 * @returns {Float64Array[]} two numbers of 128 bits
 */
function spread(seed) {
  let factor = 0x43b0d7e5;
  const hash = (/** @type {number} */ value, /** @type {number} */ next) => {
    value ^= factor;
    factor = Math.imul(factor, next);
    value = Math.imul(value, factor);
    return value ^ (value >>> 16);
  };
  const pool = [seed, 0, 0, 0].map((word) => hash(word, 0x931e8875));
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) {
      if (from === to) continue;
      const other = hash(pool[from], 0x931e8875);
      const mixed = Math.imul(0xca01f9dd, pool[to]) - Math.imul(0x4973f715, other);
      pool[to] = mixed ^ (mixed >>> 16);
    }
  }
  factor = 0x8b51f9dd;
  const words = new Uint32Array(8).map((_, i) => hash(pool[i % 4], 0x58f38ded));
  const parts = (/** @type {number[]} */ order) =>
    Float64Array.from(order.flatMap((i) => [words[i] & 0xffff, words[i] >>> 16]));
  return [parts([2, 3, 0, 1]), parts([6, 7, 4, 5])];
}
