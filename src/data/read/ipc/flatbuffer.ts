/**
 * Looks into Flatbuffers that a stranger may have written: every place is checked before it is read.
 * Reading outside the bytes throws a RangeError, as DataView does; so does whatever else cannot be.
 *
 * | at | what |
 * |---|---|
 * | 0 | uint32: where the root table lies |
 * | a table | int32: how far before it its vtable lies; then its fields |
 * | a vtable | uint16: its bytes; uint16: the table's bytes; uint16 a field: where in the table, 0 if absent |
 * | a reference | uint32: how far behind it a table, vector or string lies |
 * | a vector, a string | uint32: number of elements, or bytes; then these |
 */

/** Elements of a vector: where the first lies, and how many there are. */
export interface FlatVector {
  readonly at: number;
  readonly length: number;
}

/** The bytes, and how many tables may still be visited: shared references must not make a small file endless. */
interface Source {
  readonly view: DataView;
  budget: number;
}

const damaged = (what: string) => new RangeError(what);

/** A table. Fields are named by their numbers in Arrow's schema files; an absent one is undefined. */
export class FlatTable {
  readonly #source: Source;
  readonly #at: number;
  readonly #vtable: number;
  readonly #vtableBytes: number;
  readonly #bytes: number;

  private constructor(source: Source, at: number) {
    const { view } = source;
    source.budget -= 1;
    if (source.budget < 0) throw damaged('tables within tables without end');
    this.#source = source;
    this.#at = at;
    this.#vtable = at - view.getInt32(at, true);
    this.#vtableBytes = view.getUint16(this.#vtable, true);
    this.#bytes = view.getUint16(this.#vtable + 2, true);
    if (this.#vtable + this.#vtableBytes > view.byteLength || at + this.#bytes > view.byteLength) {
      throw damaged('a table beyond the end');
    }
  }

  /** The table that a buffer is. */
  static root(view: DataView): FlatTable {
    return new FlatTable({ view, budget: view.byteLength / 8 }, view.getUint32(0, true));
  }

  #place(field: number, bytes: number): number | undefined {
    const slot = 4 + field * 2;
    if (slot + 2 > this.#vtableBytes) return undefined;
    const place = this.#source.view.getUint16(this.#vtable + slot, true);
    if (place === 0) return undefined;
    if (place < 4 || place + bytes > this.#bytes) throw damaged('a field beyond its table');
    return this.#at + place;
  }

  #target(field: number): number | undefined {
    const place = this.#place(field, 4);
    return place === undefined ? undefined : place + this.#source.view.getUint32(place, true);
  }

  uint8(field: number): number | undefined {
    const place = this.#place(field, 1);
    return place === undefined ? undefined : this.#source.view.getUint8(place);
  }

  int16(field: number): number | undefined {
    const place = this.#place(field, 2);
    return place === undefined ? undefined : this.#source.view.getInt16(place, true);
  }

  int32(field: number): number | undefined {
    const place = this.#place(field, 4);
    return place === undefined ? undefined : this.#source.view.getInt32(place, true);
  }

  /** A length: 0 if absent. */
  length(field: number): number {
    const place = this.#place(field, 8);
    return place === undefined ? 0 : lengthAt(this.#source.view, place);
  }

  table(field: number): FlatTable | undefined {
    const at = this.#target(field);
    return at === undefined ? undefined : new FlatTable(this.#source, at);
  }

  /** @param bytes of one element; a string is a vector of bytes. */
  vector(field: number, bytes: number): FlatVector | undefined {
    const at = this.#target(field);
    if (at === undefined) return undefined;
    const { view } = this.#source;
    const length = view.getUint32(at, true);
    if (at + 4 + length * bytes > view.byteLength) throw damaged('a list beyond the end');
    return { at: at + 4, length };
  }

  /** The tables of a vector of references. */
  *tables(field: number): Generator<FlatTable, void, undefined> {
    const { view } = this.#source;
    const vector = this.vector(field, 4);
    for (let i = 0; i < (vector?.length ?? 0); i++) {
      const place = vector!.at + 4 * i;
      yield new FlatTable(this.#source, place + view.getUint32(place, true));
    }
  }
}

/** An int64 that counts bytes or rows. */
export function lengthAt(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (value >= 0 && Number.isSafeInteger(value)) return value;
  throw damaged('a length that cannot be');
}
