/**
 * The hash of a row's key, defined twice with one result: as DuckDB's SQL for streams, and over arrays for tables.
 *
 * A value is 64 bits: a number's are those of its float64 (-0 counts as 0), a time's those of its
 * microseconds since 1970 as float64, a text's the lower half of its MD5; a missing value's are all ones.
 * The words of all values, lower before upper, are mixed into 32 bits one after another: `h = (h ^ word)
 * × 0x7feb352d`, then `h = h ^ (h >>> 15)` (a round of Wellons' lowbias32). The seed's float64 comes
 * first, and a zero last, so that the last column is mixed as well as the others.
 */
import { sqlIdentifier } from '../engine/sql.js';
import { columnTypeOf, fromDuckDBType } from '../schema/column-type.js';

const MULTIPLIER = 0x7feb352d;
const SHIFT = 15;
const MISSING = 0xffff_ffff;

/** A column as the SQL needs to know it. */
export interface SplitColumn {
  readonly name: string;
  /** DuckDB's type. */
  readonly type: string;
}

const unsigned = (value: number | bigint): string => `${value}::UBIGINT`;
const WORD = unsigned(MISSING);

/** A value's 64 bits. */
function bitsSql({ name, type }: SplitColumn): string {
  const column = sqlIdentifier(name);
  const ofNumber = (number: string) => `CAST(CAST(${number} + 0 AS BIT) AS UBIGINT)`;
  const valueBits = (): string => {
    switch (columnTypeOf(fromDuckDBType(type)).family) {
      case 'text':
        return `md5_number_lower(CAST(${column} AS VARCHAR))`;
      case 'time':
        return ofNumber(`CAST(epoch_us(CAST(${column} AS TIMESTAMP)) AS DOUBLE)`);
      default: {
        const number = `CAST(${column} AS DOUBLE)`;
        return `CASE WHEN NOT isnan(${number}) THEN ${ofNumber(number)} END`;
      }
    }
  };
  return `coalesce(${valueBits()}, ${unsigned(2n ** 64n - 1n)})`;
}

function roundSql(hash: string, word: string): string {
  const product = `((xor(${hash}, ${word}) * ${unsigned(MULTIPLIER)}) & ${WORD})`;
  return `xor(${product}, ${product} >> ${SHIFT})`;
}

/** SQL for the hash of a row, a whole number below 2^32. */
export function rowHashSql(columns: readonly SplitColumn[], seed: number): string {
  const words = new Uint32Array(Float64Array.of(seed).buffer);
  const start = [...words].reduce(mix, 0) >>> 0;
  const all = [...columns.map(bitsSql), unsigned(0)].join(', ');
  const step = roundSql(roundSql('h', `(b & ${WORD})`), '(b >> 32)');
  return `list_reduce([${all}], lambda h, b: ${step}, ${unsigned(start)})`;
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, MULTIPLIER);
  return product ^ (product >>> SHIFT);
}

const BLOCK = 4096;

/** The hashes of rows whose key is added column by column; {@link finish} gives them. */
export class RowHashes {
  readonly #hashes: Int32Array;
  readonly #values = new Float64Array(BLOCK);
  readonly #words = new Int32Array(this.#values.buffer);

  constructor(rows: number, seed: number) {
    this.#values[0] = seed;
    const start = mix(mix(0, this.#words[0]!), this.#words[1]!);
    this.#hashes = new Int32Array(rows).fill(start);
  }

  /** Adds a column's numbers to the rows from `start`; NaN is missing. Columns come in the key's order. */
  add(column: Float32Array | Float64Array, start = 0): void {
    const hashes = this.#hashes;
    const values = this.#values;
    const words = this.#words;
    for (let from = 0; from < column.length; from += BLOCK) {
      const count = Math.min(BLOCK, column.length - from);
      for (let i = 0; i < count; i++) values[i] = column[from + i]! + 0;
      for (let i = 0, row = start + from; i < count; i++, row++) {
        const missing = Number.isNaN(values[i]!);
        const low = missing ? MISSING : words[2 * i]!;
        const high = missing ? MISSING : words[2 * i + 1]!;
        hashes[row] = mix(mix(hashes[row]!, low), high);
      }
    }
  }

  /** One number below 2^32 a row; no column may follow. */
  finish(): Uint32Array {
    const hashes = this.#hashes;
    for (let row = 0; row < hashes.length; row++) hashes[row] = mix(mix(hashes[row]!, 0), 0);
    return new Uint32Array(hashes.buffer);
  }
}
