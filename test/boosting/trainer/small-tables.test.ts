/** Small tables are trained on with full precision where fewer bits might choose other splits. */
import { expect, test } from 'vitest';
import { type Model, type ParameterInput, train } from '../../../src/boosting/index.js';
import { randomColumns, tableOf } from './support/tables.js';

const ROWS = 3000;
const { y: _, ...features } = randomColumns({ rows: ROWS, features: 6, missing: 0, seed: 5 });
const names = Object.keys(features);
const [first, second] = names.map((name) => features[name] as Float64Array);
const signal = Float64Array.from(first!, (value, row) => Math.sin(3 * value) + second![row]! / 2);
const splits = ({ trees }: Model) =>
  trees.map(({ splitFeature, threshold }) => ({ splitFeature, threshold }));

/** Weights of 1 have always had gradients of 32 bits. */
async function compare(parameters: ParameterInput, label: Float64Array): Promise<void> {
  const data = { table: tableOf(features), label, features: names };
  const shape = { num_iterations: 10, learning_rate: 0.3, ...parameters };
  const plain = await train(shape, data);
  const weight = new Float32Array(ROWS).fill(1);
  const exact = await train(shape, { ...data, weight });
  expect(splits(plain.model)).toEqual(splits(exact.model));
}

test('log loss', () =>
  compare(
    { objective: 'binary' },
    signal.map((value, row) => (value + Math.sin(row * 7) > 0.2 ? 1 : 0)),
  ));

test('squared error of labels of very different sizes', () =>
  compare(
    { objective: 'regression' },
    signal.map((value) => Math.exp(14 * value)),
  ));

test('squared error with one label far from all others', () =>
  compare(
    { objective: 'regression' },
    signal.map((value, row) => (row === 17 ? 1e6 : value)),
  ));
