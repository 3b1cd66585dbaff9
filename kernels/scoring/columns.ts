/** Where a chunk's columns lie in the device's memory, and how they get there. */
import type { Slots } from './slots.js';

/** A feature's values; missing is NaN. May lie in shared memory. */
export type Column = Float32Array | Float64Array;

/** The layout of the columns that the trees read; the others stay where they are. */
export class ColumnLayout {
  /** For each slot, the first word of its column and 1 where values have 64 bits: as the pre-passes read it. */
  readonly placement: Uint32Array<ArrayBuffer>;
  /** Bytes of all columns of one chunk. */
  readonly bytes: number;
  readonly #columns: readonly { readonly column: Column; readonly offset: number }[];

  /** @param stride rows that each column has room for */
  constructor(slots: Slots, columns: readonly Column[], stride: number) {
    const places = new Map<number, { column: Column; offset: number }>();
    let offset = 0;
    for (const { feature } of slots.list) {
      if (places.has(feature)) continue;
      const column = columns[feature]!;
      places.set(feature, { column, offset });
      offset += stride * column.BYTES_PER_ELEMENT;
    }
    this.bytes = offset;
    this.#columns = [...places.values()];
    this.placement = Uint32Array.from(
      slots.list.flatMap(({ feature }) => {
        const place = places.get(feature)!;
        return [place.offset / 4, Number(place.column.BYTES_PER_ELEMENT === 8)];
      }),
    );
  }

  /** Bytes that one row takes, for planning a chunk's length. */
  static bytesPerRow(slots: Slots, columns: readonly Column[]): number {
    const features = new Set(slots.list.map(({ feature }) => feature));
    let bytes = 0;
    for (const feature of features) bytes += columns[feature]!.BYTES_PER_ELEMENT;
    return bytes;
  }

  /** Copies rows `first … first + rows` of each column into the mapped upload buffer. */
  write(target: ArrayBuffer, first: number, rows: number): void {
    for (const { column, offset } of this.#columns) {
      if (column.BYTES_PER_ELEMENT === 8) {
        new Float64Array(target, offset, rows).set(column.subarray(first, first + rows));
      } else new Float32Array(target, offset, rows).set(column.subarray(first, first + rows));
    }
  }
}
