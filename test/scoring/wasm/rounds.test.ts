import { describe, expect, test } from 'vitest';
import { createScorer, createWasmScorer } from '../../../src/scoring/index.js';
import { readPredictions } from '../../boosting/support/predictions.js';
import { largestDifference, loadFixture } from '../support/lightgbm-fixtures.js';
import { type ModelShape, randomColumns, randomModel } from '../support/random-model.js';

interface Part {
  readonly model: string;
  readonly start: number;
  readonly count: number;
  readonly raw: readonly number[];
  readonly value: readonly number[];
  readonly leaf: readonly number[];
  readonly contributions: readonly number[];
}

interface Stop {
  readonly model: string;
  readonly freq: number;
  readonly margin: number;
  readonly raw: readonly number[];
  readonly value: readonly number[];
}

const PART_ROWS = 12;
const STOP_ROWS = 80;

describe('scores from and to an iteration equal LightGBM', () => {
  test.each(readPredictions<Part[]>('parts.json'))(
    '$model from $start for $count',
    async (part) => {
      const { model, columns } = loadFixture(part.model);
      const scorer = await createScorer(model, {
        ...{ backend: 'wasm', threads: 0, startIteration: part.start, numIteration: part.count },
      });
      const score = (kind: 'raw' | 'value' | 'leaf' | 'contributions') =>
        scorer.score(columns, PART_ROWS, kind);
      expect([...(await score('raw'))]).toEqual(part.raw);
      expect([...(await score('leaf'))]).toEqual(part.leaf);
      expect(largestDifference(await score('value'), part.value)).toBeLessThanOrEqual(1e-14);
      const contributions = await score('contributions');
      expect(contributions.length).toBe(part.contributions.length);
      contributions.forEach((value, i) => {
        expect(Math.abs(value - part.contributions[i]!)).toBeLessThanOrEqual(1e-9);
      });
      await scorer.close();
    },
  );

  test('no round at all gives zeros', async () => {
    const { model, columns } = loadFixture('binary');
    const scorer = await createScorer(model, { backend: 'wasm', startIteration: 10_000 });
    expect(await scorer.score(columns, 3, 'raw')).toEqual(new Float64Array(3));
    expect(await scorer.score(columns, 3)).toEqual(new Float64Array(3).fill(0.5));
    expect(await scorer.score(columns, 3, 'leaf')).toEqual(new Float64Array(0));
    expect(await scorer.score(columns, 3, 'contributions')).toEqual(
      new Float64Array(3 * (model.numFeatures + 1)),
    );
    await scorer.close();
  });
});

describe('prediction early stop', () => {
  test.each(readPredictions<Stop[]>('early-stops.json'))(
    '$model, every $freq rounds, margin $margin: equals LightGBM',
    async ({ model: name, freq, margin, raw, value }) => {
      const { model, columns } = loadFixture(name);
      const scorer = await createWasmScorer(model, { threads: 0, earlyStop: { freq, margin } });
      expect([...(await scorer.score(columns, STOP_ROWS, 'raw'))]).toEqual(raw);
      const found = await scorer.score(columns, STOP_ROWS);
      expect(largestDifference(found, value)).toBeLessThanOrEqual(1e-14);
      await scorer.close();
    },
  );

  test('stops some rows of each model above, and not all at the same round', async () => {
    for (const stop of readPredictions<Stop[]>('early-stops.json').slice(0, 2)) {
      const { expected } = loadFixture(stop.model);
      const kept = stop.raw.filter((score, row) => score === expected.raw[row]).length;
      expect(kept).toBeGreaterThan(0);
      expect(kept).toBeLessThan(STOP_ROWS);
    }
  });

  test('one row at a time stops as it does among others', async () => {
    const { model, columns, rows } = loadFixture('multiclass');
    const scorer = await createWasmScorer(model, {
      threads: 0,
      earlyStop: { freq: 1, margin: 0.3 },
    });
    const all = scorer.scoreSync(columns, rows, 'raw');
    const classes = model.numTreePerIteration;
    const out = new Float64Array(classes);
    for (let row = 0; row < rows; row++) {
      scorer.scoreRowSync(
        Float64Array.from(columns, (column) => column[row]!),
        out,
        'raw',
      );
      expect(out).toEqual(all.slice(row * classes, (row + 1) * classes));
    }
    await scorer.close();
  });

  const shape: ModelShape = {
    ...{ seed: 21, trees: 40, leaves: 50, features: 6, classes: 1, categorical: 0.3 },
    ...{ categories: 40, linear: false, averageOutput: false, objective: 'binary sigmoid:1' },
  };

  test.each([
    ['trees of many kinds', shape],
    ['linear trees', { ...shape, linear: true }],
    ['three classes', { ...shape, classes: 3, objective: 'multiclass num_class:3' }],
  ])('%s: the rule, row by row', async (_, of) => {
    const model = randomModel(of);
    const rows = 1500;
    const columns = randomColumns(of, rows, 22);
    const margin = 1.2;
    const freq = 3;
    // What a row has after each round, from scorers of the first rounds alone.
    const after: Float64Array[] = [];
    for (let rounds = freq; rounds < model.numIterations + freq; rounds += freq) {
      const scorer = await createWasmScorer(model.slice(0, rounds), { threads: 0 });
      after.push(await scorer.score(columns, rows, 'raw'));
      await scorer.close();
    }
    const classes = of.classes;
    const isClear = (score: Float64Array) => {
      const [best = 0, second = 0] = [...score].sort((a, b) => b - a);
      return (classes === 1 ? 2 * Math.abs(best) : best - second) > margin;
    };
    const wanted = new Float64Array(rows * classes);
    for (let row = 0; row < rows; row++) {
      const scores = after.map((all) => all.subarray(row * classes, (row + 1) * classes));
      wanted.set(scores.find(isClear) ?? scores.at(-1)!, row * classes);
    }
    for (const threads of [0, 2]) {
      const scorer = await createWasmScorer(model, { threads, earlyStop: { freq, margin } });
      expect(await scorer.score(columns, rows, 'raw')).toEqual(wanted);
      await scorer.close();
    }
  });

  test('is refused where it makes no sense', async () => {
    const binary = loadFixture('binary').model;
    const make = (earlyStop: { freq?: number; margin?: number }, model = binary) =>
      createWasmScorer(model, { threads: 0, earlyStop });
    await expect(make({ freq: 0 })).rejects.toThrow('pred_early_stop_freq must be a whole number');
    await expect(make({ margin: -1 })).rejects.toThrow('pred_early_stop_margin must be a number');
    await expect(make({}, loadFixture('regression').model)).rejects.toThrow(
      'prediction early stop is of no use to the objective "regression", which needs all its trees',
    );
    await expect(make({}, loadFixture('rf').model)).rejects.toThrow('a random forest');
    await expect(createScorer(binary, { backend: 'webgpu', earlyStop: {} })).rejects.toThrow(
      'the backend webgpu has no prediction early stop',
    );
    await expect(createScorer(binary, { startIteration: 0.5 })).rejects.toThrow(
      'startIteration must be a whole number, not 0.5',
    );
  });
});
