/** Labels of classes, any numbers or texts, as the numbers from 0 that training takes. */
import { type Table, Type } from 'apache-arrow';
import type { NumberList } from '../boosting/index.js';
import {
  categoryColumn,
  describeValue,
  isTextColumn,
  numericColumn,
  SparseTable,
} from '../data/index.js';
import { CambiumError, didYouMean, listNames } from '../errors.js';

/** What a class is called: numbers in rising order, texts in the order of their code points, or false and true. */
export type ClassLabel = number | string | boolean;

/** Labels as a user tells them: a column's name, or one a row; a bigint is the number that it stands for. */
export type ClassLabels =
  | string
  | readonly (ClassLabel | bigint)[]
  | NumberList
  | BigInt64Array
  | BigUint64Array;

/**
 * The label of each row.
 * @param where the table's name in errors
 * @throws CambiumError `bad-label` where one is missing, `missing-column`
 */
export function readLabels(
  table: Table | SparseTable | undefined,
  label: ClassLabels,
  where: string,
): ArrayLike<ClassLabel> {
  const values: ArrayLike<unknown> = valuesOf(table, label);
  const labels = hasBigints(values) ? Array.from(values, exactNumber) : values;
  for (let row = 0; row < labels.length; row++) {
    const value = labels[row];
    if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) continue;
    const name = typeof label === 'string' ? `label "${label}"` : 'the label';
    const [found, why, hint] = fault(value);
    throw new CambiumError(
      'bad-label',
      `${name} of the ${where} table is ${found} in row ${row + 1}${why}`,
      { hint },
    );
  }
  return labels as ArrayLike<ClassLabel>;
}

function hasBigints(values: ArrayLike<unknown>): boolean {
  if (ArrayBuffer.isView(values)) {
    return values instanceof BigInt64Array || values instanceof BigUint64Array;
  }
  return Array.prototype.some.call(values, (value) => typeof value === 'bigint');
}

/** A whole number that a float holds exactly as a number; anything else as it is. */
function exactNumber(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** What a value that cannot be a label is, why it cannot, and what helps. */
function fault(value: unknown): readonly [found: string, why: string, hint: string] {
  if (typeof value === 'bigint') {
    return [String(value), ', which a number does not hold exactly', 'give such labels as strings'];
  }
  const isNumber = typeof value === 'number' && !Number.isNaN(value);
  const isMissing = value === null || value === undefined || Number.isNaN(value);
  if (isNumber || isMissing) {
    return [isMissing ? 'missing' : String(value), '', 'leave out such rows'];
  }
  return [describeValue(value), '', 'a label is a number, a string or a boolean'];
}

function valuesOf(
  table: Table | SparseTable | undefined,
  label: ClassLabels,
): ArrayLike<ClassLabel | bigint> {
  if (typeof label !== 'string') return label;
  if (table === undefined || table instanceof SparseTable) {
    throw new CambiumError('missing-column', `a sparse table has no label "${label}"`, {
      hint: 'give a label for each row',
    });
  }
  if (!isTextColumn(table, label)) {
    const values = numericColumn(table, label);
    return table.getChild(label)?.type.typeId === Type.Bool
      ? Array.from(values, (value) => (Number.isNaN(value) ? value : value === 1))
      : values;
  }
  const { codes, names = [] } = categoryColumn(table, label);
  return Array.from(codes, (code) => names[code] as ClassLabel);
}

/** The classes that labels name, in order. @throws CambiumError `bad-label` for numbers among texts */
export function classesOf(labels: ArrayLike<ClassLabel>): ClassLabel[] {
  const found = new Set<ClassLabel>();
  for (let row = 0; row < labels.length; row++) found.add(labels[row] as ClassLabel);
  const classes = [...found];
  const [type, other] = new Set(classes.map((label) => typeof label));
  if (other !== undefined) {
    throw new CambiumError(
      'bad-label',
      `labels are of the types ${type} and ${other}: expected one type`,
    );
  }
  return classes.sort((a, b) => (a < b ? -1 : 1));
}

/** The place of each label among the classes. @throws CambiumError `unknown-class` */
export function encodeLabels(
  labels: ArrayLike<ClassLabel>,
  classes: readonly ClassLabel[],
  where: string,
): Float32Array {
  const places = new Map(classes.map((label, place) => [label, place]));
  const codes = new Float32Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as ClassLabel;
    const place = places.get(label);
    if (place === undefined) {
      const names = classes.map(String);
      throw new CambiumError(
        'unknown-class',
        `the label of the ${where} table is ${JSON.stringify(label)} in row ${row + 1}, which no training row has`,
        { hint: didYouMean(String(label), names) ?? `classes are ${listNames(names)}` },
      );
    }
    codes[row] = place;
  }
  return codes;
}
