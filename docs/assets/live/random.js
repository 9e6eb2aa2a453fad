/**
 * numpy's `default_rng(seed)`, bit for bit, for meeting samples in the book's order.
 *
 * The generator is PCG64: O'Neill (2014), "PCG: A Family of Simple Fast Space-Efficient
 * Statistically Good Algorithms for Random Number Generation". SeedSequence spreads its seed.
 */

const [LOW_64, LOW_128] = [(1n << 64n) - 1n, (1n << 128n) - 1n];
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

export class Generator {
  /** @param {number} seed a whole number from 0 to 2³² − 1 */
  constructor(seed) {
    const [a, b, c, d] = spread(seed);
    this.increment = ((((c << 64n) | d) << 1n) | 1n) & LOW_128;
    this.state = ((a << 64n) | b) + this.increment;
    this.step();
    /** @type {number | null} the second half of the last 64 bits, if it waits for its use */
    this.waiting = null;
  }

  step() {
    this.state = (this.state * MULTIPLIER + this.increment) & LOW_128;
  }

  /** @returns {bigint} 64 random bits */
  bits64() {
    this.step();
    const folded = ((this.state >> 64n) ^ this.state) & LOW_64;
    const turn = this.state >> 122n;
    return ((folded >> turn) | (folded << (64n - turn))) & LOW_64;
  }

  /** @returns {number} 32 random bits */
  bits32() {
    const waiting = this.waiting;
    this.waiting = null;
    if (waiting !== null) return waiting;
    const bits = this.bits64();
    this.waiting = Number(bits >> 32n);
    return Number(bits & 0xffffffffn);
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  uniform(low, high) {
    return low + (high - low) * (Number(this.bits64() >> 11n) / 2 ** 53);
  }

  /**
   * A whole number from 0 to `most`, each equally likely: what is too large is drawn again.
   * @param {number} most
   */
  upTo(most) {
    const mask = 2 ** (32 - Math.clz32(most)) - 1;
    let drawn;
    do drawn = (this.bits32() & mask) >>> 0;
    while (drawn > most);
    return drawn;
  }

  /**
   * @param {number} count
   * @returns {Uint32Array} 0 to count − 1 in random order
   */
  permutation(count) {
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.upTo(i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
}

/**
 * Spread the few bits of a seed over many.
 * @param {number} seed
 * @returns {bigint[]} four numbers of 64 bits
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
  const words = Array.from({ length: 8 }, (_, i) => BigInt(hash(pool[i % 4], 0x58f38ded) >>> 0));
  return [0, 2, 4, 6].map((i) => words[i] | (words[i + 1] << 32n));
}
