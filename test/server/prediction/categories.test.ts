/** An API of a model with text categories takes texts, and answers what LightGBM predicts for them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definePredictor } from 'cambium';
import { expect, test } from 'vitest';
import { loadApi } from '../../../server/api/load-api.js';
import { openRowScorer } from '../../../server/api/row-scorer.js';
import { PredictionApi } from '../../../server/prediction/index.js';
import { readModel } from '../../../src/boosting/formats/index.js';
import { featureCategories } from '../../../src/boosting/model/index.js';
import { readTable } from '../../../src/data/index.js';
import { packageRoot } from '../../../src/runtime/index.js';

const folder = join(packageRoot, 'test/fixtures/conf-predictions');

const open = () =>
  loadApi({
    name: 'shops',
    id: '1',
    endpoint: '/shops',
    directory: folder,
    modelPath: join(folder, 'shops.txt'),
    config: {},
    env: {},
    maxBodyBytes: 1 << 20,
    maxItems: 1000,
  });

test('texts and numbers are found among the categories; others and null are missing', async () => {
  const { predictions, example } = await open();
  const table = await readTable(join(folder, 'shops.csv'));
  const rows = table.toArray().map((row) => ({
    x: row?.['x'] as number,
    city: (row?.['city'] ?? null) as string | null,
    size: row?.['size'] as number,
  }));
  const wanted = readFileSync(join(folder, 'shops.raw'), 'utf8').trimEnd().split('\n').map(Number);
  const { body: answered } = predictions.answer(
    Buffer.from(JSON.stringify(rows)),
    'application/json',
  );
  expect(JSON.parse(answered)).toEqual(wanted);
  const form = new URLSearchParams(
    Object.entries(rows[0]!).map(([name, value]) => [name, String(value)]),
  );
  const type = 'application/x-www-form-urlencoded';
  expect(Number(predictions.answer(Buffer.from(String(form)), type).body)).toBe(wanted[0]);
  expect(example).toMatchObject({ x: 0, city: 'Bern', size: 1 });
  expect(predictions.rows.input).toMatchObject({ x: 'number or null', city: 'string or null' });
  await predictions.close();
});

test('features() may give the text of a category, or its place', async () => {
  const { predictions } = await open();
  const model = await readModel(join(folder, 'shops.txt'));
  const cities = featureCategories(model)?.get('city') as readonly string[];
  const score = await openRowScorer(model);
  const context = { api: 'shops', config: {}, env: {}, directory: folder };
  const answer = (features: Record<string, number | string>) =>
    new PredictionApi({
      featureNames: model.featureNames,
      categories: featureCategories(model),
      scorer: score,
      predictor: definePredictor({ input: {}, features: () => features }),
      context,
      maxItems: 1,
    }).answer(Buffer.from('{}'), '').body;
  for (const [place, city] of cities.entries()) {
    const wanted = predictions.answer(
      Buffer.from(JSON.stringify({ x: 1, city, size: 2 })),
      '',
    ).body;
    expect(answer({ x: 1, city, size: 2 })).toBe(wanted);
    expect(answer({ x: 1, city: place, size: 2 })).toBe(wanted);
  }
  const missing = answer({ x: 1, city: Number.NaN, size: 2 });
  expect(answer({ x: 1, city: 'no such city', size: 2 })).toBe(missing);
  expect(() => answer({ x: 'Bern', city: 'Bern', size: 2 })).toThrow(
    'features() gave a string for the feature "x"; expected a number, or NaN',
  );
  await score.close();
  await predictions.close();
});

test.each([
  [{ x: 1, city: 3, size: 1 }, 'field "city": expected a string or null, found a number'],
  [{ x: 1, city: 'Bern', size: 'x' }, 'field "size": expected a number or null, found a string'],
  [{ x: 1, size: 1 }, 'missing field "city"'],
])('%j is refused', async (payload, message) => {
  const { predictions } = await open();
  expect(() => predictions.answer(Buffer.from(JSON.stringify(payload)), '')).toThrow(message);
  await predictions.close();
});
