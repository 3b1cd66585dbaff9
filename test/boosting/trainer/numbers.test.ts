import { describe, expect, test } from 'vitest';
import { referencePredict } from '../../../src/boosting/index.js';
import {
  losses,
  mean,
  meanSquare,
  predict,
  regression,
  rows,
  trainOn,
  withLabel,
} from './support/measures.js';

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
