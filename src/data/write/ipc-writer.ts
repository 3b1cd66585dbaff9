/** Writes Arrow IPC files, one record batch an append, straight to disk. */
import { type FileHandle, open } from 'node:fs/promises';
import {
  AsyncByteQueue,
  type Data,
  Field,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
} from 'apache-arrow';
import { arrowTypeOf } from '../schema/arrow-type.js';
import { columnTypeOf } from '../schema/column-type.js';
import { columnData } from '../table/assemble.js';
import type { FormatWriter } from './batch-writer.js';
import type { ColumnRows } from './column-rows.js';
import type { WriterField } from './writer.js';

/** Collects what apache-arrow writes, until it is taken. */
class Collector extends AsyncByteQueue {
  #chunks: Uint8Array[] = [];

  override write(bytes: Uint8Array): void {
    if (bytes.byteLength > 0) this.#chunks.push(bytes);
  }

  take(): Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }
}

function textData(column: ColumnRows, rows: number, validity: Uint8Array): Data {
  const encoder = new TextEncoder();
  const offsets = new Int32Array(rows + 1);
  let bytes = new Uint8Array(rows * 8 + 16);
  let end = 0;
  let missing = 0;
  validity.fill(0xff);
  for (let row = 0; row < rows; row++) {
    const text = column.text(row);
    if (text === null) {
      validity[row >> 3]! &= ~(1 << (row & 7));
      missing++;
    } else {
      // UTF-8 takes at most three bytes a UTF-16 unit.
      if (end + text.length * 3 > bytes.length) {
        const grown = new Uint8Array(bytes.length * 2 + text.length * 3);
        grown.set(bytes);
        bytes = grown;
      }
      end += encoder.encodeInto(text, bytes.subarray(end)).written;
    }
    offsets[row + 1] = end;
  }
  return makeData({
    type: new Utf8(),
    length: rows,
    nullCount: missing,
    nullBitmap: missing > 0 ? validity : undefined,
    valueOffsets: offsets,
    data: bytes.subarray(0, end),
  });
}

function valueData(
  field: WriterField,
  column: ColumnRows,
  rows: number,
  validity: Uint8Array,
): Data {
  const isBool = field.type === 'bool';
  let { values, missing } = column.lend?.(rows, validity) ?? copyOf(field, column, rows, validity);
  if (isBool) {
    const bits = new Uint8Array(Math.ceil(rows / 8));
    for (let row = 0; row < rows; row++) if (values[row] !== 0) bits[row >> 3]! |= 1 << (row & 7);
    values = bits;
  }
  const nullBitmap = missing > 0 ? validity : undefined;
  return columnData(field.type, { length: rows, values, nullBitmap, nullCount: missing });
}

function copyOf(field: WriterField, column: ColumnRows, rows: number, validity: Uint8Array) {
  const values = new (columnTypeOf(field.type).ArrayType)(rows);
  return { values, missing: column.copy(0, rows, values, validity) };
}

class IpcWriter implements FormatWriter {
  readonly #handle: FileHandle;
  readonly #fields: readonly WriterField[];
  readonly #schema: Schema;
  readonly #collector = new Collector();
  readonly #writer = new RecordBatchFileWriter();

  constructor(handle: FileHandle, fields: readonly WriterField[]) {
    this.#handle = handle;
    this.#fields = fields;
    this.#schema = new Schema(
      fields.map(({ name, type }) => {
        // Each batch carries its texts itself: a shared dictionary would have to be known before the first.
        const arrow = type === 'utf8' ? new Utf8() : arrowTypeOf(type);
        return new Field(name, arrow, true);
      }),
    );
    this.#writer.reset(this.#collector, this.#schema);
  }

  async #drain(): Promise<void> {
    for (const bytes of this.#collector.take()) {
      for (let at = 0; at < bytes.byteLength; ) {
        at += (await this.#handle.write(bytes, at, bytes.byteLength - at)).bytesWritten;
      }
    }
  }

  async write(columns: readonly ColumnRows[], rows: number): Promise<void> {
    const children = this.#fields.map((field, i) => {
      const validity = new Uint8Array(Math.ceil(rows / 64) * 8);
      const column = columns[i]!;
      return field.type === 'utf8'
        ? textData(column, rows, validity)
        : valueData(field, column, rows, validity);
    });
    const type = new Struct(this.#schema.fields);
    const data = makeData({ type, length: rows, nullCount: 0, children });
    this.#writer.write(new RecordBatch(this.#schema, data));
    await this.#drain();
  }

  async finish(): Promise<void> {
    this.#writer.finish();
    await this.#drain();
    await this.#handle.sync();
  }

  async dispose(): Promise<void> {
    await this.#handle.close();
  }
}

/** Opens a writer of an Arrow IPC file at `path`. */
export async function openIpcWriter(
  fields: readonly WriterField[],
  path: string,
): Promise<FormatWriter> {
  return new IpcWriter(await open(path, 'w'), fields);
}
