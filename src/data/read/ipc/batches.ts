/** Reads Arrow IPC, file or stream, batch by batch through apache-arrow. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import {
  type Data,
  type DataType,
  Field,
  makeData,
  RecordBatch,
  RecordBatchReader,
  Schema,
  Struct,
} from 'apache-arrow';
import { CambiumError, didYouMean } from '../../../errors.js';
import { checkContent, probe } from '../../files/format.js';
import { checkColumnNames } from '../../schema/check-column-names.js';
import { exactFloats } from '../../table/exact-floats.js';
import { storedData } from '../../table/stored-data.js';
import { placeOf, wholeNumberError } from '../../whole-numbers.js';
import { checkIpc, damagedIpc } from './check.js';
import { checkTexts } from './texts.js';

/** The error for what apache-arrow cannot decode. */
export function undecodable(path: string, error: unknown): CambiumError {
  if (error instanceof CambiumError) return error;
  if (error instanceof RangeError) return damagedIpc(path, error);
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  if (/compressed/.test(reason ?? '')) {
    return new CambiumError('unreadable', `${path} is compressed, which Arrow IPC here is not`, {
      hint: 'write it without compression, or as Parquet',
      cause: error,
    });
  }
  // The library's own words for what it does not expect are of no use to a user.
  const isUnexpected = error instanceof TypeError;
  const what = isUnexpected ? 'its parts are not as its schema says' : reason;
  return new CambiumError('unreadable', `${path} cannot be read as Arrow IPC: ${what}`, {
    hint: isUnexpected ? 'a dictionary within a dictionary is not supported' : undefined,
    cause: error,
  });
}

/**
 * Whether a file is of IPC's file form, with a footer, or of its stream form; and its bytes.
 * @throws CambiumError when it is of another format, cut short or damaged.
 */
export function probeIpc(path: string): { readonly isFile: boolean; readonly size: number } {
  const file = probe(path);
  checkContent(file, 'arrow');
  const isFile = file.head.toString('latin1', 0, 6) === 'ARROW1';
  if (isFile && file.tail.toString('latin1', 2) !== 'ARROW1') {
    throw new CambiumError('truncated', `${path}: the Arrow footer is missing`, {
      hint: 'the file is cut short',
    });
  }
  checkIpc(path, isFile, file.size);
  return { isFile, size: file.size };
}

/**
 * The record batches of one IPC file or stream, their columns in the forms of {@link storedData}.
 * @throws CambiumError what is wrong with the file, `duplicate-column` or `nameless-column`
 */
export async function* readIpcBatches(path: string): AsyncGenerator<RecordBatch, void, undefined> {
  const { isFile } = probeIpc(path);
  const handle = isFile ? await open(path, 'r') : undefined;
  const stream = isFile ? undefined : createReadStream(path);
  try {
    const reader = handle
      ? await RecordBatchReader.from(handle)
      : await RecordBatchReader.from(stream!);
    await reader.open();
    if (!reader.schema) throw new Error('it holds no schema');
    checkColumnNames(
      reader.schema.fields.map(({ name }) => name),
      { where: path },
    );
    let any = false;
    for await (const batch of reader) {
      any = true;
      checkTexts(batch);
      yield storedBatch(batch);
    }
    // A file without batches has columns all the same.
    if (!any) yield storedBatch(new RecordBatch(reader.schema));
  } catch (error) {
    throw undecodable(path, error);
  } finally {
    await handle?.close().catch(() => undefined);
    stream?.destroy();
  }
}

function storedBatch(batch: RecordBatch): RecordBatch {
  return batchOf(batch, batch.data.children.map(storedData));
}

/**
 * A batch with floats in the place of 64-bit integers and decimals.
 * @param start rows of the file before the batch
 * @throws CambiumError `integer-precision`
 */
export function floatBatch(
  path: string,
  batch: RecordBatch,
  start: number,
  isWanted: (type: DataType) => boolean = () => true,
): RecordBatch {
  const { fields } = batch.schema;
  return batchOf(
    batch,
    batch.data.children.map((data, i) => {
      if (!isWanted(data.type)) return data;
      return exactFloats(data, (row, value) => {
        throw wholeNumberError(placeOf(path, fields[i]!.name, start + row + 1), value);
      });
    }),
  );
}

/** Columns of a batch, or what was made of them. */
function batchOf(batch: RecordBatch, children: Data[], places?: readonly number[]): RecordBatch {
  const { schema, numRows } = batch;
  const old = batch.data.children;
  if (places === undefined && children.every((data, i) => data === old[i])) return batch;
  const fields = children.map(({ type }, i) => {
    const { name, nullable, metadata } = schema.fields[places?.[i] ?? i]!;
    return new Field(name, type, nullable, metadata);
  });
  const type = new Struct(fields);
  const data = makeData({ type, length: numRows, nullCount: 0, children });
  return new RecordBatch(new Schema(fields, schema.metadata), data);
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
  const children = places.map((place) => batch.data.children[place]!);
  return batchOf(batch, children, places);
}
