/** A DuckDB table of one connection, filled chunk by chunk from columns; it spills to disk when it grows. */
import type * as DuckDB from '@duckdb/node-api';
import type {
  DuckDBAppender,
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBType,
} from '@duckdb/node-api';
import { bindings, connect, duckdb } from '../engine/index.js';
import { type ColumnType, columnTypeOf } from '../schema/column-type.js';
import type { ColumnRows, ColumnValues } from './column-rows.js';
import type { WriterField } from './writer.js';

const CHUNK_ROWS = 2048;

/** DuckDB's name of the object for a type. */
const TYPES = {
  bool: 'BOOLEAN',
  int8: 'TINYINT',
  int16: 'SMALLINT',
  int32: 'INTEGER',
  int64: 'BIGINT',
  uint8: 'UTINYINT',
  uint16: 'USMALLINT',
  uint32: 'UINTEGER',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  utf8: 'VARCHAR',
  date: 'DATE',
  'timestamp[s]': 'TIMESTAMP_S',
  'timestamp[ms]': 'TIMESTAMP_MS',
  'timestamp[us]': 'TIMESTAMP',
  'timestamp[ns]': 'TIMESTAMP_NS',
  'timestamp[us, UTC]': 'TIMESTAMPTZ',
} as const satisfies Readonly<Record<ColumnType, keyof typeof DuckDB>>;

const typeOf = (type: ColumnType): DuckDBType => duckdb()[TYPES[type]];

/** Room for one chunk of a column, in ordinary memory: DuckDB does not take shared. */
function staging(type: ColumnType): ColumnValues | undefined {
  if (type === 'utf8') return undefined;
  if (type === 'bool') return new Uint8Array(CHUNK_ROWS * bindings().sizeof_bool);
  return new (columnTypeOf(type).ArrayType)(CHUNK_ROWS);
}

/** A temporary table called `rows`, whose columns are `c0`, `c1` and so on. Close it when done. */
export class TemporaryTable {
  readonly connection: DuckDBConnection;
  readonly #appender: DuckDBAppender;
  readonly #chunk: DuckDBDataChunk;
  readonly #staging: (ColumnValues | undefined)[];
  readonly #validity = new Uint8Array(CHUNK_ROWS / 8);

  private constructor(
    connection: DuckDBConnection,
    appender: DuckDBAppender,
    fields: readonly WriterField[],
  ) {
    this.connection = connection;
    this.#appender = appender;
    this.#chunk = duckdb().DuckDBDataChunk.create(fields.map(({ type }) => typeOf(type)));
    this.#staging = fields.map(({ type }) => staging(type));
  }

  static async open(fields: readonly WriterField[]): Promise<TemporaryTable> {
    const connection = await connect();
    try {
      // A temporary table belongs to its connection, so two of them do not meet.
      const columns = fields.map(({ type }, i) => `c${i} ${columnTypeOf(type).duckdb}`).join(', ');
      await connection.run(`CREATE TEMP TABLE rows (${columns})`);
      const appender = await connection.createAppender('rows', 'main', 'temp');
      return new TemporaryTable(connection, appender, fields);
    } catch (error) {
      connection.closeSync();
      throw error;
    }
  }

  /** Appends rows in order. */
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
    const native = bindings();
    const vector = native.data_chunk_get_vector(this.#chunk.chunk, index);
    const validity = this.#validity;
    const values = this.#staging[index];
    let missing = 0;
    if (values === undefined) {
      validity.fill(0xff);
      for (let row = 0; row < count; row++) {
        const text = column.text(from + row);
        if (text !== null) native.vector_assign_string_element(vector, row, text);
        else {
          validity[row >> 3]! &= ~(1 << (row & 7));
          missing++;
        }
      }
    } else {
      missing = column.copy(from, count, values, validity);
      const bytes = count * values.BYTES_PER_ELEMENT;
      native.copy_data_to_vector(vector, 0, values.buffer as ArrayBuffer, 0, bytes);
    }
    if (missing === 0) return;
    native.vector_ensure_validity_writable(vector);
    const bytes = Math.ceil(count / 64) * 8;
    native.copy_data_to_vector_validity(vector, 0, validity.buffer as ArrayBuffer, 0, bytes);
  }

  /** Makes all rows visible to queries on {@link connection}. */
  flush(): void {
    this.#appender.flushSync();
  }

  /** Drops the table. */
  close(): void {
    // Closing flushes, which fails where an append failed before: what it holds is not wanted then.
    try {
      this.#appender.closeSync();
    } catch {
      this.#appender.clear();
    }
    this.connection.closeSync();
  }
}
