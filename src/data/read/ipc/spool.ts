/** Brings Arrow IPC files to where SQL can reach them: a temporary Parquet file, written in a stream. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CambiumError } from '../../../errors.js';
import { fromArrowType } from '../../schema/column-type.js';
import { openTableWriter, type TableWriter } from '../../write/index.js';
import { floatBatch, readIpcBatches } from './batches.js';

/** A temporary file, to be disposed of by the caller. */
export interface Spooled {
  readonly path: string;
  dispose(): void;
}

/** Copies IPC files with the same columns into one temporary Parquet file. */
export async function spoolIpc(files: readonly string[]): Promise<Spooled> {
  const path = join(tmpdir(), `cambium-${process.pid}-${randomUUID()}.parquet`);
  let writer: TableWriter | undefined;
  try {
    for (const file of files) {
      let start = 0;
      for await (const batch of readIpcBatches(file)) {
        writer ??= await openTableWriter(
          path,
          batch.schema.fields.map(({ name, type }) => {
            const known = fromArrowType(type);
            if (known !== undefined) return { name, type: known };
            throw new CambiumError(
              'column-type',
              `${file}, column "${name}": ${type} is not supported`,
            );
          }),
        );
        // 64-bit integers stay what they are, for a query may compute with them.
        const floats = floatBatch(file, batch, start, (type) => fromArrowType(type) !== 'int64');
        await writer.appendBatch(floats);
        start += batch.numRows;
      }
    }
  } catch (error) {
    await writer?.abort();
    throw error;
  }
  if (writer === undefined) throw new CambiumError('empty-table', `${files[0]} has no rows`);
  await writer.close();
  return { path, dispose: () => rmSync(path, { force: true }) };
}
