/** Features of more than 256 bins, beside LightGBM's own numbers (see fixtures/lightgbm-many-bins). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  formatModel,
  type ParameterInput,
  parseModel,
  referencePredict,
  type Tree,
  train,
} from '../../../src/boosting/index.js';
import { featuresOf, manyBins } from './support/many-bins.js';

interface Expected {
  readonly parameters: ParameterInput & { readonly objective: string };
  readonly rows: number;
  readonly categorical: readonly string[];
  readonly metric: string;
  readonly values: readonly number[];
  readonly splitFeatures: readonly (readonly number[])[];
  readonly predictions: readonly number[];
}

const expected: Readonly<Record<string, Expected>> = JSON.parse(
  readFileSync(new URL('../../fixtures/lightgbm-many-bins/expected.json', import.meta.url), 'utf8'),
);

const run = ({ parameters, rows, categorical }: Expected, threads: number) =>
  train(
    { ...parameters, num_threads: threads },
    { table: manyBins(rows, parameters.objective === 'binary'), label: 'label', categorical },
    { evaluateTraining: true },
  );

function splitFeatures(tree: Tree): number[] {
  const below = (node: number): number[] =>
    node < 0
      ? []
      : [
          tree.splitFeature[node]!,
          ...below(tree.leftChild[node]!),
          ...below(tree.rightChild[node]!),
        ];
  return tree.numLeaves > 1 ? below(0) : [];
}

/** Log loss is fitted with gradients of 16 bits. */
const tolerance = ({ parameters }: Expected) => (parameters.objective === 'binary' ? 3e-4 : 2e-6);

describe.each(Object.entries(expected))('%s', (_, wanted) => {
  test('metrics, splits and predictions are as LightGBM has them', async () => {
    const { model, evaluations } = await run(wanted, 1);
    expect(evaluations).toHaveLength(wanted.values.length);
    evaluations.forEach((round, index) => {
      const found = round.find(({ metric }) => metric === wanted.metric)!.value;
      const difference = Math.abs(found / wanted.values[index]! - 1);
      expect(difference, `after round ${index + 1}`).toBeLessThan(tolerance(wanted));
    });
    expect(model.trees.map(splitFeatures)).toEqual(wanted.splitFeatures);
    const read = parseModel(formatModel(model));
    wanted.predictions.forEach((value, row) => {
      const found = referencePredict(read, featuresOf(row), 'raw')[0]!;
      expect(Math.abs(found - value), `row ${row}`).toBeLessThan(tolerance(wanted) * 10);
    });
  });

  test('the same bytes on any number of threads', async () => {
    const one = formatModel((await run(wanted, 1)).model);
    for (const threads of [2, 3]) {
      expect(formatModel((await run(wanted, threads)).model) === one).toBe(true);
    }
  });
});
