/** Rows to score as the columns of a model's features: of tables, and of data in memory. */
import { DataType, type Table, type Vector } from 'apache-arrow';
import {
  type FeatureCategories,
  featureCategories,
  type Model,
  requireFeatures,
} from '../boosting/model/index.js';
import {
  categoryColumn,
  isAllMissing,
  isArrowTable,
  isPlainObject,
  isTextColumn,
  isValueList,
  notTableData,
  numericColumn,
  requireColumn,
  SparseTable,
  type TableInput,
  tableFrom,
  textColumnError,
  type ValueList,
} from '../data/index.js';
import { CambiumError, didYouMean, listNames } from '../errors.js';
import type { FeatureColumn } from './scorer.js';

/**
 * Rows to score: a table, a sparse one, or data in memory that `tableFrom` takes. Rows by place have the features in
 * the model's order; all else has them by name, and other columns are not looked at.
 */
export type FeatureRows = TableInput | SparseTable;

/** The categories of features by their names. */
type Dictionaries = ReadonlyMap<string, FeatureCategories>;

/** Columns in the order of a model's features. */
export interface FeatureColumns {
  readonly rows: number;
  readonly columns: readonly FeatureColumn[];
}

/**
 * The columns of a model's features. Categories become the codes of the training table; those that it did not have
 * are missing.
 * @param dictionaries categories as training gave them; those of the model unless told
 * @throws CambiumError `missing-column` with the near miss, `column-type`, `feature-count`, and what `tableFrom` throws
 */
export function featureColumns(
  input: FeatureRows,
  model: Model,
  dictionaries?: Dictionaries,
): FeatureColumns {
  if (input instanceof SparseTable) {
    return { rows: input.numRows, columns: sparseColumns(input, model.featureNames) };
  }
  const table = isArrowTable(input) ? input : tableOfRows(input, model.featureNames);
  if (table === undefined) {
    return { rows: 0, columns: model.featureNames.map(() => new Float64Array(0)) };
  }
  const own = table.schema.fields.map(({ name }) => name);
  const names = requireFeatures(own, model.featureNames, { where: 'the table' });
  const nameOf = new Map(model.featureNames.map((feature, place) => [feature, names[place]!]));
  const known =
    dictionaries ??
    featureCategories(model, (feature) => isTextColumn(table, nameOf.get(feature)!));
  const columns = model.featureNames.map((feature, place) =>
    tableColumn(table, names[place]!, known?.get(feature)),
  );
  return { rows: table.numRows, columns };
}

/** Nothing for no rows. */
function tableOfRows(
  input: Exclude<TableInput, Table>,
  features: readonly string[],
): Table | undefined {
  if (!Array.isArray(input)) {
    if (!isPlainObject(input)) throw notTableData(input, 'the data to score');
    return tableFrom(input, { names: spelled(Object.keys(input), features, 'the data') });
  }
  const rows: readonly unknown[] = input;
  if (rows.length === 0) return undefined;
  if (isValueList(rows[0])) {
    checkWidth(rows[0], features.length);
    return tableFrom(input, { names: features });
  }
  if (!rows.every(isPlainObject)) return tableFrom(input);
  return tableFrom(input, { names: recordNames(rows, features) });
}

/** The features as data in memory spells them. @throws CambiumError `missing-column` */
const spelled = (names: readonly string[], features: readonly string[], where: string) =>
  requireFeatures(names, features, { where, noun: 'feature', advice: 'a missing value is null' });

function checkWidth(row: ValueList, features: number): void {
  if (row.length === features) return;
  throw new CambiumError(
    'feature-count',
    `the model has ${features} features, but row 1 has ${row.length} value${row.length === 1 ? '' : 's'}`,
    { hint: 'columns by place are scored with the number of rows: score(columns, rows)' },
  );
}

/**
 * The features as records spell them. The first record has them all; a later one may lack a name, whose value is
 * missing, but not have another instead: a misspelled feature would pass for a missing one.
 */
function recordNames(
  rows: readonly Readonly<Record<string, unknown>>[],
  features: readonly string[],
): readonly string[] {
  const own = Object.keys(rows[0]!);
  const names = spelled(own, features, 'row 1');
  const known = new Set(own);
  for (let row = 1; row < rows.length; row++) {
    const record = rows[row]!;
    const lacking = names.find((name) => !Object.hasOwn(record, name));
    if (lacking === undefined) continue;
    const strangers = Object.keys(record).filter((key) => !known.has(key));
    if (strangers.length === 0) continue;
    throw new CambiumError('missing-column', `row ${row + 1} has no feature "${lacking}"`, {
      hint:
        didYouMean(lacking, strangers) ??
        `it has ${listNames(Object.keys(record))}; a missing value is null`,
    });
  }
  return names;
}

/** Scorers take columns: what a sparse row does not name is zero. */
function sparseColumns({ matrix, names: own }: SparseTable, names: readonly string[]) {
  const { rows, columns, indptr, indices, values } = matrix;
  const targets: (Float64Array | undefined)[] = new Array(columns).fill(undefined);
  const dense = requireFeatures(own, names, { where: 'the table' }).map((name) => {
    const column = own.indexOf(name);
    const target = new Float64Array(rows);
    targets[column] = target;
    return target;
  });
  for (let row = 0; row < rows; row++) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const target = targets[indices[at]!];
      if (target !== undefined) target[row] = values[at]!;
    }
  }
  return dense;
}

function tableColumn(table: Table, name: string, categories: FeatureCategories | undefined) {
  const column = requireColumn(table, name);
  const isText = isTextColumn(table, name);
  if (categories !== undefined && areTexts(categories)) {
    // A column of data in memory has no type where it has no value.
    const values = isNumeric(column) ? numericColumn(table, name, { allowEmpty: true }) : undefined;
    if (values !== undefined && isAllMissing(values)) return values;
    return categoryColumn(table, name, categories).codes;
  }
  if (isText && column.nullCount < column.length) {
    throw textColumnError(table, name, 'but was numbers in the training table', {
      hint: 'correct the value, or give the table the types of the training table',
      commandHint: 'correct the value',
    });
  }
  // Nothing but missing values is no fault in rows to predict.
  const values = numericColumn(table, name, { allowEmpty: true });
  return categories === undefined ? values : placesOf(values, categories);
}

const isNumeric = ({ type }: Vector): boolean => DataType.isFloat(type) || DataType.isInt(type);

const areTexts = (categories: FeatureCategories): categories is readonly string[] =>
  typeof categories[0] !== 'number';

/** The places of numbers among categories that are numbers. */
function placesOf(values: FeatureColumn, categories: readonly number[]): Float64Array {
  const places = new Map(categories.map((value, place) => [value, place]));
  return Float64Array.from(values, (value) => places.get(value) ?? Number.NaN);
}
