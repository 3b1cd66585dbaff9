/** From a source and what is wanted of it to a query that DuckDB can run. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { CambiumError } from '../../errors.js';
import { connect, sqlIdentifier } from '../engine/index.js';
import type { Kind } from '../expressions/index.js';
import { formatOfName } from '../files/format.js';
import { checkSource } from '../files/list-files.js';
import type { ColumnType } from '../schema/column-type.js';
import { splitCondition } from '../split/split.js';
import { checkRelation } from '../table/check-schema.js';
import { sqlOfText } from '../text/cell-sql.js';
import { openRelation } from './open-relation.js';
import type { QueryOptions, Selection } from './options.js';
import { checkQueryNames, type PlannedQuery, planQuery, querySource } from './query.js';
import { type ColumnNeeds, type Relation, requireColumns, selectColumns } from './relation.js';

/** A query that is ready to run. Close it when its rows are read. */
export interface OpenedQuery extends PlannedQuery {
  readonly connection: DuckDBConnection;
  readonly relation: Relation;
  close(): void;
}

function checkOptions(options: QueryOptions): void {
  const ways = [
    options.columns && 'columns',
    options.select && 'select',
    options.sql !== undefined && 'sql',
  ].filter((way) => typeof way === 'string');
  if (options.sql !== undefined && options.where !== undefined) ways.push('where');
  if (options.sql !== undefined && options.split !== undefined) ways.push('split');
  if (ways.length > 1) {
    throw new CambiumError('conflicting-options', `${ways.join(' and ')} exclude each other`);
  }
  for (const [name, list] of [
    ['columns', options.columns],
    ['select', options.select && Object.keys(options.select)],
  ] as const) {
    if (list?.length === 0) throw new CambiumError('invalid-option', `${name} names no column`);
  }
}

const FORCED: Readonly<Partial<Record<Kind, ColumnType>>> = {
  number: 'float64',
  time: 'timestamp[us]',
};

/** What a query needs of a text file's columns. */
function needsOf(
  options: QueryOptions,
  further: ReadonlyMap<string, ColumnType>,
  exact: boolean,
): ColumnNeeds {
  const selections = [...Object.values(options.select ?? {}), options.where ?? []].flat();
  // SQL may read any column as anything, and a split looks at all.
  const readsAll = options.sql !== undefined || selections.some((each) => typeof each === 'string');
  const inputs = inputsOf(selections);
  const whole = options.select === undefined ? options.columns : [];
  const inferred =
    readsAll || options.split || whole === undefined
      ? undefined
      : new Set([...whole, ...inputs.keys()]);
  const forced = new Map<string, ColumnType>();
  // Whole columns keep their types.
  if (options.select !== undefined && !readsAll) {
    for (const [name, kinds] of inputs) {
      const type = kinds.size === 1 ? FORCED[[...kinds][0]!] : undefined;
      if (type !== undefined) forced.set(name, type);
    }
  }
  // Cells that a query passes over cannot tell that a guess was wrong.
  const skips = readsAll || options.split !== undefined || selections.length > 0;
  return {
    forced: new Map([...forced, ...further]),
    inferred,
    // A query may end before it has met all rows.
    exact: exact || options.sql !== undefined,
    skips,
  };
}

/** What the expressions among some selections read, and as what. */
function inputsOf(selections: readonly Selection[]): Map<string, Set<Kind>> {
  const inputs = new Map<string, Set<Kind>>();
  for (const selection of selections) {
    if (typeof selection === 'string') continue;
    for (const [name, kinds] of selection.inputs()) {
      inputs.set(name, new Set([...(inputs.get(name) ?? []), ...kinds]));
    }
  }
  return inputs;
}

/** A name that no user's column has. */
const numberColumn = (index: number): string => `\u0001number ${index}`;

/** A relation with the numbers that its texts stand for as further columns. */
function withNumbers(relation: Relation, texts: readonly string[]): string {
  const numbers = texts.map(
    (name, i) =>
      `${sqlOfText(sqlIdentifier(name), name, 'float64')} AS ${sqlIdentifier(numberColumn(i))}`,
  );
  return `(SELECT *, ${numbers.join(', ')} FROM ${relation.sql})`;
}

/** The SELECT over a relation that the options ask for. */
function buildQuery(relation: Relation, options: QueryOptions): string {
  if (options.sql !== undefined) return querySource(relation.sql, options.sql);
  const types = new Map(relation.relationColumns.map(({ name, type }) => [name, type]));
  const compileSelection = (selection: Selection): string => {
    if (typeof selection === 'string') return selection;
    return selection.toSql(types, numberName);
  };
  const selections = [...Object.values(options.select ?? {}), options.where ?? []].flat();
  const inputs = inputsOf(selections);
  requireColumns(relation, [...inputs.keys()]);
  // Texts that are read as numbers are read once, below the query, where an error can name them.
  const texts = [...inputs.keys()].filter(
    (name) => types.get(name) === 'VARCHAR' && inputs.get(name)!.has('number'),
  );
  const from = texts.length === 0 ? relation.sql : withNumbers(relation, texts);
  const numberName = new Map(texts.map((name, i) => [name, numberColumn(i)]));
  if (options.columns) requireColumns(relation, options.columns);
  const select = options.select
    ? `SELECT ${Object.entries(options.select)
        .map(([name, selection]) => `${compileSelection(selection)} AS ${sqlIdentifier(name)}`)
        .join(', ')} FROM ${from}`
    : selectColumns(from, options.columns ?? relation.columns);
  const conditions: string[] = [];
  if (options.where !== undefined) conditions.push(`(${compileSelection(options.where)})`);
  if (options.split) {
    const isTest = splitCondition(relation.relationColumns, options.split);
    conditions.push(options.split.part === 'test' ? isTest : `NOT ${isTest}`);
  }
  return conditions.length === 0 ? select : `${select} WHERE ${conditions.join(' AND ')}`;
}

/** How a text file's columns get their types. */
export interface OpenOptions {
  /** Further types that columns must be read as. */
  readonly forced?: ReadonlyMap<string, ColumnType>;
  /** Whether types follow from all rows before any is read; else reading may throw a {@link WrongGuess}. */
  readonly exact?: boolean;
}

/**
 * Opens a source and plans its query.
 * @throws CambiumError for the options, the file or its columns.
 */
export async function openQuery(
  source: string | readonly string[],
  options: QueryOptions,
  { forced = new Map(), exact = true }: OpenOptions = {},
): Promise<OpenedQuery> {
  checkOptions(options);
  const connection = await connect();
  let relation: Relation | undefined;
  const close = (): void => {
    connection.closeSync();
    relation?.dispose();
  };
  try {
    relation = await openRelation(connection, source, options, needsOf(options, forced, exact));
    if (options.schema) {
      // A computed column has the schema's type too, but the file need not have it.
      const read = options.select || options.sql !== undefined ? [] : options.columns;
      checkRelation(relation, options.schema, read);
    }
    const types = new Map<string, ColumnType>(
      Object.entries(options.schema ?? {}).map(([name, { type }]) => [name, type]),
    );
    if (options.sql !== undefined) await checkQueryNames(connection, relation, options.sql);
    const planned = await planQuery(connection, buildQuery(relation, options), relation, {
      types,
      numberType: options.numberType ?? 'float64',
    });
    return { ...planned, connection, relation, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Whether a source is Arrow IPC of which whole columns are wanted: then no SQL is needed. */
export function isPlainIpc(source: string | readonly string[], options: QueryOptions): boolean {
  const [first = ''] = checkSource(source);
  const { format, sql, select, where, split, numberType } = options;
  if ((format ?? formatOfName(first)) !== 'arrow') return false;
  return sql === undefined && !select && where === undefined && !split && numberType !== 'float32';
}
