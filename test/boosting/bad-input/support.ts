/** What all tests of bad input share: a good table to spoil, and a refusal that starts no thread. */
import { makeVector, Table, type Vector } from 'apache-arrow';
import { expect } from 'vitest';
import {
  type ParameterInput,
  type TrainingData,
  type TrainOptions,
  train,
} from '../../../src/boosting/index.js';

export const ROWS = 300;

/** A number for each row. */
export const numbers = (of: (row: number) => number): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, row) => of(row));

/** The same, but something else in one row, counted from 1 as errors count. */
export const spoilt = (row: number, value: number, of: (row: number) => number = () => 1) =>
  numbers((at) => (at === row - 1 ? value : of(at)));

export type Columns = Readonly<Record<string, Float32Array | Float64Array | Vector>>;

const x = numbers((row) => Math.sin(row * 7));
const z = numbers((row) => Math.cos(row * 3));
export const good = { x, z, y: numbers((row) => (row % 5) + (x[row] as number)) };

export function tableOf(columns: Columns): Table {
  const vectors = Object.entries(columns).map(([name, values]) => [
    name,
    ArrayBuffer.isView(values) ? makeVector(values) : values,
  ]);
  return new Table(Object.fromEntries(vectors));
}

/** The good table with other or more columns. */
export const tableWith = (columns: Columns): Table => tableOf({ ...good, ...columns });

/** What is refused, and how. */
export interface Refusal {
  readonly parameters?: ParameterInput;
  /** Told in place of the good table and its label. */
  readonly data?: Partial<TrainingData>;
  readonly options?: TrainOptions;
  readonly code: string;
  readonly message: RegExp | string;
  readonly hint?: RegExp | string;
}

/** Expects that a training is refused as told before it starts a thread. */
export async function expectRefusal(refusal: Refusal): Promise<void> {
  const { parameters = {}, data, options, code, message, hint } = refusal;
  let threads = 0;
  const count = () => {
    threads++;
  };
  process.on('worker', count);
  try {
    const all = { table: tableOf(good), label: 'y', ...data };
    const run = train({ num_iterations: 2, num_threads: 2, ...parameters }, all, options);
    await expect(run).rejects.toMatchObject({
      name: 'CambiumError',
      code,
      problem: typeof message === 'string' ? message : expect.stringMatching(message),
      ...(hint !== undefined && {
        hint: typeof hint === 'string' ? hint : expect.stringMatching(hint),
      }),
    });
    expect(threads).toBe(0);
  } finally {
    process.off('worker', count);
  }
}
