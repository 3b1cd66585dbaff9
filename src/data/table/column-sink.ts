/** Collects one column's values, chunk by chunk, into a shared arena. */
import type { Data } from 'apache-arrow';
import type { ColumnMemory } from '../memory.js';
import { type ColumnType, columnTypeOf } from '../schema/column-type.js';
import { placeOf, wholeNumberError } from '../whole-numbers.js';
import { ArenaBuffer } from './arena-buffer.js';
import { columnData } from './assemble.js';
import { copyExact } from './exact-floats.js';
import { StringDictionary } from './strings.js';
import { copyBits, isValid, markPresent } from './validity.js';

/** How a column is stored, and how its source holds it. */
export interface ColumnPlan {
  readonly name: string;
  readonly type: ColumnType;
  /** The source's values are 64-bit integers or decimals, to be stored as floats. */
  readonly wide?: boolean;
}

/** One column under construction. Rows are appended in order; missing floats become NaN, others a cleared bit. */
export class ColumnSink {
  readonly plan: ColumnPlan;
  readonly values: ArenaBuffer;
  readonly strings: StringDictionary | undefined;
  validity: ArenaBuffer | undefined;
  missing = 0;
  readonly #memory: ColumnMemory;
  readonly #isFloat: boolean;
  readonly #width: number;
  #capacity: number;
  #rows = 0;

  constructor(plan: ColumnPlan, memory: ColumnMemory, capacity: number) {
    this.plan = plan;
    this.#memory = memory;
    this.#capacity = capacity;
    this.#width = columnTypeOf(plan.type).bytes;
    this.#isFloat = plan.type === 'float32' || plan.type === 'float64';
    this.values = new ArenaBuffer(memory, this.#bytesFor(capacity));
    this.strings = plan.type === 'utf8' ? new StringDictionary() : undefined;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Bytes that the rows so far take. */
  get usedBytes(): number {
    return this.#bytesFor(this.#rows);
  }

  get usedValidityBytes(): number {
    return Math.ceil(this.#rows / 8);
  }

  #bytesFor(rows: number): number {
    return this.#width === 0 ? Math.ceil(rows / 8) : rows * this.#width;
  }

  /** Makes room for `capacity` rows. */
  grow(capacity: number): void {
    this.values.grow(this.#bytesFor(capacity), this.usedBytes);
    this.validity?.grow(Math.ceil(capacity / 8), this.usedValidityBytes);
    this.#capacity = capacity;
  }

  /**
   * Appends `rows` values as they lie in DuckDB's vector: numbers in their own width, booleans a byte
   * each, texts as string records. `validity` is that vector's bitmap, absent when nothing is missing.
   */
  appendVector(data: Uint8Array, validity: Uint8Array | undefined, rows: number): void {
    const at = this.#rows;
    if (this.strings !== undefined) {
      this.strings.codeVector(data, validity, rows, this.#int32(), at);
    } else if (this.plan.type === 'bool') {
      const bits = this.values.bytes();
      for (let row = 0; row < rows; row++) {
        const bit = 1 << ((at + row) & 7);
        if (data[row] !== 0) bits[(at + row) >> 3]! |= bit;
        else bits[(at + row) >> 3]! &= ~bit;
      }
    } else this.values.bytes().set(data.subarray(0, rows * this.#width), at * this.#width);
    this.#finishRows(validity, 0, rows);
  }

  /** Appends values in Arrow's layout: `data` in the column's own width, `validity` from bit `offset`. */
  appendValues(
    data: Uint8Array,
    validity: Uint8Array | undefined,
    offset: number,
    rows: number,
  ): void {
    this.values.bytes().set(data.subarray(0, rows * this.#width), this.#rows * this.#width);
    this.#finishRows(validity, offset, rows);
  }

  /**
   * Appends 64-bit integers or decimals as floats.
   * @param file what an error calls the file
   * @throws CambiumError `integer-precision`
   */
  appendExact(data: Data, file: string): void {
    const values = this.plan.type === 'float32' ? this.#float32() : this.#float64();
    copyExact(data, values, this.#rows, (row, value) => {
      throw wholeNumberError(placeOf(file, this.plan.name, this.#rows + row + 1), value);
    });
    this.#finishRows(undefined, 0, data.length);
  }

  /** Appends numbers of another width; the caller knows that this column can hold them. */
  appendConverted(
    values: ArrayLike<number>,
    validity: Uint8Array | undefined,
    offset: number,
    rows: number,
  ): void {
    const { ArrayType } = columnTypeOf(this.plan.type);
    const buffer = this.#memory.memory.buffer;
    const target = new ArrayType(buffer, this.values.address, this.#capacity) as Float64Array;
    for (let row = 0; row < rows; row++) target[this.#rows + row] = values[row]!;
    this.#finishRows(validity, offset, rows);
  }

  /** Appends `rows` bits of a bitmap of booleans, both bitmaps from bit `offset`. */
  appendBits(
    bits: Uint8Array,
    validity: Uint8Array | undefined,
    offset: number,
    rows: number,
  ): void {
    copyBits(bits, offset, this.values.bytes(), this.#rows, rows);
    this.#finishRows(validity, offset, rows);
  }

  /** Appends codes of {@link strings}, from `codeAt(row)`. */
  appendCodes(
    codeAt: (row: number) => number,
    validity: Uint8Array | undefined,
    offset: number,
    rows: number,
  ): void {
    const codes = this.#int32();
    for (let row = 0; row < rows; row++) {
      const present = validity === undefined || isValid(validity, offset + row);
      codes[this.#rows + row] = present ? codeAt(row) : 0;
    }
    this.#finishRows(validity, offset, rows);
  }

  #int32(): Int32Array {
    return new Int32Array(this.#memory.memory.buffer, this.values.address, this.#capacity);
  }

  #float32(): Float32Array {
    return new Float32Array(this.#memory.memory.buffer, this.values.address, this.#capacity);
  }

  #float64(): Float64Array {
    return new Float64Array(this.#memory.memory.buffer, this.values.address, this.#capacity);
  }

  #finishRows(validity: Uint8Array | undefined, offset: number, rows: number): void {
    const at = this.#rows;
    this.#rows += rows;
    if (this.#isFloat) {
      if (validity !== undefined) this.#markNaN(validity, offset, at, rows);
      return;
    }
    if (validity === undefined) {
      if (this.validity) markPresent(this.validity.bytes(), at, at + rows);
      return;
    }
    let missing = 0;
    for (let row = 0; row < rows; row++) if (!isValid(validity, offset + row)) missing++;
    if (missing > 0 && this.validity === undefined) {
      this.validity = new ArenaBuffer(this.#memory, Math.ceil(this.#capacity / 8));
      markPresent(this.validity.bytes(), 0, at);
    }
    if (this.validity) copyBits(validity, offset, this.validity.bytes(), at, rows);
    this.missing += missing;
  }

  #markNaN(validity: Uint8Array, offset: number, at: number, rows: number): void {
    const values = this.plan.type === 'float32' ? this.#float32() : this.#float64();
    for (let row = 0; row < rows; row++) {
      if (!isValid(validity, offset + row)) values[at + row] = Number.NaN;
    }
  }

  /** The column as Arrow data over the arena. Valid once the arena's buffers are packed. */
  toData(): Data {
    const length = this.#rows;
    const type = columnTypeOf(this.plan.type);
    const buffer = this.#memory.memory.buffer;
    const nullBitmap = this.validity
      ? new Uint8Array(buffer, this.validity.address, this.usedValidityBytes)
      : undefined;
    const count = type.bytes === 0 ? this.usedBytes : length;
    const values = new type.ArrayType(buffer, this.values.address, count);
    const dictionary = this.strings?.toVector();
    const nullCount = this.missing;
    return columnData(this.plan.type, { length, values, nullBitmap, nullCount, dictionary });
  }
}
