/** Reserves stretches of a shared memory and writes the tables of assembly/scoring/layout.ts into them. */
import type { ColumnMemory } from '../../data/memory.js';

/** A stretch of memory being written: offsets are from its start, numbers little-endian as WebAssembly's. */
export class Section {
  readonly address: number;
  readonly #view: DataView;

  constructor(memory: ColumnMemory, bytes: number) {
    this.address = memory.allocate(bytes, 16);
    this.#view = new DataView(memory.memory.buffer, this.address, bytes);
    // An arena hands out released memory again, with what was in it.
    new Uint8Array(memory.memory.buffer, this.address, bytes).fill(0);
  }

  u32(offset: number, value: number): void {
    this.#view.setUint32(offset, value, true);
  }

  i32(offset: number, value: number): void {
    this.#view.setInt32(offset, value, true);
  }

  f64(offset: number, value: number): void {
    this.#view.setFloat64(offset, value, true);
  }

  bytes(offset: number, values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.#view.setUint8(offset + i, values[i]!);
  }

  words(offset: number, values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.u32(offset + 4 * i, values[i]!);
  }

  doubles(offset: number, values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.f64(offset + 8 * i, values[i]!);
  }
}

/** A section that holds 32-bit words, e.g. addresses. */
export function wordSection(memory: ColumnMemory, values: ArrayLike<number>): Section {
  const section = new Section(memory, values.length * 4);
  section.words(0, values);
  return section;
}
