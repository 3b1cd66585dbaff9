/** Sees that training data has the parts it must have, of the types they must have: for callers whom no compiler has told. */
import {
  describeValue,
  isArrowTable,
  isPlainObject,
  isValueList,
  notTableData,
  SparseTable,
} from '../../data/index.js';
import { CambiumError, checkNames } from '../../errors.js';
import type { TrainingData } from './training-input.js';

const isNumbers = (value: unknown) =>
  isValueList(value) && !(value instanceof BigInt64Array || value instanceof BigUint64Array);
const isName = (value: unknown) => typeof value === 'string';
const isNames = (value: unknown) => Array.isArray(value) && value.every(isName);

const COLUMN = "a column's name, or an array of a number a row";

/** What each part may be. */
const PARTS: readonly [
  keyof TrainingData,
  fits: (value: unknown) => boolean,
  expected: string,
  required?: true,
][] = [
  ['label', (value) => isName(value) || isNumbers(value), COLUMN, true],
  ['weight', (value) => isName(value) || isNumbers(value), COLUMN],
  [
    'group',
    (value) => isName(value) || isNumbers(value),
    "a column's name, or an array of the number of rows of each query",
  ],
  [
    'position',
    (value) => isName(value) || isNumbers(value),
    "a column's name, or an array of a whole number a row",
  ],
  [
    'initScore',
    (value) => isName(value) || isNames(value) || isNumbers(value),
    "columns' names, or an array of a number a row and class",
  ],
  ['features', isNames, 'names of columns'],
  ['categorical', isNames, 'names of columns'],
];

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
  for (const [name, fits, expected, required] of PARTS) {
    const value: unknown = data[name];
    if (value === undefined ? required !== true : fits(value)) continue;
    throw new CambiumError(
      'bad-data',
      `${name} of ${title} is ${value === undefined ? 'nothing' : describeValue(value)}: expected ${expected}`,
    );
  }
}

/** @throws CambiumError `unknown-option` for a part that training data does not have */
export function checkDataNames(data: TrainingData, title: string): void {
  checkNames(`part of ${title}`, data, {
    table: true,
    label: true,
    weight: true,
    group: true,
    position: true,
    initScore: true,
    features: true,
    categorical: true,
  });
}
