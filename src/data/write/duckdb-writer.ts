/** Writes CSV, Parquet and JSON: rows go into DuckDB's temporary table, which spills to disk, and out by COPY. */

import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  FLOAT,
  INTEGER,
  SMALLINT,
  TIMESTAMP,
  TIMESTAMP_MS,
  TIMESTAMP_NS,
  TIMESTAMP_S,
  TIMESTAMPTZ,
  TINYINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import { connect, sqlIdentifier, sqlString } from '../engine/index.js';
import { type ColumnType, columnTypeOf } from '../schema/column-type.js';
import type { FormatWriter } from './batch-writer.js';
import type { ColumnRows, ColumnValues } from './column-rows.js';
import type { WriterField } from './writer.js';

const CHUNK_ROWS = 2048;

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = {
  bool: BOOLEAN,
  int8: TINYINT,
  int16: SMALLINT,
  int32: INTEGER,
  int64: BIGINT,
  uint8: UTINYINT,
  uint16: USMALLINT,
  uint32: UINTEGER,
  float32: FLOAT,
  float64: DOUBLE,
  utf8: VARCHAR,
  date: DATE,
  'timestamp[s]': TIMESTAMP_S,
  'timestamp[ms]': TIMESTAMP_MS,
  'timestamp[us]': TIMESTAMP,
  'timestamp[ns]': TIMESTAMP_NS,
  'timestamp[us, UTC]': TIMESTAMPTZ,
};

/** Room for one chunk of a column, in ordinary memory: DuckDB does not take shared. */
function staging(type: ColumnType): ColumnValues | undefined {
  if (type === 'utf8') return undefined;
  if (type === 'bool') return new Uint8Array(CHUNK_ROWS * bindings.sizeof_bool);
  const { ArrayType } = columnTypeOf(type).arrow();
  return new (ArrayType as new (length: number) => ColumnValues)(CHUNK_ROWS);
}

/**
 * A number's text in CSV: the shortest that reads back as the same number, without `.0`. Whole
 * numbers go through BIGINT; negative zero keeps its sign.
 */
function csvNumber(column: string): string {
  const whole = `${column} = trunc(${column}) AND abs(${column}) < 1e15 AND NOT (${column} = 0 AND signbit(${column}))`;
  return `CASE WHEN ${whole} THEN CAST(${column} AS BIGINT)::VARCHAR ELSE ${column}::VARCHAR END`;
}

function copyStatement(
  fields: readonly WriterField[],
  path: string,
  format: 'csv' | 'tsv' | 'parquet' | 'json',
): string {
  const text = format === 'csv' || format === 'tsv';
  const items = fields.map(({ name, type }, i) => {
    const floats = type === 'float32' || type === 'float64';
    return `${text && floats ? csvNumber(`c${i}`) : `c${i}`} AS ${sqlIdentifier(name)}`;
  });
  const options = {
    csv: "FORMAT csv, HEADER, DELIMITER ','",
    tsv: "FORMAT csv, HEADER, DELIMITER '\t'",
    parquet: 'FORMAT parquet, COMPRESSION zstd',
    json: 'FORMAT json',
  };
  return `COPY (SELECT ${items.join(', ')} FROM rows) TO ${sqlString(path)} (${options[format]})`;
}

class DuckDBWriter implements FormatWriter {
  readonly #connection: DuckDBConnection;
  readonly #copy: string;
  readonly #appender: DuckDBAppender;
  readonly #chunk: DuckDBDataChunk;
  readonly #staging: (ColumnValues | undefined)[];
  readonly #validity = new Uint8Array(CHUNK_ROWS / 8);

  constructor(
    connection: DuckDBConnection,
    appender: DuckDBAppender,
    fields: readonly WriterField[],
    copy: string,
  ) {
    this.#connection = connection;
    this.#appender = appender;
    this.#copy = copy;
    this.#chunk = DuckDBDataChunk.create(fields.map(({ type }) => TYPES[type]));
    this.#staging = fields.map(({ type }) => staging(type));
  }

  async write(columns: readonly ColumnRows[], rows: number): Promise<void> {
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - from);
      this.#chunk.reset();
      this.#chunk.rowCount = count;
      for (let i = 0; i < columns.length; i++) this.#fill(i, columns[i]!, from, count);
      this.#appender.appendDataChunk(this.#chunk);
      // Many chunks take a while: others get their turn.
      if ((from / CHUNK_ROWS) % 16 === 15) await new Promise(setImmediate);
    }
  }

  #fill(index: number, column: ColumnRows, from: number, count: number): void {
    const vector = bindings.data_chunk_get_vector(this.#chunk.chunk, index);
    const validity = this.#validity;
    const values = this.#staging[index];
    let missing = 0;
    if (values === undefined) {
      validity.fill(0xff);
      for (let row = 0; row < count; row++) {
        const text = column.text(from + row);
        if (text !== null) bindings.vector_assign_string_element(vector, row, text);
        else {
          validity[row >> 3]! &= ~(1 << (row & 7));
          missing++;
        }
      }
    } else {
      missing = column.copy(from, count, values, validity);
      const bytes = count * values.BYTES_PER_ELEMENT;
      bindings.copy_data_to_vector(vector, 0, values.buffer as ArrayBuffer, 0, bytes);
    }
    if (missing === 0) return;
    bindings.vector_ensure_validity_writable(vector);
    const bytes = Math.ceil(count / 64) * 8;
    bindings.copy_data_to_vector_validity(vector, 0, validity.buffer as ArrayBuffer, 0, bytes);
  }

  async finish(): Promise<void> {
    this.#appender.flushSync();
    await this.#connection.run(this.#copy);
  }

  async dispose(): Promise<void> {
    // Closing flushes, which fails where an append failed before: what it holds is not wanted then.
    try {
      this.#appender.closeSync();
    } catch {
      this.#appender.clear();
    }
    this.#connection.closeSync();
  }
}

/** Opens a writer of CSV, TSV, Parquet (zstd) or newline-delimited JSON at `path`. */
export async function openDuckDBWriter(
  fields: readonly WriterField[],
  path: string,
  format: 'csv' | 'tsv' | 'parquet' | 'json',
): Promise<FormatWriter> {
  const connection = await connect();
  try {
    // A temporary table belongs to its connection, so writers do not meet.
    const columns = fields.map(({ type }, i) => `c${i} ${columnTypeOf(type).duckdb}`).join(', ');
    await connection.run(`CREATE TEMP TABLE rows (${columns})`);
    const appender = await connection.createAppender('rows', 'main', 'temp');
    return new DuckDBWriter(connection, appender, fields, copyStatement(fields, path, format));
  } catch (error) {
    connection.closeSync();
    throw error;
  }
}
