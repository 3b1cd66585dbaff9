import { describe, expect, test } from 'vitest';
import {
  type Model,
  type ParameterInput,
  type TrainResult,
  train,
} from '../../../src/boosting/index.js';
import {
  losses,
  mean,
  meanSquare,
  predict,
  regression,
  trainOn,
  withLabel,
} from './support/measures.js';
import { tableOf } from './support/tables.js';

describe('every parameter has its effect', () => {
  test.each<[string, ParameterInput, (model: Model) => boolean]>([
    ['num_leaves 2', { num_leaves: 2 }, ({ trees }) => trees.every((tree) => tree.numLeaves === 2)],
    ['num_leaves 3', { num_leaves: 3 }, ({ trees }) => trees.every((tree) => tree.numLeaves === 3)],
    [
      'max_depth 1',
      { max_depth: 1, num_leaves: 31 },
      ({ trees }) => trees.every((tree) => tree.numLeaves === 2),
    ],
    [
      'max_depth 3',
      { max_depth: 3, num_leaves: 31 },
      ({ trees }) => trees.every((tree) => tree.numLeaves <= 8),
    ],
    [
      'min_data_in_leaf 400',
      { min_data_in_leaf: 400 },
      ({ trees }) => trees.every((tree) => tree.leafCount.every((count) => count >= 400)),
    ],
    [
      'min_sum_hessian_in_leaf 500',
      { min_sum_hessian_in_leaf: 500, min_data_in_leaf: 1 },
      ({ trees }) => trees.every((tree) => tree.leafWeight.every((weight) => weight >= 500)),
    ],
    [
      'min_gain_to_split 20',
      { min_gain_to_split: 20 },
      ({ trees }) =>
        trees.some((tree) => tree.numLeaves < 31) && trees.every((tree) => tree.numLeaves > 1),
    ],
    [
      'as many leaves as rows',
      { num_leaves: 4000, min_data_in_leaf: 1 },
      ({ trees }) => trees[0]!.numLeaves > 1000,
    ],
  ])('%s', async (_, parameters, holds) => {
    const result = await trainOn(regression, parameters);
    expect(holds(result.model)).toBe(true);
    expect(result.model.trees.length).toBeGreaterThan(0);
    expect(
      meanSquare(predict(result.model, regression), regression) / losses(result).at(-1)!,
    ).toBeCloseTo(1, 6);
  });

  test.each([2, 3, 15, 255])('max_bin %i', async (maxBin) => {
    const { model } = await trainOn(regression, { max_bin: maxBin, num_iterations: 30 });
    for (let feature = 0; feature < 5; feature++) {
      const thresholds = new Set<number>();
      for (const tree of model.trees) {
        tree.splitFeature.forEach((own, node) => {
          if (own === feature) thresholds.add(tree.threshold[node]!);
        });
      }
      expect(thresholds.size).toBeLessThan(maxBin);
    }
  });

  test('lambda_l1 and lambda_l2 draw outputs to zero', async () => {
    const size = ({ model }: TrainResult) => {
      const { leafValue, leafCount } = model.trees[1]!;
      return leafValue.reduce((sum, value, leaf) => sum + Math.abs(value) * leafCount[leaf]!, 0);
    };
    const plain = size(await trainOn(regression, {}));
    expect(size(await trainOn(regression, { lambda_l2: 200 }))).toBeLessThan(plain);
    expect(size(await trainOn(regression, { lambda_l1: 20 }))).toBeLessThan(plain);
    const none = await trainOn(regression, { lambda_l1: 1e9 });
    expect(none.model.trees.map((tree) => tree.numLeaves)).toEqual([1]);
  });

  test('learning_rate 1 takes each step whole', async () => {
    const columns = {
      f0: Float64Array.of(1, 1, 2, 2, 3, 3),
      y: Float64Array.of(1, 3, 5, 7, 90, 94),
    };
    const { model } = await trainOn(columns, {
      learning_rate: 1,
      num_iterations: 1,
      min_data_in_leaf: 1,
      min_data_in_bin: 1,
    });
    expect([...predict(model, columns)].map((value) => Number(value.toFixed(4)))).toEqual([
      2, 2, 6, 6, 92, 92,
    ]);
  });

  test('boost_from_average=false starts from zero', async () => {
    const columns = withLabel(regression, (own) => own + 10);
    const result = await trainOn(columns, { boost_from_average: false });
    const squares = mean(columns['y']!, (value) => value * value);
    expect(losses(result)[0]! / squares).toBeGreaterThan(0.7);
    expect(
      meanSquare(predict(result.model, columns), columns) / losses(result).at(-1)!,
    ).toBeCloseTo(1, 6);
  });

  test('early stopping that has nothing to go by says so', async () => {
    const notices: string[] = [];
    const parameters = { early_stopping_round: 2, num_iterations: 3 };
    const data = { table: tableOf(regression), label: 'y' };
    const options = { onNotice: (line: string) => notices.push(line) };
    await train(parameters, data, options);
    expect(notices).toEqual([expect.stringMatching(/^early_stopping_round has no effect/)]);
    await train(parameters, data, { ...options, valid: [{ name: 'v', table: data.table }] });
    expect(notices).toHaveLength(1);
  });

  test('a model without a split says the mean', async () => {
    const notices: string[] = [];
    const { model, evaluations } = await train(
      { min_gain_to_split: 1e30 },
      { table: tableOf(regression), label: 'y' },
      { onNotice: (line) => notices.push(line), evaluateTraining: true },
    );
    const middle = mean(regression['y']!, Math.fround);
    expect(mean(predict(model, regression), (value) => Math.abs(value - middle))).toBeLessThan(
      1e-6,
    );
    expect(evaluations).toHaveLength(1);
    expect(notices).toEqual([expect.stringMatching(/^stopped after 0 rounds: no split gains/)]);
  });
});
