/** Training data as a user gives it: makes the table of data in memory, and typed arrays of lists of numbers. */
import type { Table } from 'apache-arrow';
import {
  describeValue,
  isArrowTable,
  isTextColumn,
  type NumberArray,
  SparseTable,
  type TableInput,
  tableFrom,
} from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import { checkData } from './check-data.js';
import { type RowRole, roleColumns } from './column-roles.js';
import type { TrainingTable, ValidationTable } from './training-data.js';

/** A number for each row, or as many as are told. */
export type NumberList = readonly number[] | Exclude<NumberArray, BigInt64Array | BigUint64Array>;

/**
 * A table, and which of its columns are what. The table is Arrow's, a sparse one, or data in memory that
 * {@link tableFrom} takes: rows, records or columns, whose features that are texts are categories. A sparse table has
 * features only: all else is a number a row.
 */
export interface TrainingData {
  readonly table: TableInput | SparseTable;
  /** Name of the label's column, or a number a row. */
  readonly label: string | NumberList;
  /** Weights of the rows, not negative: a column's name, or a number a row. */
  readonly weight?: string | NumberList;
  /** Queries of rankings: a column whose equal values stand together, or the number of rows of each query. */
  readonly group?: string | NumberList;
  /**
   * Where each row of a query stood when its label came about, for lambdarank to learn what a position adds to a score:
   * a column, whole numbers from 0 or texts, or a number a row. Training rows alone have positions.
   */
  readonly position?: string | NumberList;
  /** Raw scores to start from: a column, several for several classes, or numbers (class k of row i at k · rows + i). */
  readonly initScore?: string | readonly string[] | NumberList;
  /** Names of the features, in the model's order; all other columns if absent. */
  readonly features?: readonly string[];
  /** Features whose values are categories: texts, or whole numbers from 0. */
  readonly categorical?: readonly string[];
}

/** A validation set; what it does not say is as in the training set. */
export interface ValidationData
  extends Pick<TrainingData, 'table'>,
    Partial<Pick<TrainingData, 'label' | 'weight' | 'group' | 'initScore'>> {
  readonly name: string;
}

/** Tables of one training by what they were made from: data that is given twice is one table. */
export type MadeTables = Map<object, Table>;

/**
 * The data with its table made.
 * @param title what the data is, for errors
 * @throws CambiumError `bad-data`, and what {@link tableFrom} throws, with the title
 */
export function completeData(
  data: TrainingData,
  title: string,
  made: MadeTables = new Map(),
): TrainingTable {
  checkData(data, title);
  const isMade = !(data.table instanceof SparseTable || isArrowTable(data.table));
  const complete = { ...data, ...completeParts(data, title, made) } as TrainingTable;
  if (!isMade) return complete;
  return { ...complete, categorical: [...(data.categorical ?? []), ...textFeatures(complete)] };
}

/** A validation set with its table made. */
export function completeValidation(set: ValidationData, made: MadeTables): ValidationTable {
  const title = `validation set "${set.name}"`;
  checkData({ ...set, label: set.label ?? [] }, title);
  return { ...set, ...completeParts(set, title, made) } as ValidationTable;
}

function completeParts(
  data: Partial<TrainingData> & Pick<TrainingData, 'table'>,
  title: string,
  made: MadeTables,
) {
  const { label, weight, group, position, initScore } = data;
  return {
    table: makeTable(data.table, title, made),
    ...(label !== undefined && { label: floats(label, 'label', title) }),
    ...(weight !== undefined && { weight: floats(weight, 'weight', title) }),
    ...(group !== undefined && { group: wholes(group, 'group', title) }),
    ...(position !== undefined && { position: wholes(position, 'position', title) }),
    ...(initScore !== undefined && { initScore: scores(initScore, title) }),
  };
}

function makeTable(
  input: TrainingData['table'],
  title: string,
  made: MadeTables,
): Table | SparseTable {
  if (input instanceof SparseTable || isArrowTable(input)) return input;
  let table = made.get(input);
  if (table === undefined) {
    try {
      table = tableFrom(input);
    } catch (error) {
      if (!(error instanceof CambiumError)) throw error;
      const { code, problem, hint } = error;
      throw new CambiumError(code, `table of ${title}: ${problem}`, { hint, cause: error });
    }
    made.set(input, table);
  }
  return table;
}

/** Texts among the features: of data in memory nothing else can be meant by them. */
function textFeatures(data: TrainingTable): string[] {
  const { table, features, categorical = [] } = data;
  if (table instanceof SparseTable) return [];
  const told = roleColumns(data);
  const names = table.schema.fields.map(({ name }) => name);
  return names.filter(
    (name) =>
      isTextColumn(table, name) &&
      !categorical.includes(name) &&
      (features === undefined ? !told.includes(name) : features.includes(name)),
  );
}

function floats(value: string | NumberList, part: RowRole, title: string) {
  if (typeof value === 'string' || value instanceof Float64Array || value instanceof Float32Array) {
    return value;
  }
  return Float64Array.from(numbers(value, part, title));
}

function wholes(value: string | NumberList, part: RowRole, title: string) {
  if (typeof value === 'string' || value instanceof Int32Array) return value;
  for (const [place, number] of numbers(value, part, title).entries()) {
    if (number === (number | 0)) continue;
    throw new CambiumError(
      'bad-data',
      `${part} of ${title} has ${number} at place ${place + 1}: expected a whole number`,
    );
  }
  return Int32Array.from(value);
}

function scores(value: string | readonly string[] | NumberList, title: string) {
  if (typeof value === 'string' || typeof value[0] === 'string') {
    return value as string | readonly string[];
  }
  return value instanceof Float64Array
    ? value
    : Float64Array.from(numbers(value as NumberList, 'initScore', title));
}

/** @throws CambiumError `bad-data` for what is no number; null and undefined are missing */
function numbers(values: NumberList, part: RowRole, title: string): Iterable<number> & NumberList {
  if (!Array.isArray(values)) return values;
  const list: readonly unknown[] = values;
  return list.map((value, place) => {
    if (typeof value === 'number') return value;
    if (value === null || value === undefined) return Number.NaN;
    if (typeof value === 'boolean') return Number(value);
    throw new CambiumError(
      'bad-data',
      `${part} of ${title} has ${describeValue(value)} at place ${place + 1}: expected a number`,
      {
        hint:
          part === 'label' && typeof value === 'string'
            ? 'GradientBoostingClassifier takes texts for labels'
            : undefined,
      },
    );
  });
}
