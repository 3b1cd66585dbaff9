/** Reads Arrow IPC, file or stream, batch by batch through apache-arrow. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { makeData, RecordBatch, RecordBatchReader, Schema, Struct } from 'apache-arrow';
import { CambiumError, didYouMean } from '../../errors.js';
import { checkContent, probe } from './format.js';
import { checkIpc, damagedIpc } from './ipc-check.js';
import { checkTexts } from './ipc-texts.js';

/** The error for what apache-arrow cannot decode. */
export function unreadable(path: string, error: unknown): CambiumError {
  if (error instanceof CambiumError) return error;
  if (error instanceof RangeError) return damagedIpc(path, error);
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new CambiumError('unreadable', `${path} cannot be read as Arrow IPC: ${reason}`, {
    hint: 'is it compressed with lz4 or zstd?',
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

/** The record batches of one IPC file or stream, as apache-arrow decodes them. */
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
    let any = false;
    for await (const batch of reader) {
      any = true;
      checkTexts(batch);
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
