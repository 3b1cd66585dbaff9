/** Reserves stretches of a shared memory and writes the tables of assembly/scoring/layout.ts into them. */
import type { ColumnMemory } from '../../data/index.js';

/** A stretch of memory being written; offsets are from its start, and aligned to what is written there. */
export class Section {
  readonly address: number;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #doubles: Float64Array;

  constructor(memory: ColumnMemory, bytes: number) {
    this.address = memory.allocate(bytes, 16);
    const { buffer } = memory.memory;
    this.#bytes = new Uint8Array(buffer, this.address, bytes);
    this.#words = new Uint32Array(buffer, this.address, bytes >> 2);
    this.#doubles = new Float64Array(buffer, this.address, bytes >> 3);
    // An arena hands out released memory again, with what was in it.
    this.#bytes.fill(0);
  }

  /** A 32-bit word; a negative number as its two's complement. */
  word(offset: number, value: number): void {
    this.#words[offset >> 2] = value;
  }

  double(offset: number, value: number): void {
    this.#doubles[offset >> 3] = value;
  }

  bytes(offset: number, values: ArrayLike<number>): void {
    this.#bytes.set(values, offset);
  }

  words(offset: number, values: ArrayLike<number>): void {
    this.#words.set(values, offset >> 2);
  }

  doubles(offset: number, values: ArrayLike<number>): void {
    this.#doubles.set(values, offset >> 3);
  }
}

/** A section that holds 32-bit words, e.g. addresses. */
export function wordSection(memory: ColumnMemory, values: ArrayLike<number>): Section {
  const section = new Section(memory, values.length * 4);
  section.words(0, values);
  return section;
}
