/** Sees that training data has the parts it must have, of the types they must have: for callers whom no compiler has told. */
import { SparseTable } from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import type { TrainingData } from './training-data.js';

const isNumbers = (value: unknown) =>
  value instanceof Float32Array || value instanceof Float64Array;
const isName = (value: unknown) => typeof value === 'string';
const isNames = (value: unknown) => Array.isArray(value) && value.every(isName);

const COLUMN = "a column's name, or a Float32Array or Float64Array of a number a row";

/** What each part may be. */
const PARTS: readonly [
  keyof TrainingData,
  fits: (value: unknown) => boolean,
  expected: string,
  required?: true,
][] = [
  ['table', isTable, 'an Arrow table, or a SparseTable', true],
  ['label', (value) => isName(value) || isNumbers(value), COLUMN, true],
  ['weight', (value) => isName(value) || isNumbers(value), COLUMN],
  [
    'group',
    (value) => isName(value) || value instanceof Int32Array,
    "a column's name, or an Int32Array of the rows of each query",
  ],
  [
    'initScore',
    (value) => isName(value) || isNames(value) || value instanceof Float64Array,
    "columns' names, or a Float64Array of a number a row and class",
  ],
  ['features', isNames, 'names of columns'],
  ['categorical', isNames, 'names of columns'],
];

/** By its parts: another copy of the Arrow package has another class. */
function isTable(value: unknown): boolean {
  if (value instanceof SparseTable) return true;
  return typeof value === 'object' && value !== null && 'schema' in value && 'batches' in value;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value !== 'object') return JSON.stringify(value) ?? typeof value;
  const { name } = value.constructor ?? {};
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

/**
 * @param title what the data is, for errors
 * @throws CambiumError `bad-data` that names the part, what was found, and what is expected
 */
export function checkData(data: TrainingData, title: string): void {
  for (const [name, fits, expected, required] of PARTS) {
    const value: unknown = data[name];
    if (value === undefined ? required !== true : fits(value)) continue;
    throw new CambiumError(
      'bad-data',
      `${name} of ${title} is ${describe(value)}: expected ${expected}`,
    );
  }
}
