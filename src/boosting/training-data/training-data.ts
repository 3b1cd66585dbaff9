/** What a model is trained on: a table's features, label, weights and queries, checked, as plain columns. */
import type { Table } from 'apache-arrow';
import {
  ColumnMemory,
  categoryColumn,
  isTextColumn,
  numericColumn,
  requireColumn,
  SparseTable,
  tableMemory,
  textColumnError,
} from '../../data/index.js';
import { CambiumError, didYouMean } from '../../errors.js';
import { fieldName } from '../model/index.js';
import { categoricalFeatures, type Parameters } from '../parameters/index.js';
import { roleColumns } from './column-roles.js';
import type { SparseColumns } from './placed-table.js';
import { readPositions } from './positions.js';
import { refuseNamed, sparseColumns } from './sparse-rows.js';

type Numbers = Float32Array | Float64Array;

/** Training data whose table is made, and whose lists of numbers are typed arrays; `TrainingData` says what each part is. */
export interface TrainingTable {
  readonly table: Table | SparseTable;
  readonly label: string | Numbers;
  readonly weight?: string | Numbers;
  readonly group?: string | Int32Array;
  readonly position?: string | Int32Array;
  readonly initScore?: string | readonly string[] | Float64Array;
  readonly features?: readonly string[];
  readonly categorical?: readonly string[];
}

/** A validation set whose table is made; what it does not say is as in the training set. */
export interface ValidationTable
  extends Pick<TrainingTable, 'table'>,
    Partial<Pick<TrainingTable, 'label' | 'weight' | 'group' | 'initScore'>> {
  readonly name: string;
}

/** Names of the categories of features that are texts, in the order of their codes. */
export type Dictionaries = ReadonlyMap<string, readonly string[]>;

/** Columns of one table. */
export interface Columns {
  readonly rows: number;
  /** None where the table is sparse. */
  readonly features: readonly Numbers[];
  readonly sparse?: SparseColumns | undefined;
  readonly label: Numbers;
  readonly weight?: Numbers | undefined;
  /** First row of each query, then the number of rows. */
  readonly queries?: Uint32Array | undefined;
  /** Of each row, numbered from 0 in the order of the first rows. */
  readonly positions?: Uint32Array | undefined;
  readonly initScore?: Float64Array | undefined;
}

/** Which columns are features, and which of those are categories. */
export interface FeatureChoice {
  readonly names: readonly string[];
  readonly categorical: ReadonlySet<string>;
}

const columnNames = (table: Table | SparseTable): readonly string[] =>
  table instanceof SparseTable ? table.names : table.schema.fields.map((field) => field.name);

/** The features of `data`; categories are those of the table and of the parameter `categorical_feature`. */
export function chooseFeatures(data: TrainingTable, parameters: Parameters): FeatureChoice {
  const told = roleColumns(data);
  const names = data.features ?? columnNames(data.table).filter((name) => !told.includes(name));
  if (data.features?.length === 0) {
    throw new CambiumError(
      'no-features',
      'features names no column: there is nothing to train on',
      {
        hint: 'leave it out for all columns but the label and the like',
        commandHint: 'leave out --features for all columns but the label and the like',
      },
    );
  }
  if (names.length === 0) {
    throw new CambiumError(
      'no-features',
      `the table has no column besides ${told.map((name) => `"${name}"`).join(', ') || 'none'}`,
    );
  }
  const twice = told.find((name) => names.includes(name));
  if (twice !== undefined) {
    const what = twice === data.label ? 'label' : 'weight, group, position or initial score';
    throw new CambiumError('label-is-feature', `"${twice}" is both ${what} and feature`);
  }
  refuseTwins(names);
  for (const name of data.categorical ?? []) {
    if (names.includes(name)) continue;
    throw new CambiumError(
      'unknown-feature',
      `"${name}" is listed as categorical, but is not a feature`,
      {
        hint: didYouMean(name, names),
      },
    );
  }
  const named = categoricalFeatures(parameters, names);
  return { names, categorical: new Set([...(data.categorical ?? []), ...named]) };
}

/** Two columns that the model file could not tell apart. */
function refuseTwins(names: readonly string[]): void {
  const columnOf = new Map<string, string>();
  for (const name of names) {
    const written = fieldName(name);
    const other = columnOf.get(written);
    if (other !== undefined) {
      throw new CambiumError(
        'duplicate-feature',
        other === name
          ? `"${name}" is among the features twice`
          : `"${other}" and "${name}" would both be called "${written}" in the model`,
        { hint: 'rename or leave out one' },
      );
    }
    columnOf.set(written, name);
  }
}

/**
 * Reads all columns of a table. `tableName` is for errors.
 * @param dictionaries names of categories: of the training table where given, else filled from this table
 */
export function readColumns(
  data: TrainingTable,
  { names, categorical }: FeatureChoice,
  tableName: string,
  dictionaries: Map<string, readonly string[]>,
  isTraining: boolean,
): Columns {
  const { table } = data;
  const rows = table.numRows;
  if (rows === 0) throw new CambiumError('empty-table', `the ${tableName} table has no rows`);
  const numbers = (column: string | Numbers, what: string): Numbers => {
    if (typeof column === 'string') return namedColumn(table, column, what, tableName);
    if (column.length === rows) return column;
    throw new CambiumError(
      'bad-length',
      `${what} of the ${tableName} table has ${column.length} values, the table ${rows} rows`,
    );
  };
  return {
    rows,
    label: numbers(data.label, 'the label'),
    weight: data.weight === undefined ? undefined : numbers(data.weight, 'the weight'),
    queries: data.group === undefined ? undefined : readQueries(table, data.group, tableName),
    positions:
      isTraining && data.position !== undefined ? readPositions(table, data.position) : undefined,
    initScore: data.initScore === undefined ? undefined : readInitScore(data, tableName),
    ...(table instanceof SparseTable
      ? {
          features: [],
          sparse: sparseColumns(table, names, tableName, data.features !== undefined),
        }
      : { features: readFeatures(table, { names, categorical }, dictionaries, isTraining) }),
  };
}

function readFeatures(
  table: Table,
  { names, categorical }: FeatureChoice,
  dictionaries: Map<string, readonly string[]>,
  isTraining: boolean,
): Numbers[] {
  return names.map((name) => {
    // A feature without any value is left unused, as LightGBM leaves it.
    const options = { allowEmpty: true };
    if (!categorical.has(name)) {
      if (isTraining && isTextColumn(table, name)) refuseTextFeature(table, name);
      return numericColumn(table, name, options);
    }
    const known = dictionaries.get(name);
    if (!isTraining && known === undefined) refuseTexts(table, name);
    const column = categoryColumn(table, name, isTraining ? undefined : known, options);
    if (isTraining && column.names !== undefined) dictionaries.set(name, column.names);
    return column.codes;
  });
}

/** Texts of a file may be anything: which of them are categories is told. */
function refuseTextFeature(table: Table, name: string): void {
  const column = requireColumn(table, name);
  if (column.nullCount === column.length) return;
  throw textColumnError(table, name, 'but numbers are needed', {
    hint: 'correct the value; name the column in categorical (categorical_feature) if its texts are categories; else map them to numbers, or leave it out of features',
    commandHint: `correct the value, or use --categorical ${name} if its texts are categories, or --exclude ${name}`,
  });
}

/** Codes of texts mean nothing where the training table has numbers. */
function refuseTexts(table: Table, name: string): void {
  if (!isTextColumn(table, name)) return;
  const column = requireColumn(table, name);
  if (column.nullCount === column.length) return;
  throw textColumnError(table, name, 'but was numbers in the training table', {
    hint: 'correct the value, or give the table the types of the training table',
    commandHint: 'correct the value',
  });
}

function namedColumn(
  table: Table | SparseTable,
  column: string,
  what: string,
  tableName: string,
): Numbers {
  if (table instanceof SparseTable) return refuseNamed(column, what, tableName);
  requireColumn(table, column);
  return numericColumn(table, column);
}

function readInitScore({ table, initScore }: TrainingTable, tableName: string): Float64Array {
  if (initScore instanceof Float64Array) {
    if (initScore.length % table.numRows === 0) return initScore;
    throw new CambiumError(
      'bad-length',
      `the initial score of the ${tableName} table has ${initScore.length} values: expected ${table.numRows}, or as many for each class`,
    );
  }
  const names = [initScore as string | readonly string[]].flat();
  const scores = new Float64Array(names.length * table.numRows);
  names.forEach((name, k) => {
    const column = namedColumn(table, name, 'the initial score', tableName);
    scores.set(column, k * table.numRows);
  });
  return scores;
}

/** The first row of each query, then the number of rows. */
function readQueries(
  table: Table | SparseTable,
  group: string | Int32Array,
  tableName: string,
): Uint32Array {
  const rows = table.numRows;
  if (typeof group !== 'string') return boundariesOf(group, rows, tableName);
  const ids = namedColumn(table, group, 'the group', tableName);
  const starts: number[] = [];
  const seen = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const id = ids[row] as number;
    if (row > 0 && id === ids[row - 1]) continue;
    if (seen.has(id) || Number.isNaN(id)) {
      throw new CambiumError(
        'bad-group',
        Number.isNaN(id)
          ? `group "${group}" of the ${tableName} table is missing in row ${row + 1}`
          : `group "${group}" of the ${tableName} table: ${id} begins again in row ${row + 1}; rows of one query must stand together`,
        { hint: `sort the table by "${group}"` },
      );
    }
    seen.add(id);
    starts.push(row);
  }
  return Uint32Array.from([...starts, rows]);
}

function boundariesOf(sizes: Int32Array, rows: number, tableName: string): Uint32Array {
  const boundaries = new Uint32Array(sizes.length + 1);
  let sum = 0;
  sizes.forEach((size, query) => {
    if (size < 0) {
      throw new CambiumError(
        'bad-group',
        `query ${query + 1} of the ${tableName} table has ${size} rows: expected at least 0`,
      );
    }
    sum += size;
    boundaries[query + 1] = sum;
  });
  if (sum !== rows) {
    throw new CambiumError(
      'bad-group',
      `the queries of the ${tableName} table have ${sum} rows together, the table has ${rows}`,
    );
  }
  return boundaries;
}

/** The arena that most of the table lies in already, or a new one. */
export function trainingMemory({ table }: TrainingTable): ColumnMemory {
  const memory = table instanceof SparseTable ? table.matrix.memory : tableMemory(table);
  return memory ?? new ColumnMemory();
}
