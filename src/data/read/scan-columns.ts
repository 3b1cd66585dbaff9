/** Streams named numeric columns of a file of any size through a few reused buffers: the way into scoring. */

import type { DuckDBDataChunk } from '@duckdb/node-api';
import { CambiumError, checkNames, didYouMean, listNames } from '../../errors.js';
import { bindings } from '../engine/index.js';
import { listFiles } from '../files/list-files.js';
import { ColumnMemory } from '../memory.js';
import { columnTypeOf } from '../schema/column-type.js';
import type { ColumnBatch } from '../table/column-batch.js';
import type { ColumnPlan } from '../table/column-sink.js';
import { sqlOfText } from '../text/cell-sql.js';
import { areTexts, type CategoryList, categorySql } from './category-codes.js';
import { type Copy, copyFloats, ipcCopies } from './column-copies.js';
import { isPlainIpc, openQuery } from './open-query.js';
import { checkSplitNames, QUERY_NAMES, type QueryOptions } from './options.js';
import { streamChunks } from './query.js';

/** Options of {@link scanColumns}. */
export interface ScanColumnsOptions extends Omit<QueryOptions, 'numberType'> {
  /** Rows of a full batch; default: 65,536. */
  readonly batchRows?: number | undefined;
  /** What the numbers are stored as, or `floats`: either, whichever is had with less work; default: float64. */
  readonly type?: 'float32' | 'float64' | 'floats' | undefined;
  /**
   * Categories of columns of texts, or of numbers, by column: a value becomes its place among them, others NaN.
   * Not with `select` and `sql`.
   */
  readonly categories?: ReadonlyMap<string, CategoryList> | undefined;
  /** Sets of buffers that take turns: a batch stays valid until as many more have been asked for; default: 1. */
  readonly buffers?: number | undefined;
  /** Where the buffers lie; default: an arena of their own. */
  readonly memory?: ColumnMemory | undefined;
}

const DEFAULT_BATCH_ROWS = 65_536;

/**
 * Reads named columns as numbers, a batch at a time, in the order of the rows; memory does not grow
 * with the file. Booleans are 0 and 1; an empty cell, `nan` and null are NaN.
 * @throws CambiumError `missing-column`, `column-type` or what {@link readTable} throws for the file.
 */
export async function* scanColumns(
  source: string | readonly string[],
  options: ScanColumnsOptions,
): AsyncGenerator<ColumnBatch, void, undefined> {
  checkNames('option of scanColumns', options, {
    ...QUERY_NAMES,
    memory: true,
    batchRows: true,
    type: true,
    categories: true,
    buffers: true,
  });
  checkSplitNames(options.split);
  const batchRows = options.batchRows ?? DEFAULT_BATCH_ROWS;
  if (!Number.isSafeInteger(batchRows) || batchRows < 1) {
    throw new CambiumError(
      'invalid-option',
      `batchRows must be a positive whole number, not ${batchRows}`,
    );
  }
  const ready = options.type === 'floats' ? await readyFloats(source, options) : undefined;
  if (ready !== undefined) {
    for (let start = 0; start < ready.rows; start += batchRows) {
      const end = Math.min(start + batchRows, ready.rows);
      const columns = ready.columns.map((column) => column.subarray(start, end));
      yield { rows: end - start, start, columns };
    }
    return;
  }
  const narrow = options.type === 'float32';
  const sets = Math.max(1, options.buffers ?? 1);
  const bytes = narrow ? 4 : 8;
  let memory = options.memory;
  let ring: (Float32Array | Float64Array)[][] | undefined;
  const makeRing = (count: number): (Float32Array | Float64Array)[][] => {
    const arena = memory ?? new ColumnMemory(sets * count * (batchRows * bytes + 64));
    memory = arena;
    return Array.from({ length: sets }, () =>
      Array.from({ length: count }, () =>
        narrow ? arena.allocateFloat32(batchRows) : arena.allocateFloat64(batchRows),
      ),
    );
  };
  let set = 0;
  let filled = 0;
  let start = 0;
  for await (const { rows, copies } of pieces(source, options, narrow)) {
    ring ??= makeRing(copies.length);
    for (let from = 0; from < rows; ) {
      const take = Math.min(rows - from, batchRows - filled);
      const columns = ring[set]!;
      for (let i = 0; i < columns.length; i++) copies[i]!(columns[i]!, filled, from, take);
      filled += take;
      from += take;
      if (filled < batchRows) continue;
      yield { rows: filled, start, columns };
      start += filled;
      filled = 0;
      set = (set + 1) % sets;
    }
  }
  if (filled > 0) yield { rows: filled, start, columns: ring![set]! };
  if (start + filled === 0) {
    const name = typeof source === 'string' ? source : source[0];
    throw new CambiumError('empty-table', `${name} has no rows`);
  }
}

/** All rows of an Arrow file whose wanted columns lie ready in it as floats; else undefined. */
async function readyFloats(
  source: string | readonly string[],
  options: ScanColumnsOptions,
): Promise<{ readonly rows: number; readonly columns: ColumnBatch['columns'] } | undefined> {
  if (!isPlainIpc(source, options) || options.schema) return undefined;
  const files = await listFiles(source);
  if (files.length > 1) return undefined;
  const { readInPlace } = await import('./ipc/in-place.js');
  const table = await readInPlace(files[0]!, {});
  if (table === undefined || table.numRows === 0) return undefined;
  const names = options.columns ?? table.schema.fields.map(({ name }) => name);
  if (names.some((name) => options.categories?.has(name))) return undefined;
  const columns = names.map((name) => table.getChild(name)?.data[0]?.values as unknown);
  const floats = columns.filter(
    (values) => values instanceof Float32Array || values instanceof Float64Array,
  );
  return floats.length < names.length ? undefined : { rows: table.numRows, columns: floats };
}

interface Piece {
  readonly rows: number;
  readonly copies: readonly Copy[];
}

async function* pieces(
  source: string | readonly string[],
  options: ScanColumnsOptions,
  narrow: boolean,
): AsyncGenerator<Piece, void, undefined> {
  if (isPlainIpc(source, options)) {
    const { readIpcBatches } = await import('./ipc/batches.js');
    for (const path of await listFiles(source)) {
      let start = 0;
      for await (const batch of readIpcBatches(path)) {
        yield { rows: batch.numRows, copies: ipcCopies(path, batch, start, options) };
        start += batch.numRows;
      }
    }
    return;
  }
  yield* duckdbPieces(source, options, narrow);
}

async function* duckdbPieces(
  source: string | readonly string[],
  options: ScanColumnsOptions,
  narrow: boolean,
): AsyncGenerator<Piece, void, undefined> {
  const type = narrow ? 'float32' : 'float64';
  const computed = options.select !== undefined || options.sql !== undefined;
  const wanted = options.columns ?? Object.keys(options.select ?? {});
  const { categories } = options;
  const needed = (name: string) => {
    const list = categories?.get(name);
    return list !== undefined && areTexts(list) ? 'utf8' : 'float64';
  };
  const forced = new Map(computed ? [] : wanted.map((name) => [name, needed(name)] as const));
  const query = await openQuery(
    source,
    options.select ? { ...options, columns: undefined } : options,
    { forced },
  );
  try {
    const { relation, plans } = query;
    const order = wanted.length === 0 ? plans.map(({ name }) => name) : wanted;
    const items = order.map((name) => numberOf(relation.name, plans, name, type, categories));
    const names = plans.map((_, i) => `c${i}`).join(', ');
    const sql = `SELECT ${items.join(', ')} FROM (${query.sql}) AS q(${names})`;
    for await (const { chunk, rows } of streamChunks(query, sql)) {
      yield { rows, copies: order.map((_, i) => vectorCopy(chunk, i, rows, narrow)) };
    }
  } finally {
    query.close();
  }
}

/** Copies out of a column of DuckDB's chunk. */
function vectorCopy(chunk: DuckDBDataChunk, column: number, rows: number, narrow: boolean): Copy {
  const { data_chunk_get_vector, vector_get_data, vector_get_validity } = bindings();
  const vector = data_chunk_get_vector(chunk.chunk, column);
  const bytes = vector_get_data(vector, rows * (narrow ? 4 : 8));
  const validity = vector_get_validity(vector, Math.ceil(rows / 64) * 8) ?? undefined;
  const values = narrow
    ? new Float32Array(bytes.buffer, bytes.byteOffset, rows)
    : new Float64Array(bytes.buffer, bytes.byteOffset, rows);
  return (target, at, from, take) => copyFloats(values, validity, 0, target, at, from, take);
}

/** The SQL that makes a column of the query a number. */
function numberOf(
  source: string,
  plans: readonly ColumnPlan[],
  name: string,
  type: 'float32' | 'float64',
  categories: ScanColumnsOptions['categories'],
): string {
  const index = plans.findIndex((plan) => plan.name === name);
  if (index < 0) {
    const names = plans.map((plan) => plan.name);
    throw new CambiumError('missing-column', `the query over ${source} gives no column "${name}"`, {
      hint: didYouMean(name, names) ?? `its columns are ${listNames(names)}`,
    });
  }
  const column = `c${index}`;
  const plan = plans[index]!;
  const wanted = columnTypeOf(type).duckdb;
  const known = categories?.get(name);
  if (known !== undefined) {
    return `CAST(${categorySql(source, name, plan.type, column, known)} AS ${wanted})`;
  }
  if (plan.type === type) return column;
  const { family } = columnTypeOf(plan.type);
  if (family === 'text') return `CAST(${sqlOfText(column, name, 'float64')} AS ${wanted})`;
  if (family === 'number' || family === 'boolean') return `CAST(${column} AS ${wanted})`;
  throw new CambiumError(
    'column-type',
    `${source}, column "${name}" is ${plan.type}, but numbers are needed`,
  );
}
