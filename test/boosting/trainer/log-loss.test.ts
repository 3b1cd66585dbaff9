import { describe, expect, test } from 'vitest';
import { createMetric, type ParameterInput } from '../../../src/boosting/index.js';
import { losses, mean, predict, trainOn } from './support/measures.js';
import { randomColumns } from './support/tables.js';

// So many rows that gradients are packed into 16 bits.
const binary = randomColumns({ rows: 17_000, features: 5, seed: 12, binary: true });

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
