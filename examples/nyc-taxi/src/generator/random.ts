/**
 * Random numbers by counter: the n-th draw of a stream is a function of (seed, stream, n), so that any
 * row can be made without those before it.
 *
 * Only operations whose result the language fixes to the last bit are used here and in the other
 * files of the generator (`+ - * /`, `Math.imul`, `Math.floor`, `Math.sqrt`, `Math.fround`): the
 * engine's `Math.exp`, `Math.sin` and `Math.log` may differ between versions in the last place.
 */

/** The finalizer of MurmurHash3: a bijection of 32-bit words in which each bit depends on all. */
function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** 2^32 divided by the golden ratio: successive multiples are spread evenly. */
const GOLDEN = 0x9e3779b9;

/** A stream of draws. One object serves all rows: {@link Random.begin} starts the next one. */
export class Random {
  readonly #seed: number;
  #low = 0;
  #high = 0;
  #draw = 0;

  constructor(seed: number) {
    this.#seed = mix(seed ^ mix(Math.floor(seed / 2 ** 32) + GOLDEN));
  }

  /** Starts the stream of a row, or of another thing that must not share a row's draws (`purpose` > 0). */
  begin(stream: number, purpose = 0): void {
    const high = mix(Math.floor(stream / 2 ** 32) ^ mix(purpose + this.#seed));
    this.#low = mix((stream | 0) ^ high);
    this.#high = mix(Math.imul(stream | 0, GOLDEN) + this.#seed + high);
    this.#draw = 0;
  }

  /** 32 random bits, unsigned. */
  word(): number {
    this.#draw = (this.#draw + GOLDEN) | 0;
    return mix(mix(this.#low + this.#draw) + this.#high) >>> 0;
  }

  /** Evenly in [0, 1). */
  uniform(): number {
    return this.word() / 2 ** 32;
  }

  /**
   * Bell-shaped with mean 0 and deviation 1: the sum of four evenly spread 16-bit numbers
   * (Irwin–Hall), which ends at ±3.46.
   */
  bell(): number {
    const a = this.word();
    const b = this.word();
    const sum = (a & 0xffff) + (a >>> 16) + (b & 0xffff) + (b >>> 16);
    return (sum / 65_536 - 1.999_969_482_421_875) * 1.732_050_807_568_877_2;
  }
}

/** e^x for |x| < 700, in exactly specified arithmetic: e^(x/1024), by its series, squared ten times. */
export function exp(x: number): number {
  const r = x / 1024;
  let y = 1 + r * (1 + (r / 2) * (1 + (r / 3) * (1 + (r / 4) * (1 + (r / 5) * (1 + r / 6)))));
  for (let i = 0; i < 10; i++) y *= y;
  return y;
}

/** Cumulative weights, to be drawn from with {@link pick}; the last one is the total. */
export function cumulate(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    sums[index] = sum;
  }
  return sums;
}

/** The index that a draw in [0, 1) falls on, each as often as its weight says. */
export function pick(sums: Float64Array, draw: number): number {
  const wanted = draw * sums[sums.length - 1]!;
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
