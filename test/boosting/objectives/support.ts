/** A table with a label for every objective, and what LightGBM trains on it: fixtures/lightgbm-objectives. */
import { readFileSync } from 'node:fs';
import { makeVector, Table } from 'apache-arrow';
import type { ParameterInput, TrainingData } from '../../../src/boosting/index.js';

const FOLDER = new URL('../../fixtures/lightgbm-objectives/', import.meta.url);
export const FEATURES = ['a', 'b', 'c', 'd'];

export interface Case {
  readonly label: string;
  readonly weighted: boolean;
  readonly parameters: ParameterInput;
  /** As LightGBM's model names it. */
  readonly objective: string;
  /** Of the training rows, after each round. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** Feature and rows of each node of each tree, from the root down, left before right. */
  readonly splits: readonly (readonly (readonly [number, number])[])[];
  /** Of the first rows; several classes' side by side. */
  readonly raw: readonly (number | readonly number[])[];
  readonly values: readonly (number | readonly number[])[];
}

const expected: {
  readonly queries: readonly number[];
  readonly cases: Readonly<Record<string, Case>>;
} = JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8'));

export const cases = expected.cases;

const [header, ...lines] = readFileSync(new URL('table.csv', FOLDER), 'utf8').trim().split('\n');

/** The table's rows: missing cells are NaN. */
export const rows: readonly Float64Array[] = lines.map((line) =>
  Float64Array.from(line.split(','), (cell) => (cell === '' ? Number.NaN : Number(cell))),
);

export const columns: Readonly<Record<string, Float64Array>> = Object.fromEntries(
  header!.split(',').map((name, index) => [name, Float64Array.from(rows, (row) => row[index]!)]),
);

/** What a case is trained on. */
export function dataOf({ label, weighted }: Pick<Case, 'label' | 'weighted'>): TrainingData {
  const vectors = Object.entries(columns).map(([name, values]) => [name, makeVector(values)]);
  return {
    table: new Table(Object.fromEntries(vectors)),
    label,
    features: FEATURES,
    ...(weighted && { weight: 'weight' }),
    ...(label === 'relevance' && { group: Int32Array.from(expected.queries) }),
  };
}
