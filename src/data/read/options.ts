/** What readers can be told of files, and of what is wanted of them. */
import { checkNames, type NamesOf } from '../../errors.js';
import type { Expression } from '../expressions/index.js';
import type { FileFormat } from '../files/format.js';
import type { ColumnMemory } from '../memory.js';
import type { TableSchema } from '../schema/schema.js';
import type { SplitOptions } from '../split/split.js';

/** How a file is to be understood, whatever is then made of it. */
export interface SourceOptions {
  /** Format of the files; default: from their extension. */
  readonly format?: FileFormat | undefined;
  /** CSV: whether the first line holds names; default: yes. */
  readonly header?: boolean | undefined;
  /** CSV: the character between fields; default: detected from the first line. */
  readonly separator?: string | undefined;
  /** CSV: texts that stand for a missing value beside the empty cell; `nan` is one for numbers already. */
  readonly nullValues?: readonly string[] | undefined;
  /** Types, units and nullability that the columns must have. */
  readonly schema?: TableSchema | undefined;
}

/** A value computed from a row: an expression, or SQL. */
export type Selection = Expression | string;

/** What is wanted of a source: some columns, or computed ones, or a query; default: all columns. */
export interface QueryOptions extends SourceOptions {
  /** Columns to read, in this order. */
  readonly columns?: readonly string[] | undefined;
  /** Columns to compute, by their names. */
  readonly select?: Readonly<Record<string, Selection>> | undefined;
  /** Rows to keep: a condition, or SQL. With `columns`, `select` or neither. */
  readonly where?: Selection | undefined;
  /** Only the rows of one part of a split, as {@link trainTestSplit} would make it of the whole source. */
  readonly split?: (SplitOptions & { readonly part: 'train' | 'test' }) | undefined;
  /** A query over the files, which it calls `source`: `SELECT a, b * 2 AS c FROM source WHERE a > 0`. */
  readonly sql?: string | undefined;
  /** What float64 columns are stored as, unless the schema says; default: float64. */
  readonly numberType?: 'float32' | 'float64' | undefined;
}

/** For those who check names of options. */
export const QUERY_NAMES: NamesOf<QueryOptions> = {
  columns: true,
  select: true,
  where: true,
  split: true,
  sql: true,
  numberType: true,
  format: true,
  header: true,
  separator: true,
  nullValues: true,
  schema: true,
};

/** Refuses misspelt names inside of `split`. @throws CambiumError `unknown-option` */
export function checkSplitNames(split: QueryOptions['split']): void {
  if (split !== undefined)
    checkNames('option of split', split, { testSize: true, seed: true, key: true, part: true });
}

/** Options of {@link readTable}. */
export interface ReadOptions extends QueryOptions {
  /** Where the columns are to lie; default: an arena of their own. */
  readonly memory?: ColumnMemory | undefined;
  /** Accept a table without rows; by default an error. */
  readonly allowEmpty?: boolean | undefined;
  /** Accept declared columns without any value; by default an error. */
  readonly allowEmptyColumns?: boolean | undefined;
}
