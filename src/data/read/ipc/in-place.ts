/** Reads an Arrow IPC file into shared memory as it lies: the columns are views of the file's own bytes. */

import { type FileHandle, open } from 'node:fs/promises';
import { type Data, type RecordBatch, RecordBatchReader, type Table } from 'apache-arrow';
import { CambiumError } from '../../../errors.js';
import { ColumnMemory } from '../../memory.js';
import { type ColumnType, columnTypeOf, fromArrowType } from '../../schema/column-type.js';
import { assembleTable, columnData } from '../../table/assemble.js';
import { fieldMetadata } from '../../table/check-schema.js';
import type { ColumnPlan } from '../../table/column-sink.js';
import { isStored } from '../../table/stored-data.js';
import { isValid } from '../../table/validity.js';
import type { ReadOptions } from '../options.js';
import { probeIpc, undecodable } from './batches.js';
import { plansOf } from './plans.js';

/** Files from here on are read batch by batch: one memory holds 4 GiB. */
const MAXIMUM_BYTES = 2 ** 31;

/** How the columns are stored, if the file has one batch, all of which is wanted as it is; else undefined. */
async function plansInPlace(
  handle: FileHandle,
  path: string,
  options: ReadOptions,
): Promise<readonly ColumnPlan[] | undefined> {
  // Reads the footer alone.
  const reader = await (await RecordBatchReader.from(handle)).open();
  const { schema, numRecordBatches } = reader;
  if (numRecordBatches !== 1) return undefined;
  const plans = plansOf(path, schema, options);
  if (plans.length !== schema.fields.length) return undefined;
  const asItIs = ({ name, type, wide }: ColumnPlan) => {
    const field = schema.fields.find((candidate) => candidate.name === name);
    if (type === 'utf8' || wide || field === undefined || !isStored(field.type)) return false;
    return fromArrowType(field.type) === type;
  };
  return plans.every(asItIs) ? plans : undefined;
}

async function readFully(handle: FileHandle, target: Uint8Array, path: string): Promise<void> {
  for (let at = 0; at < target.length; ) {
    // One call may read no more than 2 GiB.
    const count = Math.min(target.length - at, 2 ** 30);
    const { bytesRead } = await handle.read(target, at, count, at);
    if (bytesRead === 0) {
      throw new CambiumError('truncated', `${path}: expected ${target.length} bytes, found ${at}`, {
        hint: 'is it being written?',
      });
    }
    at += bytesRead;
  }
}

/** The stretch of `values` with `length` values of a type; undefined when it lies elsewhere or is too short. */
function valuesIn(buffer: ArrayBuffer, data: Data, type: ColumnType): ArrayBufferView | undefined {
  const values = data.values as ArrayBufferView & { readonly length: number };
  const { ArrayType, bytes } = columnTypeOf(type);
  const count = bytes === 0 ? Math.ceil(data.length / 8) : data.length;
  if (values?.buffer !== buffer || data.offset !== 0 || values.length < count) return undefined;
  return new ArrayType(buffer, values.byteOffset, count);
}

/** A column over the file's bytes; missing floats become NaN there. */
function columnIn(buffer: ArrayBuffer, data: Data, type: ColumnType): Data | undefined {
  const values = valuesIn(buffer, data, type);
  if (values === undefined) return undefined;
  const bitmap = data.nullCount > 0 ? data.nullBitmap : undefined;
  if (bitmap && bitmap.length * 8 < data.length) return undefined;
  if (bitmap && (values instanceof Float32Array || values instanceof Float64Array)) {
    for (let row = 0; row < values.length; row++) {
      // Most stretches miss nothing.
      if ((row & 7) === 0 && bitmap[row >> 3] === 0xff) row += 7;
      else if (!isValid(bitmap, row)) values[row] = Number.NaN;
    }
    return columnData(type, { values, length: data.length });
  }
  const { length, nullCount } = data;
  return columnData(type, { values, length, nullBitmap: bitmap, nullCount });
}

function decode(bytes: Uint8Array): RecordBatch | undefined {
  const reader = RecordBatchReader.from(bytes).open();
  const { value } = reader.next() as IteratorResult<RecordBatch, undefined>;
  return value;
}

/**
 * Reads a file whose one batch can be used as it lies: no texts, no other types, no compression.
 * @returns undefined, with nothing taken of the memory, when it must be read batch by batch.
 * @throws CambiumError as {@link readTable}.
 */
export async function readInPlace(path: string, options: ReadOptions): Promise<Table | undefined> {
  const { isFile, size } = probeIpc(path);
  if (!isFile || size > MAXIMUM_BYTES) return undefined;
  const handle = await open(path, 'r');
  let release = () => {};
  try {
    const plans = await plansInPlace(handle, path, options);
    if (plans === undefined) return undefined;
    const memory = options.memory ?? new ColumnMemory(size);
    const mark = memory.mark;
    const address = memory.allocate(size);
    const end = memory.mark;
    release = () => memory.release(mark, end);
    // Buffers in the file are aligned as the file is.
    await readFully(handle, new Uint8Array(memory.memory.buffer, address, size), path);
    // Memory may have grown meanwhile, which gives it another buffer object.
    const { buffer } = memory.memory;
    const batch = decode(new Uint8Array(buffer, address, size));
    const columns = plans.map(({ name, type }) => {
      const data = batch?.getChild(name)?.data[0];
      return data && columnIn(buffer, data, type);
    });
    if (batch === undefined || columns.some((column) => column === undefined)) {
      release();
      return undefined;
    }
    const fields = plans.map(({ name }, i) => ({ name, data: columns[i]! }));
    return assembleTable(fields, batch.numRows, (name) => fieldMetadata(options.schema?.[name]));
  } catch (error) {
    release();
    throw undecodable(path, error);
  } finally {
    await handle.close().catch(() => undefined);
  }
}
