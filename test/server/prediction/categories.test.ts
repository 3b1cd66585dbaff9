/** An API of a model with text categories takes texts, and answers what LightGBM predicts for them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadApi } from '../../../server/api/load-api.js';
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
  const answered = await predictions.answer(Buffer.from(JSON.stringify(rows)), 'application/json');
  expect(JSON.parse(answered)).toEqual(wanted);
  const form = new URLSearchParams(
    Object.entries(rows[0]!).map(([name, value]) => [name, String(value)]),
  );
  const type = 'application/x-www-form-urlencoded';
  expect(Number(await predictions.answer(Buffer.from(String(form)), type))).toBe(wanted[0]);
  expect(example).toMatchObject({ x: 0, city: 'Bern', size: 1 });
  expect(predictions.rows.input).toMatchObject({ x: 'number or null', city: 'string or null' });
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
