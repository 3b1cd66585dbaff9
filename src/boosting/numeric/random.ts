/** LightGBM's pseudo-random generator, so that what it draws from a seed can be drawn again here. */

/**
 * A linear congruential generator modulo 2³² (Microsoft's C library's constants), as in LightGBM's
 * `utils/random.h`. Reproduces LightGBM's choices; not for anything that needs good randomness.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  #next(): number {
    this.#state = (Math.imul(214013, this.#state) + 2531011) >>> 0;
    return this.#state;
  }

  /** An integer of 15 random bits in `[low, high)`. */
  nextShort(low: number, high: number): number {
    return (((this.#next() >>> 16) & 0x7fff) % (high - low)) + low;
  }

  /** An integer of 31 random bits in `[low, high)`. */
  nextInt(low: number, high: number): number {
    return ((this.#next() & 0x7fffffff) % (high - low)) + low;
  }

  /** A multiple of 2⁻¹⁵ in `[0, 1)`. */
  nextFloat(): number {
    return ((this.#next() >>> 16) & 0x7fff) / 32768;
  }

  /**
   * `count` different integers of `[0, total)` in rising order. Goes through all of them when many
   * are wanted, else takes Floyd's way; which one is chosen decides the numbers, so the condition is
   * LightGBM's.
   */
  sample(total: number, count: number): Int32Array {
    if (count > total || count <= 0) return new Int32Array(0);
    if (count === total) return new Int32Array(total).map((_, index) => index);
    if (count > 1 && count > total / Math.log2(count)) return this.#selectInOrder(total, count);
    return this.#floyd(total, count);
  }

  #selectInOrder(total: number, count: number): Int32Array {
    const chosen = new Int32Array(count);
    let size = 0;
    for (let index = 0; index < total; index++) {
      if (this.nextFloat() < (count - size) / (total - index)) chosen[size++] = index;
    }
    return chosen.subarray(0, size);
  }

  #floyd(total: number, count: number): Int32Array {
    const chosen = new Set<number>();
    for (let last = total - count; last < total; last++) {
      const index = this.nextInt(0, last + 1);
      chosen.add(chosen.has(index) ? last : index);
    }
    return Int32Array.from(chosen).sort();
  }
}
