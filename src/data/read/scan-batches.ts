/** Streams a file of any size as Arrow record batches, all column types kept. */
import { makeData, RecordBatch, Schema, Struct } from 'apache-arrow';
import { CambiumError, didYouMean } from '../../errors.js';
import { ColumnMemory } from '../memory.js';
import { checkTable } from '../schema/check.js';
import { type ColumnPlan, TableBuilder } from '../table/index.js';
import { listFiles } from './files.js';
import { readIpcBatches } from './ipc.js';
import { isPlainIpc, openQuery, type QueryOptions } from './open-query.js';
import { streamChunks } from './query.js';

/** Options of {@link scanBatches}. */
export interface ScanBatchesOptions extends QueryOptions {
  /** Rows of a full batch, about; 65,536 unless told. */
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
    let builder: TableBuilder | undefined;
    for await (const { chunk, rows } of streamChunks(query.connection, query.sql, relation)) {
      builder ??= newBuilder(plans, batchRows);
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

function newBuilder(plans: readonly ColumnPlan[], batchRows: number): TableBuilder {
  // A chunk is at most 2,048 rows, so a batch ends at most so many rows late.
  return new TableBuilder(new ColumnMemory(), plans, batchRows + 2048);
}

function finish(builder: TableBuilder, name: string, options: ScanBatchesOptions): RecordBatch {
  const table = builder.finish();
  if (options.schema) checkTable(table, name, options.schema, { partial: true });
  return table.batches[0]!;
}

async function* scanIpc(
  source: string | readonly string[],
  options: ScanBatchesOptions,
): AsyncGenerator<RecordBatch, void, undefined> {
  for (const path of await listFiles(source)) {
    for await (const batch of readIpcBatches(path)) {
      yield options.columns ? selectBatch(path, batch, options.columns) : batch;
    }
  }
}

/** A batch's columns in another order; `RecordBatch.select` would keep the old. */
function selectBatch(path: string, batch: RecordBatch, columns: readonly string[]): RecordBatch {
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
