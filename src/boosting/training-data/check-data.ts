/** Sees that training data has the parts it must have, of the types they must have: for callers whom no compiler has told. */
import {
  describeValue,
  isArrowTable,
  isPlainObject,
  isValueList,
  notTableData,
  SparseTable,
} from '../../data/index.js';
import { CambiumError, checkNames, type NamesOf } from '../../errors.js';
import type { TrainingData } from './training-input.js';

const isNumbers = (value: unknown) =>
  isValueList(value) && !(value instanceof BigInt64Array || value instanceof BigUint64Array);
const isName = (value: unknown) => typeof value === 'string';
const isNames = (value: unknown) => Array.isArray(value) && value.every(isName);

const COLUMN = "a column's name, or an array of a number a row";

interface Part {
  fits(value: unknown): boolean;
  readonly expected: string;
}

const column = (expected: string): Part => ({
  fits: (value) => isName(value) || isNumbers(value),
  expected,
});

/** What each part besides the table may be; the label alone is needed. */
const PARTS: Readonly<Record<Exclude<keyof TrainingData, 'table'>, Part>> = {
  label: column(COLUMN),
  weight: column(COLUMN),
  group: column("a column's name, or an array of the number of rows of each query"),
  position: column("a column's name, or an array of a whole number a row"),
  initScore: {
    fits: (value) => isName(value) || isNames(value) || isNumbers(value),
    expected: "columns' names, or an array of a number a row and class",
  },
  features: { fits: isNames, expected: 'names of columns' },
  categorical: { fits: isNames, expected: 'names of columns' },
};

const NAMES = Object.fromEntries(
  ['table', ...Object.keys(PARTS)].map((name) => [name, true]),
) as NamesOf<TrainingData>;

function isTable(value: unknown): boolean {
  if (value instanceof SparseTable || isArrowTable(value)) return true;
  return Array.isArray(value) || isPlainObject(value);
}

/**
 * @param title what the data is, for errors
 * @throws CambiumError `bad-data` that names the part, what was found, and what is expected
 */
export function checkData(data: TrainingData, title: string): void {
  if (!isTable(data.table)) throw notTableData(data.table, `table of ${title}`);
  for (const [name, { fits, expected }] of Object.entries(PARTS)) {
    const value: unknown = data[name as keyof typeof PARTS];
    if (value === undefined ? name !== 'label' : fits(value)) continue;
    throw new CambiumError(
      'bad-data',
      `${name} of ${title} is ${value === undefined ? 'nothing' : describeValue(value)}: expected ${expected}`,
    );
  }
}

/** @throws CambiumError `unknown-option` for a part that training data does not have */
export function checkDataNames(data: TrainingData, title: string): void {
  checkNames(`part of ${title}`, data, NAMES);
}
