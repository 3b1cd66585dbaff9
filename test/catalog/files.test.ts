import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromArrays } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { Model } from '../../src/index.js';

import { catalogOf, failure, root } from './catalog-folder.js';

describe('files of values', () => {
  const entry = (type: string, filepath = `deep/folder/x.${type}`) => ({ x: { type, filepath } });

  test.each([
    ['text', 'grüß dich\n'],
    ['json', { a: [1, null, 'x', true], b: { c: 0.1 } }],
    ['yaml', { a: [1, null, 'x', true], b: { c: 0.1 } }],
    ['metrics', { rmse: 0.31, by_hour: { 8: 0.4 } }],
  ])('%s comes back as it was saved', async (type, value) => {
    const catalog = catalogOf(entry(type));
    expect(await catalog.exists('x')).toBe(false);
    await catalog.save('x', value);
    expect(await catalog.exists('x')).toBe(true);
    expect(await catalogOf(entry(type)).load('x')).toEqual(value);
    expect(await readdir(join(root, 'deep/folder'))).toEqual([`x.${type}`]);
  });

  test('typed arrays, maps and dates are plain in JSON', async () => {
    const catalog = catalogOf(entry('json'));
    await catalog.save('x', {
      a: new Float32Array([1, 2]),
      m: new Map([['k', 1n]]),
      d: new Date(0),
    });
    expect(await catalog.load('x')).toEqual({
      a: [1, 2],
      m: { k: 1 },
      d: '1970-01-01T00:00:00.000Z',
    });
  });

  test.each([
    [
      'json',
      { a: { b: [1, Number.NaN] } },
      'dataset "x" (JSONDataset): the value at "a.b.1" is NaN, which the file cannot hold',
    ],
    ['json', { f: () => 1 }, 'the value at "f" is a function'],
    ['metrics', [1], 'metrics must be a map of names to numbers, found a list of 1'],
    ['metrics', { a: { b: 'high' } }, 'metric "a.b" must be a number, found text "high"'],
    ['metrics', { a: Number.POSITIVE_INFINITY }, 'the value at "a" is Infinity'],
    ['text', 5, 'expected text, found number 5'],
    ['csv', { a: 1 }, 'expected a table, found a map'],
  ])('%s refuses %j and keeps what was there', async (type, value, message) => {
    const catalog = catalogOf(entry(type));
    await mkdir(join(root, 'deep/folder'), { recursive: true });
    await writeFile(join(root, 'deep/folder', `x.${type}`), 'before');
    expect((await failure(() => catalog.save('x', value))).message).toContain(message);
    expect(await readdir(join(root, 'deep/folder'))).toEqual([`x.${type}`]);
    expect(await readFile(join(root, 'deep/folder', `x.${type}`), 'utf8')).toBe('before');
  });

  test('something that holds itself is refused', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect((await failure(() => catalogOf(entry('json')).save('x', circle))).message).toContain(
      'nested more than 200 deep, or in itself',
    );
  });

  test('a missing file names its near miss or its missing folder', async () => {
    await writeFile(join(root, 'trips.json'), '1');
    const near = await failure(() =>
      catalogOf({ x: { type: 'json', filepath: 'trip.json' } }).load('x'),
    );
    expect(near.describe()).toBe(
      'dataset "x" (JSONDataset): trip.json: there is no such file (did you mean "trips.json"?)',
    );
    const far = await failure(() => catalogOf(entry('json')).load('x'));
    expect(far.hint).toBe('the folder deep/folder does not exist either');
  });

  test('broken JSON and YAML say where', async () => {
    await writeFile(join(root, 'x'), 'a: [1');
    expect((await failure(() => catalogOf(entry('json', 'x')).load('x'))).code).toBe('json-syntax');
    expect((await failure(() => catalogOf(entry('yaml', 'x')).load('x'))).message).toMatch(
      /x:1:\d+/,
    );
  });
});

describe('tables', () => {
  const table = () =>
    tableFromArrays({ n: Float64Array.of(1, 2.5, -3), city: ['Oslo', 'Rome', 'Oslo'] });
  const rows = (value: unknown) =>
    (value as ReturnType<typeof table>).toArray().map((row) => ({ ...row.toJSON() }));

  test.each([
    ['csv', 'csv'],
    ['parquet', 'parquet'],
    ['arrow', 'arrow'],
    ['json-table', 'json'],
  ])('%s comes back, whole and in parts, whatever the file is called', async (type, extension) => {
    for (const name of [`t.${extension}`, 't.data']) {
      const catalog = catalogOf({ t: { type, filepath: `sub/${name}` } });
      await catalog.save('t', table());
      expect(rows(await catalog.load('t'))).toEqual(rows(table()));
      const writer = await catalog.openWriter('t');
      await writer.write(table());
      await writer.write(table());
      await writer.close();
      expect(rows(await catalog.load('t'))).toEqual([...rows(table()), ...rows(table())]);
    }
    expect((await readdir(join(root, 'sub'))).sort()).toEqual(['t.data', `t.${extension}`].sort());
  });

  test('load_args reach the reader', async () => {
    await writeFile(join(root, 't.csv'), 'a;b\n1;x\n-;y\n');
    const catalog = catalogOf({
      t: {
        type: 'csv',
        filepath: 't.csv',
        load_args: { separator: ';', null_values: ['-'], columns: ['a'] },
      },
      q: {
        type: 'csv',
        filepath: 't.csv',
        load_args: { separator: ';', sql: "SELECT b FROM source WHERE a <> '1'" },
      },
    });
    expect(rows(await catalog.load('t'))).toEqual([{ a: 1 }, { a: Number.NaN }]);
    expect(rows(await catalog.load('q'))).toEqual([{ b: 'y' }]);
  });

  test('an aborted save in parts leaves nothing', async () => {
    const catalog = catalogOf({ t: { type: 'parquet', filepath: 'sub/t.parquet' } });
    const writer = await catalog.openWriter('t');
    await writer.write(table());
    await writer.abort();
    expect(await readdir(join(root, 'sub'))).toEqual([]);
  });
});

describe('models', () => {
  const fixture = join(import.meta.dirname, '../fixtures/lightgbm/regression/model.txt');
  test("LightGBM's text comes back byte for byte", async () => {
    const catalog = catalogOf({
      theirs: { type: 'model', filepath: fixture },
      ours: { type: 'model', filepath: 'models/ours.txt' },
    });
    const model = await catalog.load('theirs');
    expect(model).toBeInstanceOf(Model);
    await catalog.save('ours', model);
    expect(await readFile(join(root, 'models/ours.txt'), 'utf8')).toBe(
      await readFile(fixture, 'utf8'),
    );
    expect(await readdir(join(root, 'models'))).toEqual(['ours.txt']);
  });

  test.each([5, { trees: [] }])('%j is no model', async (value) => {
    const catalog = catalogOf({ ours: { type: 'model', filepath: 'models/ours.txt' } });
    const error = await failure(() => catalog.save('ours', value));
    expect(error.message).toMatch(/^dataset "ours" \(ModelDataset\): expected a model, found/);
  });
});
