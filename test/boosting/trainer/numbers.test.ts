import { describe, expect, test } from 'vitest';
import {
  createMetric,
  formatModel,
  type Model,
  type ParameterInput,
  parseModel,
  referencePredict,
  type TrainResult,
  train,
} from '../../../src/boosting/index.js';
import { type Columns, randomColumns, tableOf } from './support/tables.js';

const rows = 3000;
const regression = randomColumns({ rows, features: 5, seed: 11 });
const binary = randomColumns({ rows, features: 5, seed: 12, binary: true });

const withLabel = (columns: Columns, label: (own: number, row: number) => number): Columns => ({
  ...columns,
  y: Float64Array.from(columns['y']!, (own, row) => label(own, row)),
});

function trainOn(columns: Columns, parameters: ParameterInput): Promise<TrainResult> {
  return train(
    { num_iterations: 15, ...parameters },
    { table: tableOf(columns), label: 'y' },
    { evaluateTraining: true },
  );
}

const losses = ({ evaluations }: TrainResult) => evaluations.map(([first]) => first!.value);

/** Predictions of the model as its file gives it back. */
function predict(model: Model, columns: Columns): Float64Array {
  const read = parseModel(formatModel(model));
  const inputs = read.featureNames.map((name) => columns[name]!);
  return Float64Array.from(
    columns['y']!,
    (_, row) =>
      referencePredict(
        read,
        Float64Array.from(inputs, (input) => input[row]!),
        'value',
      )[0]!,
  );
}

const mean = (values: ArrayLike<number>, of = (value: number) => value) =>
  Array.from(values, of).reduce((sum, value) => sum + value, 0) / values.length;

const meanSquare = (found: Float64Array, columns: Columns) =>
  found.reduce((sum, value, row) => sum + (value - Math.fround(columns['y']![row]!)) ** 2, 0) /
  rows;

describe('labels of any size', () => {
  const plain = trainOn(regression, {});

  test.each([1e-40, 1e-30, 1e-20, 1e20, 1e37])(
    'times %d: the same trees, the error scaled',
    async (scale) => {
      const scaled = await trainOn(
        withLabel(regression, (own) => own * scale),
        {},
      );
      const [own, other] = [losses(await plain).at(-1)!, losses(scaled).at(-1)!];
      expect(other / scale / scale / own).toBeCloseTo(1, 4);
      const [first] = (await plain).model.trees;
      expect(scaled.model.trees[0]!.splitFeature).toEqual(first!.splitFeature);
    },
  );

  test('far from zero', async () => {
    // 2²⁰ leaves three bits behind the point to a 32-bit float.
    const shifted = await trainOn(
      withLabel(regression, (own) => own + 2 ** 20),
      {},
    );
    expect(losses(shifted).at(-1)! / losses(await plain).at(-1)!).toBeCloseTo(1, 1);
  });

  test.each([1e4, 1e6])('a few of %d among many small ones', async (outlier) => {
    const columns = withLabel(regression, (own, row) => (row % 997 === 5 ? outlier : own));
    const result = await trainOn(columns, { num_iterations: 40 });
    const all = losses(result);
    expect(all.every((loss, round) => round === 0 || loss <= all[round - 1]!)).toBe(true);
    // The scores that training kept are those of the model.
    expect(meanSquare(predict(result.model, columns), columns) / all.at(-1)!).toBeCloseTo(1, 6);
  });

  test('outliers that a split can set apart leave the others as good as without them', async () => {
    // Feature f0 tells the outliers, 40 of them, from the rest.
    const isOutlier = (row: number) => row < 40;
    const f0 = Float64Array.from(regression['f0']!, (own, row) => (isOutlier(row) ? 50 : own));
    const columns = withLabel({ ...regression, f0 }, (own, row) => (isOutlier(row) ? 1e5 : own));
    const { model } = await trainOn(columns, { learning_rate: 1, num_iterations: 10 });
    const found = predict(model, columns);
    let square = 0;
    for (let row = 40; row < rows; row++) square += (found[row]! - columns['y']![row]!) ** 2;
    const label = regression['y']!;
    const middle = mean(label);
    const variance = mean(label, (value) => (value - middle) ** 2);
    expect(square / (rows - 40)).toBeLessThan(variance / 4);
  });
});

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

describe('log loss', () => {
  const metric = createMetric('binary_logloss');
  const logLoss = (found: Float64Array) =>
    metric.evaluate(found, { labels: Float32Array.from(binary['y']!) })[0];
  const share = mean(binary['y']!);

  test.each<[string, ParameterInput]>([
    ['plain', {}],
    ['boost_from_average=false', { boost_from_average: false }],
    ['sigmoid 0.01', { sigmoid: 0.01 }],
    ['sigmoid 100', { sigmoid: 100 }],
    ['scale_pos_weight 1000', { scale_pos_weight: 1000 }],
    ['is_unbalance', { is_unbalance: true }],
    ['many small leaves', { num_leaves: 800, min_data_in_leaf: 0, min_sum_hessian_in_leaf: 1e-9 }],
    ['learning_rate 2', { learning_rate: 2 }],
  ])('%s: training kept the scores of the model', async (_, parameters) => {
    const result = await trainOn(binary, {
      objective: 'binary',
      min_sum_hessian_in_leaf: 1e-9,
      ...parameters,
    });
    const loss = logLoss(predict(result.model, binary));
    expect(Number.isFinite(loss)).toBe(true);
    expect(loss / losses(result).at(-1)!).toBeCloseTo(1, 6);
  });

  test('gets better round by round, from the share of class 1 on', async () => {
    const all = losses(await trainOn(binary, { objective: 'binary', num_iterations: 40 }));
    const constant = -share * Math.log(share) - (1 - share) * Math.log(1 - share);
    expect(all[0]).toBeLessThan(constant);
    expect(all.every((loss, round) => round === 0 || loss < all[round - 1]!)).toBe(true);
    expect(all.at(-1)!).toBeLessThan(constant / 2);
  });

  test('weights of class 1 raise its probability', async () => {
    const meanOf = async (parameters: ParameterInput) => {
      const { model } = await trainOn(binary, { objective: 'binary', ...parameters });
      return mean(predict(model, binary));
    };
    const plain = await meanOf({});
    expect(Math.abs(plain - share)).toBeLessThan(0.01);
    expect(await meanOf({ scale_pos_weight: 5 })).toBeGreaterThan(plain + 0.03);
    expect(await meanOf({ scale_pos_weight: 0.2 })).toBeLessThan(plain - 0.03);
  });
});

describe('missing values', () => {
  const n = 2000;
  const x = Float64Array.from({ length: n }, (_, row) =>
    row % 4 === 0 ? Number.NaN : (row * 7) % 100,
  );

  test.each([
    ['low', (value: number) => (Number.isNaN(value) || value < 50 ? 0 : 10)],
    ['high', (value: number) => (Number.isNaN(value) || value >= 50 ? 10 : 0)],
    ['alone', (value: number) => (Number.isNaN(value) ? 10 : 0)],
  ])('go where they fit: with the %s values', async (_, label) => {
    const columns = { x, y: Float64Array.from(x, label) };
    const { model } = await trainOn(columns, {
      learning_rate: 1,
      num_iterations: 1,
      num_leaves: 2,
    });
    const found = predict(model, columns);
    expect([...found].every((value, row) => Math.abs(value - columns.y[row]!) < 1e-4)).toBe(true);
  });

  test('count as zero when use_missing is off', async () => {
    const columns = {
      x,
      y: Float64Array.from(x, (value) => (Number.isNaN(value) ? 10 : value / 10)),
    };
    const result = await trainOn(columns, { use_missing: false, num_iterations: 20 });
    const asZero = referencePredict(result.model, Float64Array.of(0), 'raw');
    expect(referencePredict(result.model, Float64Array.of(Number.NaN), 'raw')).toEqual(asZero);
  });
});
