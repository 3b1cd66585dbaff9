/** Reads Arrow IPC, file or stream, batch by batch through apache-arrow. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import {
  type Data,
  makeData,
  RecordBatch,
  RecordBatchReader,
  Schema,
  Struct,
  type Table,
  Type,
} from 'apache-arrow';
import { CambiumError, didYouMean, listNames } from '../../errors.js';
import { ColumnMemory } from '../memory.js';
import { checkTable, convertible, fieldMetadata } from '../schema/check.js';
import { type ColumnType, columnTypeOf, fromArrowType } from '../schema/column-type.js';
import type { ColumnPlan, ColumnSink } from '../table/column-sink.js';
import { TableBuilder } from '../table/table-builder.js';
import { listFiles } from './files.js';
import { checkContent, probe } from './format.js';
import type { ReadOptions } from './read-table.js';

function unreadable(path: string, error: unknown): CambiumError {
  if (error instanceof CambiumError) return error;
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new CambiumError('unreadable', `${path} cannot be read as Arrow IPC: ${reason}`, {
    hint: 'is the file cut short, or compressed with lz4 or zstd?',
    cause: error,
  });
}

/** The record batches of one IPC file or stream, as apache-arrow decodes them. */
export async function* readIpcBatches(path: string): AsyncGenerator<RecordBatch, void, undefined> {
  const file = probe(path);
  checkContent(file, 'arrow');
  const isFile = file.head.toString('latin1', 0, 6) === 'ARROW1';
  if (isFile && file.tail.toString('latin1', 2) !== 'ARROW1') {
    throw new CambiumError('truncated', `${path}: the Arrow footer is missing`, {
      hint: 'the file is cut short',
    });
  }
  const handle = isFile ? await open(path, 'r') : undefined;
  const stream = isFile ? undefined : createReadStream(path);
  try {
    const reader = handle
      ? await RecordBatchReader.from(handle)
      : await RecordBatchReader.from(stream!);
    await reader.open();
    if (!reader.schema) throw new Error('it holds no schema');
    let any = false;
    for await (const batch of reader) {
      any = true;
      yield batch;
    }
    // A file without batches has columns all the same.
    if (!any) yield new RecordBatch(reader.schema);
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    await handle?.close().catch(() => undefined);
    stream?.destroy();
  }
}

/** A batch's columns in another order; `RecordBatch.select` would keep the old. */
export function selectBatch(
  path: string,
  batch: RecordBatch,
  columns: readonly string[],
): RecordBatch {
  const names = batch.schema.fields.map(({ name }) => name);
  const places = columns.map((name) => {
    const place = names.indexOf(name);
    if (place >= 0) return place;
    throw new CambiumError('missing-column', `${path} has no column "${name}"`, {
      hint: didYouMean(name, names),
    });
  });
  const fields = places.map((place) => batch.schema.fields[place]!);
  const children = places.map((place) => batch.data.children[place]!);
  const data = makeData({
    type: new Struct(fields),
    length: batch.numRows,
    nullCount: 0,
    children,
  });
  return new RecordBatch(new Schema(fields, batch.schema.metadata), data);
}

function plansOf(path: string, schema: Schema, options: ReadOptions): ColumnPlan[] {
  const names = schema.fields.map(({ name }) => name);
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  if (twin !== undefined) {
    throw new CambiumError('duplicate-column', `${path}: two columns are called "${twin}"`);
  }
  const declared = options.columns ? [] : Object.keys(options.schema ?? {});
  return [...new Set([...(options.columns ?? names), ...declared])].map((name) => {
    const field = schema.fields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      throw new CambiumError('missing-column', `${path} has no column "${name}"`, {
        hint: didYouMean(name, names) ?? `its columns are ${listNames(names)}`,
      });
    }
    const type = fromArrowType(field.type);
    if (type === undefined) {
      throw new CambiumError(
        'column-type',
        `${path}, column "${name}": ${field.type} is not supported`,
        {
          hint: 'leave it out with columns',
        },
      );
    }
    const wanted = options.schema?.[name]?.type;
    if (wanted !== undefined && wanted !== type && !type.endsWith('int64')) {
      // Another width of number is made; whatever else differs is refused when the table is checked.
      const numbers = columnTypeOf(type).family === 'number' && convertible(type, wanted);
      if (numbers && wanted !== 'int64') return { name, type: wanted, wide: false };
    }
    const wide = type === 'int64' && wanted !== 'int64';
    return { name, type: wide ? 'float64' : type, wide };
  });
}

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Appends one chunk of an Arrow column. Values are offset already, bitmaps are not. */
function appendData(sink: ColumnSink, data: Data): void {
  const { length, offset } = data;
  const validity = data.nullCount > 0 ? (data.nullBitmap ?? undefined) : undefined;
  if (sink.strings === undefined) {
    if (data.type.typeId === Type.Bool) {
      sink.appendBits(data.values as Uint8Array, validity, offset, length);
    } else if (!sink.plan.wide && fromArrowType(data.type) !== sink.plan.type) {
      sink.appendConverted(data.values as Float64Array, validity, offset, length);
    } else sink.appendValues(bytesOf(data.values as ArrayBufferView), validity, offset, length);
    return;
  }
  const strings = sink.strings;
  if (data.type.typeId === Type.Dictionary) {
    const dictionary = data.dictionary!;
    const codes = new Int32Array(dictionary.length).fill(-1);
    const indices = data.values as Int32Array;
    sink.appendCodes(
      (row) => {
        const old = Number(indices[row]);
        if (codes[old] === -1) codes[old] = strings.codeOf(dictionary.get(old) as string);
        return codes[old]!;
      },
      validity,
      offset,
      length,
    );
    return;
  }
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const text = data.values as Uint8Array;
  sink.appendCodes(
    (row) => {
      const start = Number(offsets[row]);
      return strings.code(text, start, Number(offsets[row + 1]) - start);
    },
    validity,
    offset,
    length,
  );
}

/** {@link readTable} for Arrow IPC. */
export async function readIpcTable(
  source: string | readonly string[],
  options: ReadOptions,
): Promise<Table> {
  const files = await listFiles(source);
  const name = files.length === 1 ? files[0]! : `${files[0]} and ${files.length - 1} more`;
  const memory = options.memory ?? new ColumnMemory();
  let builder: TableBuilder | undefined;
  let plans: ColumnPlan[] = [];
  try {
    for (const path of files) {
      for await (const batch of readIpcBatches(path)) {
        const found = plansOf(path, batch.schema, options);
        plans = builder ? plans : found;
        samePlans(path, files[0]!, plans, found);
        builder ??= new TableBuilder(memory, plans, batch.numRows);
        builder.append(batch.numRows, (sinks) => {
          for (const sink of sinks) appendData(sink, batch.getChild(sink.plan.name)!.data[0]!);
        });
      }
    }
  } catch (error) {
    builder?.abandon();
    throw error;
  }
  if (builder === undefined || (builder.rows === 0 && !options.allowEmpty)) {
    builder?.abandon();
    throw new CambiumError('empty-table', `${name} has no rows`);
  }
  const table = builder.finish((column) => fieldMetadata(options.schema?.[column]));
  if (options.schema) checkTable(table, name, options.schema);
  return table;
}

function samePlans(
  path: string,
  first: string,
  plans: readonly ColumnPlan[],
  found: readonly ColumnPlan[],
): void {
  const types = new Map<string, ColumnType>(found.map(({ name, type }) => [name, type]));
  for (const { name, type } of plans) {
    if (types.get(name) === type) continue;
    throw new CambiumError(
      'column-type',
      `${path}, column "${name}": expected ${type} as in ${first}, found ${types.get(name) ?? 'none'}`,
    );
  }
}
