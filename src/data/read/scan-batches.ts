/** Streams a file of any size as Arrow record batches, all column types kept. */

import type { RecordBatch } from 'apache-arrow';
import { listFiles } from '../files/list-files.js';
import { ColumnMemory } from '../memory.js';
import { checkTable } from '../table/check-schema.js';
import type { TableBuilder } from '../table/table-builder.js';
import { isPlainIpc, openQuery } from './open-query.js';
import type { QueryOptions } from './options.js';
import { streamChunks } from './query.js';

/** Options of {@link scanBatches}. */
export interface ScanBatchesOptions extends QueryOptions {
  /** Rows of a full batch, about; default: 65,536. */
  readonly batchRows?: number | undefined;
}

/**
 * Reads a source batch by batch, in the order of its rows, with the types of {@link readTable}. Each
 * batch lies in memory of its own, shared between threads, and is freed when nothing refers to it; a
 * text column's codes count anew in each batch. IPC files give their own batches as they are.
 * @throws CambiumError as {@link readTable}.
 */
export async function* scanBatches(
  source: string | readonly string[],
  options: ScanBatchesOptions = {},
): AsyncGenerator<RecordBatch, void, undefined> {
  if (isPlainIpc(source, options)) {
    yield* scanIpc(source, options);
    return;
  }
  const batchRows = options.batchRows ?? 65_536;
  const query = await openQuery(source, options);
  const { relation, plans } = query;
  try {
    const { TableBuilder } = await import('../table/table-builder.js');
    let builder: TableBuilder | undefined;
    for await (const { chunk, rows } of streamChunks(query)) {
      // A chunk is at most 2,048 rows, so a batch ends at most so many rows late.
      builder ??= new TableBuilder(new ColumnMemory(), plans, batchRows + 2048);
      builder.appendChunk(chunk, rows);
      if (builder.rows < batchRows) continue;
      yield finish(builder, relation.name, options);
      builder = undefined;
    }
    if (builder !== undefined) yield finish(builder, relation.name, options);
  } finally {
    query.close();
  }
}

function finish(builder: TableBuilder, name: string, options: ScanBatchesOptions): RecordBatch {
  const table = builder.finish();
  if (options.schema) checkTable(table, name, options.schema, { allowEmptyColumns: true });
  return table.batches[0]!;
}

async function* scanIpc(
  source: string | readonly string[],
  options: ScanBatchesOptions,
): AsyncGenerator<RecordBatch, void, undefined> {
  const { floatBatch, readIpcBatches, selectBatch } = await import('./ipc/batches.js');
  for (const path of await listFiles(source)) {
    let start = 0;
    for await (const batch of readIpcBatches(path)) {
      const { columns } = options;
      yield floatBatch(path, columns ? selectBatch(path, batch, columns) : batch, start);
      start += batch.numRows;
    }
  }
}
