/** A table with a label for every objective, and what LightGBM trains on it: fixtures/lightgbm-objectives. */
import { readFileSync } from 'node:fs';
import { makeVector, Table } from 'apache-arrow';
import { expect } from 'vitest';
import {
  formatModel,
  type ParameterInput,
  type TrainingData,
  train,
} from '../../../src/boosting/index.js';

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

/** Copies of the rows that three threads share: a thread has 8,192 rows or more. */
export const COPIES_OF_THREE = Math.ceil((3 * 8192) / rows.length);

/** The numbers again and again, `copies` times. */
export function repeated<T extends Int32Array | Float64Array>(numbers: T, copies: number): T {
  const all = new (numbers.constructor as new (length: number) => T)(numbers.length * copies);
  for (let copy = 0; copy < copies; copy++) all.set(numbers, copy * numbers.length);
  return all;
}

/** What a case is trained on; each row several times, for more threads. */
export function dataOf(
  { label, weighted }: Pick<Case, 'label' | 'weighted'>,
  copies = 1,
): TrainingData {
  const vectors = Object.entries(columns).map(([name, values]) => [
    name,
    makeVector(repeated(values, copies)),
  ]);
  return {
    table: new Table(Object.fromEntries(vectors)),
    label,
    features: FEATURES,
    ...(weighted && { weight: 'weight' }),
    ...(label === 'relevance' && { group: repeated(Int32Array.from(expected.queries), copies) }),
  };
}

/** Trains on one, two and three threads, which must give the same model to the byte. */
export async function expectSameBytes(
  parameters: ParameterInput,
  data: TrainingData,
): Promise<void> {
  const texts: string[] = [];
  for (const threads of [1, 2, 3]) {
    const result = await train({ ...parameters, num_iterations: 4, num_threads: threads }, data);
    expect(result.threads).toBe(threads);
    expect(result.model.trees.some(({ numLeaves }) => numLeaves > 4)).toBe(true);
    texts.push(formatModel(result.model));
  }
  expect(texts[1] === texts[0], '2 threads').toBe(true);
  expect(texts[2] === texts[0], '3 threads').toBe(true);
}
