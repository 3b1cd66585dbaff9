/** Reads Arrow IPC into a table: in place where it lies ready for use, else batch by batch. */

import { type Data, type Table, Type } from 'apache-arrow';
import { CambiumError } from '../../../errors.js';
import { listFiles } from '../../files/list-files.js';
import { ColumnMemory } from '../../memory.js';
import { fromArrowType } from '../../schema/column-type.js';
import { checkTable, fieldMetadata } from '../../table/check-schema.js';
import type { ColumnPlan, ColumnSink } from '../../table/column-sink.js';
import { TableBuilder } from '../../table/table-builder.js';
import type { ReadOptions } from '../options.js';
import { readIpcBatches } from './batches.js';
import { readInPlace } from './in-place.js';
import { plansOf, samePlans } from './plans.js';

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Appends one chunk of a file's column. Values are offset already, bitmaps are not. */
function appendData(sink: ColumnSink, data: Data, path: string): void {
  const { length, offset } = data;
  const validity = data.nullCount > 0 ? (data.nullBitmap ?? undefined) : undefined;
  if (sink.strings === undefined) {
    if (data.type.typeId === Type.Bool) {
      sink.appendBits(data.values as Uint8Array, validity, offset, length);
    } else if (sink.plan.wide) sink.appendExact(data, path);
    else if (fromArrowType(data.type) !== sink.plan.type) {
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

/** The batches of some files, one after another, as one table. */
async function readBatches(files: readonly string[], options: ReadOptions): Promise<Table> {
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
          for (const sink of sinks) {
            appendData(sink, batch.getChild(sink.plan.name)!.data[0]!, path);
          }
        });
      }
    }
    // readIpcBatches gives one batch at least, if an empty one.
    return builder!.finish((column) => fieldMetadata(options.schema?.[column]));
  } catch (error) {
    builder?.abandon();
    throw error;
  }
}

/** {@link readTable} for Arrow IPC. */
export async function readIpcTable(
  source: string | readonly string[],
  options: ReadOptions,
): Promise<Table> {
  const files = await listFiles(source);
  const only = files.length === 1 ? files[0] : undefined;
  const inPlace = only === undefined ? undefined : await readInPlace(only, options);
  const table = inPlace ?? (await readBatches(files, options));
  const name = only ?? `${files[0]} and ${files.length - 1} more`;
  if (table.numRows === 0 && !options.allowEmpty) {
    throw new CambiumError('empty-table', `${name} has no rows`);
  }
  if (options.schema) checkTable(table, name, options.schema, options);
  return table;
}
