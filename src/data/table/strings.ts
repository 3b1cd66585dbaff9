/** Gives each distinct text a number in order of first appearance, comparing bytes and decoding none. */
import { makeData, Utf8, Vector } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { bindings } from '../engine/index.js';

/** Bytes of DuckDB's string record: length, then 12 bytes of text, or 4 of prefix and a pointer. */
const RECORD_BYTES = 16;
const INLINE_BYTES = 12;
const MAXIMUM_BYTES = 2 ** 31 - 1;

function larger<T extends Uint8Array | Int32Array>(array: T, length: number): T {
  const grown = new (array.constructor as new (length: number) => T)(
    Math.max(length, array.length * 2),
  );
  grown.set(array);
  return grown;
}

/** An interner of byte strings: an open-addressed hash table over one block of text. */
export class StringDictionary {
  #slots = new Int32Array(64).fill(-1);
  #hashes = new Int32Array(32);
  #offsets = new Int32Array(33);
  #bytes = new Uint8Array(512);
  #size = 0;
  readonly #encoder = new TextEncoder();

  get size(): number {
    return this.#size;
  }

  /** The code of `length` bytes of `source` from `start`: an old one, or the next. */
  code(source: Uint8Array, start: number, length: number): number {
    let hash = length;
    for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ source[i]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.#slots[slot]!;
      if (code < 0) return this.#add(slot, hash, source, start, length);
      if (this.#hashes[code] === hash && this.#equal(code, source, start, length)) return code;
    }
  }

  /** The code of a text. */
  codeOf(text: string): number {
    const bytes = this.#encoder.encode(text);
    return this.code(bytes, 0, bytes.length);
  }

  #equal(code: number, source: Uint8Array, start: number, length: number): boolean {
    const offset = this.#offsets[code]!;
    if (this.#offsets[code + 1]! - offset !== length) return false;
    for (let i = 0; i < length; i++) {
      if (this.#bytes[offset + i] !== source[start + i]) return false;
    }
    return true;
  }

  #add(slot: number, hash: number, source: Uint8Array, start: number, length: number): number {
    const code = this.#size++;
    const offset = this.#offsets[code]!;
    const end = offset + length;
    if (end > MAXIMUM_BYTES) {
      throw new CambiumError('memory-limit', 'the distinct texts of one column exceed 2 GiB', {
        hint: 'leave the column out with columns',
        commandHint: 'leave the column out with --exclude',
      });
    }
    if (end > this.#bytes.length) this.#bytes = larger(this.#bytes, end);
    if (code + 2 > this.#offsets.length) this.#offsets = larger(this.#offsets, code + 2);
    if (code + 1 > this.#hashes.length) this.#hashes = larger(this.#hashes, code + 1);
    for (let i = 0; i < length; i++) this.#bytes[offset + i] = source[start + i]!;
    this.#offsets[code + 1] = end;
    this.#hashes[code] = hash;
    this.#slots[slot] = code;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let code = 0; code < this.#size; code++) {
      let slot = this.#hashes[code]! & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.#slots = slots;
  }

  /** Codes the texts of one DuckDB vector into `codes` from `at`; rows that `validity` marks missing get 0. */
  codeVector(
    records: Uint8Array,
    validity: Uint8Array | undefined,
    rows: number,
    codes: Int32Array,
    at: number,
  ): void {
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    for (let row = 0; row < rows; row++) {
      if (validity !== undefined && ((validity[row >> 3]! >> (row & 7)) & 1) === 0) {
        codes[at + row] = 0;
        continue;
      }
      const record = row * RECORD_BYTES;
      const length = view.getUint32(record, true);
      if (length <= INLINE_BYTES) codes[at + row] = this.code(records, record + 4, length);
      else {
        const text = bindings().get_data_from_pointer(
          records.buffer as ArrayBuffer,
          records.byteOffset + record + 8,
          length,
        );
        codes[at + row] = this.code(text, 0, length);
      }
    }
  }

  /** The texts as an Arrow vector, in order of their codes. */
  toVector(): Vector<Utf8> {
    const length = this.#size;
    return new Vector([
      makeData({
        type: new Utf8(),
        length,
        nullCount: 0,
        valueOffsets: this.#offsets.slice(0, length + 1),
        data: this.#bytes.slice(0, this.#offsets[length]),
      }),
    ]);
  }
}
