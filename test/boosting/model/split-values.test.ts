/** Histograms of split values are those of LightGBM's `get_split_value_histogram`, which `make.py` wrote. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type BinRule,
  type Model,
  readModel,
  splitValueHistogram,
} from '../../../src/boosting/index.js';
import { packageRoot } from '../../../src/runtime/index.js';
import { fixturePath } from '../support/fixtures.js';

interface Case {
  readonly feature: number | string;
  readonly bins: number | BinRule | null;
  readonly counts?: readonly number[];
  readonly edges?: readonly number[];
  readonly xgboost?: readonly (readonly [number, number])[];
}

const folder = join(packageRoot, 'test/fixtures/lightgbm-sklearn');
const { histograms }: { histograms: readonly Case[] } = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8'),
);
const model: Model = await readModel(join(folder, 'regressor.txt'));

test.each(histograms.map((one) => [one.feature, one.bins, one] as const))(
  'of feature %s in %s bins',
  (feature, given, { counts, edges, xgboost }) => {
    const bins = given ?? undefined;
    if (xgboost !== undefined) {
      const found = splitValueHistogram(model, feature, { bins, xgboostStyle: true });
      expect(found.map(({ splitValue, count }) => [splitValue, count])).toEqual(xgboost);
      return;
    }
    const found = splitValueHistogram(model, feature, { bins });
    expect([...found.counts]).toEqual(counts);
    expect([...found.edges]).toEqual(edges);
  },
);

test('of edges counts the values between them', () => {
  const { counts } = splitValueHistogram(model, 0, { bins: [-100, 0, 100] });
  const all = splitValueHistogram(model, 0, { bins: 1 }).counts[0]!;
  expect(counts[0]! + counts[1]!).toBe(all);
  expect(splitValueHistogram(model, 0, { bins: [500, 600] }).counts[0]).toBe(0);
});

test('refuses features and bins that cannot be', async () => {
  const found = (feature: string | number, bins?: unknown) => () =>
    splitValueHistogram(model, feature, { bins: bins as number });
  expect(found('Colunm_1')).toThrow(
    expect.objectContaining({ code: 'missing-feature', hint: 'did you mean "Column_1"?' }),
  );
  expect(found(4)).toThrow('the model has no feature 4: its features are 0 to 3');
  expect(found(0, 0)).toThrow('bins must be a whole number, 1 to 100000, not 0');
  expect(found(0, 1e9)).toThrow(/bins must be a whole number/);
  expect(found(0, 'sturgis')).toThrow(expect.objectContaining({ hint: 'did you mean "sturges"?' }));
  expect(found(0, [2, 1])).toThrow('bins: its edges do not rise');
  const categorical = await readModel(fixturePath('categorical', 'model.txt'));
  const place = categorical.trees[0]!.decisionType.findIndex((type) => (type & 1) === 1);
  expect(() =>
    splitValueHistogram(categorical, categorical.trees[0]!.splitFeature[place]!),
  ).toThrow(/is categorical: it is split by sets of categories, not at values/);
});
