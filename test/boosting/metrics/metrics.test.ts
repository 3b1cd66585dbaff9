import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMetric,
  type EvaluationRows,
  metricNames,
} from '../../../src/boosting/metrics/index.js';
import { column, fixtureNames, readMeta, readTable } from '../support/fixtures.js';

describe('metrics of the rows that LightGBM measured after training', () => {
  const cases = fixtureNames.flatMap((name) => {
    const { params, num_class } = readMeta(name);
    if (num_class > 1 || params['objective'] === 'lambdarank') return [];
    return Object.entries(readMeta(name).eval['heldout'] ?? {})
      .filter(([metric]) => (metricNames as readonly string[]).includes(metric))
      .map(([metric, values]) => [name, metric, values.at(-1)!] as const);
  });

  it('are enough to say something', () => {
    expect(cases.length).toBeGreaterThan(20);
    expect(new Set(cases.map(([, metric]) => metric)).size).toBeGreaterThan(6);
  });

  it.each(cases)('%s: %s is %f', (name, metricName, expected) => {
    const metric = createMetric(metricName, readMeta(name).params);
    // LightGBM keeps labels in 32 bits.
    const labels = Float32Array.from(column(readTable(name, 'label.csv'), 0));
    // Where labels are learned by their roots, LightGBM measures the values all the same.
    const file = metric.of === 'raw' ? 'pred_raw.csv' : 'pred.csv';
    const [found] = metric.evaluate(column(readTable(name, file), 0), { labels });
    // While it trains linear trees, LightGBM computes their leaves from 32-bit features.
    const tolerance = name === 'linear_tree' ? 1e-6 : 1e-9;
    expect(Math.abs(found - expected) / expected).toBeLessThan(tolerance);
  });

  it('multiclass: predictions are one class after the other', () => {
    const { num_class, eval: measured } = readMeta('multiclass');
    const { rows } = readTable('multiclass', 'pred.csv');
    const predictions = Float64Array.from({ length: rows.length * num_class }, (_, at) => {
      return rows[at % rows.length]![Math.floor(at / rows.length)]!;
    });
    const labels = Float32Array.from(column(readTable('multiclass', 'label.csv'), 0));
    const [found] = createMetric('multi_logloss', { num_class }).evaluate(predictions, { labels });
    expect(found).toBeCloseTo(measured['heldout']!['multi_logloss']!.at(-1)!, 9);
  });
});

/** The definition, pair by pair. */
function plainAuc(
  scores: readonly number[],
  labels: readonly number[],
  weights: readonly number[],
) {
  let won = 0;
  let pairs = 0;
  scores.forEach((high, i) => {
    scores.forEach((low, j) => {
      if (!(labels[i]! > 0 && labels[j]! <= 0)) return;
      const weight = weights[i]! * weights[j]!;
      pairs += weight;
      won += weight * (high > low ? 1 : high === low ? 0.5 : 0);
    });
  });
  return pairs === 0 ? 1 : won / pairs;
}

const row = fc.record({
  score: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })),
  label: fc.constantFrom(0, 1),
  weight: fc.integer({ min: 1, max: 5 }),
});

type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

const scoresOf = (rows: readonly Row[]) => Float64Array.from(rows, ({ score }) => score);
const rowsOf = (rows: readonly Row[]): EvaluationRows => ({
  labels: Float32Array.from(rows, ({ label }) => label),
  weights: Float32Array.from(rows, ({ weight }) => weight),
});
/** Each row as often as it weighs. */
const repeated = (rows: readonly Row[]) =>
  rows.flatMap((each) => Array.from({ length: each.weight }, () => ({ ...each, weight: 1 })));

describe('auc', () => {
  const auc = createMetric('auc');

  it('is the share of pairs in the right order, ties half, with and without weights', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const scores = rows.map(({ score }) => score);
        const labels = rows.map(({ label }) => label);
        const weights = rows.map(({ weight }) => weight);
        const { labels: given } = rowsOf(rows);
        expect(auc.evaluate(scoresOf(rows), { labels: given })[0]).toBeCloseTo(
          plainAuc(
            scores,
            labels,
            weights.map(() => 1),
          ),
          12,
        );
        expect(auc.evaluate(scoresOf(rows), rowsOf(rows))[0]).toBeCloseTo(
          plainAuc(scores, labels, weights),
          12,
        );
      }),
    );
  });

  it('of many rows is that of an order without ties, whatever the shape of the scores', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1500, maxLength: 3000, size: 'max' }), (rows) => {
        // Of distinct integers the cubes are in the same order, far apart and negative too.
        const distinct = rows.map((each, i) => ({ ...each, score: (i * 7919) % 3001 }));
        const cubes = distinct.map((each) => ({ ...each, score: (each.score - 1500) ** 3 }));
        expect(auc.evaluate(scoresOf(cubes), rowsOf(cubes))).toEqual(
          auc.evaluate(scoresOf(distinct), rowsOf(distinct)),
        );
      }),
      { numRuns: 10 },
    );
  });
});

describe('weights', () => {
  // gamma_deviance is a sum that LightGBM does not take over weights; of the others, those of
  // labels 0 and 1 that weights count rows for.
  const counted = metricNames.filter(
    (name) =>
      !['multi_logloss', 'multi_error', 'auc_mu', 'ndcg', 'map', 'gamma'].includes(name) &&
      !['gamma_deviance', 'cross_entropy_lambda'].includes(name),
  );

  it.each(counted)('%s: a row of weight 3 counts as three rows', (name) => {
    const metric = createMetric(name);
    const probable = fc.record({
      score: fc.oneof(fc.constantFrom(0, 0.25, 0.5, 1), fc.double({ noNaN: true, min: 0, max: 1 })),
      label: fc.constantFrom(0, 1),
      weight: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(probable, { minLength: 1, maxLength: 40 }), (rows) => {
        const copies = repeated(rows);
        const [found] = metric.evaluate(scoresOf(rows), rowsOf(rows));
        const { labels } = rowsOf(copies);
        const [expected] = metric.evaluate(scoresOf(copies), { labels });
        expect(Math.abs(found - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
      }),
    );
  });
});

describe('rankings', () => {
  const queries = fc.array(
    fc.array(fc.record({ score: fc.integer({ min: -3, max: 3 }), label: fc.nat(4) }), {
      minLength: 1,
      maxLength: 50,
    }),
    { minLength: 1, maxLength: 8 },
  );

  const table = (given: readonly (readonly { score: number; label: number }[])[]) => {
    const rows = given.flat();
    const queries = [0];
    for (const query of given) queries.push(queries.at(-1)! + query.length);
    return {
      scores: Float64Array.from(rows, ({ score }) => score),
      labels: Float32Array.from(rows, ({ label }) => label),
      queries: Int32Array.from(queries),
    };
  };

  it('ndcg is the gain over the best gain, by sorting the plain way', () => {
    fc.assert(
      fc.property(queries, fc.integer({ min: 1, max: 60 }), (given, place) => {
        const gain = (labels: readonly number[]) =>
          labels
            .slice(0, place)
            .reduce((sum, label, at) => sum + (2 ** label - 1) / Math.log2(2 + at), 0);
        const each = given.map((query) => {
          const best = gain(query.map(({ label }) => label).sort((a, b) => b - a));
          if (best === 0) return 1;
          const ranked = query.slice().sort((a, b) => b.score - a.score);
          return gain(ranked.map(({ label }) => label)) / best;
        });
        const { scores, ...rows } = table(given);
        const [found] = createMetric('ndcg', { eval_at: [place] }).evaluate(scores, rows);
        expect(found).toBeCloseTo(each.reduce((a, b) => a + b) / each.length, 10);
      }),
    );
  });

  it('ndcg and map of the labels themselves are 1', () => {
    fc.assert(
      fc.property(queries, (given) => {
        const { labels, queries } = table(given);
        for (const name of ['ndcg', 'map']) {
          for (const value of createMetric(name).evaluate(labels, { labels, queries })) {
            expect(value).toBeCloseTo(1, 12);
          }
        }
      }),
    );
  });

  it('places are told in rising order', () => {
    expect(createMetric('map', { eval_at: [10, 3] }).names).toEqual(['map@3', 'map@10']);
    expect(createMetric('ndcg').names).toEqual(['ndcg@1', 'ndcg@2', 'ndcg@3', 'ndcg@4', 'ndcg@5']);
  });
});

describe('auc_mu', () => {
  it('of two classes is the auc of the difference of their scores', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (drawn) => {
        // Both classes must be there, and differences of scores exact.
        const rows: Row[] = [
          ...drawn.map((each) => ({
            ...each,
            score: Math.round((each.score % 1000) * 8) / 8 || 0,
          })),
          { score: 0, label: 0, weight: 1 },
          { score: 1, label: 1, weight: 2 },
        ];
        const ofOne = scoresOf(rows);
        const both = new Float64Array(2 * rows.length);
        both.set(ofOne, rows.length);
        const [found] = createMetric('auc_mu', { num_class: 2 }).evaluate(both, rowsOf(rows));
        expect(found).toBeCloseTo(createMetric('auc').evaluate(ofOne, rowsOf(rows))[0], 12);
      }),
    );
  });
});

describe('kullback_leibler', () => {
  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
  const metric = createMetric('kullback_leibler');

  it('is 0 for the labels themselves, and more for other predictions', () => {
    fc.assert(
      fc.property(probabilities, (values) => {
        const labels = Float64Array.from(values);
        expect(metric.evaluate(labels, { labels })[0]).toBeCloseTo(0, 9);
        const others = labels.map((label) => 1 - label / 2);
        expect(metric.evaluate(others, { labels })[0]).toBeGreaterThan(-1e-9);
      }),
    );
  });
});

it('queries without rows count, and do not spoil the others', () => {
  const rows = {
    labels: Float32Array.of(0, 1, 0),
    weights: Float32Array.of(1, 3, 2),
    queries: Uint32Array.of(0, 2, 2, 3),
  };
  for (const name of ['ndcg', 'map']) {
    for (const value of createMetric(name).evaluate(Float64Array.of(1, 2, 3), rows)) {
      expect(value).toBeGreaterThan(0);
    }
  }
});

it('predictions and labels may lie in shared memory', () => {
  const memory = new SharedArrayBuffer(8 * 3000 * 2);
  const scores = new Float64Array(memory, 0, 3000).map((_, i) => (i * 7919) % 3000);
  new Float64Array(memory, 0, 3000).set(scores);
  const labels = new Float32Array(memory, 8 * 3000, 3000);
  for (let row = 0; row < 3000; row++) labels[row] = scores[row]! > 1000 ? 1 : 0;
  const shared = new Float64Array(memory, 0, 3000);
  expect(createMetric('auc').evaluate(shared, { labels })).toEqual([1]);
  expect(createMetric('l1').evaluate(shared, { labels: shared })).toEqual([0]);
});

it('a loss of a sure and wrong probability is large, not infinite', () => {
  const labels = Float32Array.of(0, 1);
  const [loss] = createMetric('binary_logloss').evaluate(Float64Array.of(1, 0), { labels });
  expect(loss).toBeCloseTo(-Math.log(1e-15), 5);
});

it('r2 of equal labels is 0, whatever they weigh', () => {
  const labels = new Float32Array(9).fill(0.1);
  const weights = Float32Array.from(labels, (_, i) => Math.exp(i));
  const [found] = createMetric('r2').evaluate(new Float64Array(9), { labels, weights });
  expect(found).toBe(0);
});

it('training parameters are settings', () => {
  const labels = Float32Array.of(0, 0);
  const [found] = createMetric('huber', { alpha: 2 }).evaluate(Float64Array.of(1, 4), { labels });
  expect(found).toBe((0.5 + 2 * (4 - 1)) / 2);
});
