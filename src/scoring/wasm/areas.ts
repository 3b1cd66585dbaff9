/** Where a scorer stages columns and answers: areas of its memory, reserved once, that take real pages when used. */
import { ColumnMemory } from '../../data/memory.js';
import type { FeatureColumn } from '../scorer.js';

const SOURCE_BYTES = 8;

/** Columns of up to `maxRows` rows on their way in, and up to `outBytes` of answers on their way out. */
export class Area {
  readonly sources: number;
  readonly out: number;
  readonly maxRows: number;
  readonly #outBytes: number;
  readonly #staging: number;
  readonly #memory: ColumnMemory;
  readonly #descriptors: Uint32Array;

  constructor(memory: ColumnMemory, features: number, maxRows: number, outBytes: number) {
    this.#memory = memory;
    this.maxRows = maxRows;
    this.#outBytes = outBytes;
    this.sources = memory.allocate(features * SOURCE_BYTES);
    this.#staging = memory.allocate(features * maxRows * 8);
    this.out = memory.allocate(outBytes);
    this.#descriptors = new Uint32Array(memory.memory.buffer, this.sources, features * 2);
  }

  /** Rows that fit at once when each gives `outputs` numbers. */
  rowsFor(outputs: number): number {
    return Math.min(this.maxRows, Math.max(1, Math.floor(this.#outBytes / (8 * outputs))));
  }

  /** Points the sources at rows start…start + rows: where they lie if that is in this memory, else at a copy. */
  load(columns: readonly FeatureColumn[], start: number, rows: number): void {
    const buffer = this.#memory.memory.buffer;
    let staging = this.#staging;
    columns.forEach((column, feature) => {
      const bytes = column.BYTES_PER_ELEMENT;
      let address = column.byteOffset + start * bytes;
      if (!this.#holds(column)) {
        address = staging;
        const part = column.subarray(start, start + rows);
        // Two branches, because a copy between arrays of one type is a memcpy.
        if (part instanceof Float32Array) new Float32Array(buffer, address, rows).set(part);
        else new Float64Array(buffer, address, rows).set(part);
        staging += this.maxRows * 8;
      }
      this.#descriptors[feature * 2] = address;
      this.#descriptors[feature * 2 + 1] = bytes === 8 ? 1 : 0;
    });
  }

  #holds(column: FeatureColumn): boolean {
    // A view made before the memory grew has another buffer object over the same bytes.
    return ColumnMemory.of(column.buffer) === this.#memory;
  }

  /** The first `count` numbers of the answers; valid until the area is used again. */
  answers(count: number): Float64Array {
    return new Float64Array(this.#memory.memory.buffer, this.out, count);
  }
}
