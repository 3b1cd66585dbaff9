import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromArrays } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type CatalogOptions,
  Configuration,
  DataCatalog,
  type DatasetType,
  fileFields,
  MemoryDataset,
} from '../../src/catalog/index.js';
import { CambiumError, Model } from '../../src/index.js';
import { type LogRecord, withLogSink } from '../../src/runtime/index.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cambium-catalog-'));
});
afterEach(() => rm(root, { recursive: true }));

const catalogOf = (
  entries: Record<string, unknown>,
  options: Partial<CatalogOptions> = {},
  parameters = {},
) => new DataCatalog(Configuration.of({ catalog: entries, parameters }), { root, ...options });
async function fromYaml(text: string, options: Partial<CatalogOptions> = {}): Promise<DataCatalog> {
  await mkdir(join(root, 'conf/base'), { recursive: true });
  await writeFile(join(root, 'conf/base/catalog.yml'), text);
  const configuration = await Configuration.load({
    folder: join(root, 'conf'),
    root,
    environment: 'local',
  });
  return new DataCatalog(configuration, { root, ...options });
}
async function failure(work: () => unknown): Promise<CambiumError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CambiumError) return error;
    throw error;
  }
  throw new Error('expected an error');
}

describe('entries', () => {
  test.each([
    [
      'trips:\n  type: csv\n  filpath: a.csv\n',
      'conf/base/catalog.yml:3:3: dataset "trips": unknown field "filpath"',
    ],
    [
      'trips:\n  type: csv\n',
      'conf/base/catalog.yml:1:1: dataset "trips": field "filepath" is missing: expected text',
    ],
    [
      'trips:\n  filepath: a.csv\n',
      'conf/base/catalog.yml:1:1: dataset "trips": field "type" is missing (one of csv, parquet, arrow, json-table, json, yaml, metrics, text, model, memory)',
    ],
    [
      'trips:\n  type: parket\n  filepath: a\n',
      'conf/base/catalog.yml:2:3: dataset "trips": unknown type "parket" (did you mean "parquet"?)',
    ],
    [
      'trips:\n  type: pandas.CSVDataSet\n  filepath: a\n',
      'unknown type "pandas.CSVDataSet" (did you mean "csv"?)',
    ],
    ['a: 1\n', 'conf/base/catalog.yml:1:1: dataset "a": expected a map with a type'],
    [
      'a:\n  type: csv\n  filepath: a\n  versioned: yes please\n',
      'conf/base/catalog.yml:4:3: dataset "a": field "versioned" must be true or false, found text "yes please"',
    ],
    [
      'a:\n  type: csv\n  filepath: a\n  load_args:\n    separater: ;\n',
      'conf/base/catalog.yml:5:5: dataset "a": unknown field "load_args.separater" (did you mean "separator"?)',
    ],
    [
      'a:\n  type: csv\n  filepath: s3://bucket/a.csv\n',
      'only files of this machine can be datasets',
    ],
    ['"{a}":\n  type: text\n  filepath: "{b}"\n', 'uses {b}, which is not in the pattern'],
  ])('%j', async (text, message) => {
    const error = await failure(async () => {
      const catalog = await fromYaml(text);
      catalog.get('a');
    });
    expect(error.describe()).toContain(message);
  });

  test('names and patterns', async () => {
    const catalog = await fromYaml(
      '_x: 1\nb: {type: memory}\na: {type: memory}\n"{n}_txt": {type: text, filepath: "{n}.txt"}\n',
    );
    expect(catalog.names).toEqual(['a', 'b']);
    expect(catalog.patterns).toEqual(['{n}_txt']);
    expect(catalog.has('some_txt')).toBe(true);
    expect(catalog.has('some_csv')).toBe(false);
    expect(catalog.get('some_txt').describe()).toEqual({
      type: 'TextDataset',
      filepath: 'some.txt',
    });
  });

  test('a declared name has precedence over patterns, a longer pattern over a shorter', async () => {
    const catalog = catalogOf({
      exact_a: { type: 'json', filepath: 'x' },
      'exact_{n}': { type: 'yaml', filepath: '{n}' },
      '{any}': { type: 'text', filepath: '{any}' },
    });
    expect(['exact_a', 'exact_b', 'b'].map((name) => catalog.get(name).kind)).toEqual([
      'JSONDataset',
      'YAMLDataset',
      'TextDataset',
    ]);
    expect(catalog.get('params:x@y'.slice(0, 1)).kind).toBe('TextDataset');
  });
});

describe('memory and parameters', () => {
  test('what is not declared lives in memory; formats share it; release drops it', async () => {
    const catalog = DataCatalog.of();
    expect(catalog.has('x')).toBe(false);
    await catalog.save('x@one', 5);
    expect(await catalog.load('x@two')).toBe(5);
    expect(catalog.has('x')).toBe(true);
    catalog.release('x@one');
    expect((await failure(() => catalog.load('x'))).code).toBe('unknown-dataset');
  });

  test('an unknown dataset has its near miss', async () => {
    const error = await failure(() => DataCatalog.of({ trips: 1 }).load('trip'));
    expect(error.describe()).toBe('the catalog has no dataset "trip" (did you mean "trips"?)');
  });

  test('parameters are nested, copied, and read only', async () => {
    const catalog = catalogOf(
      {},
      {},
      { model: { depth: 3, list: [1] }, 'dotted.key': 1, none: null },
    );
    expect(await catalog.load('params:model.depth')).toBe(3);
    expect(await catalog.load('params:dotted.key')).toBe(1);
    expect(await catalog.load('params:none')).toBeNull();
    const list = (await catalog.load('params:model.list')) as number[];
    list.push(2);
    expect(await catalog.load('parameters')).toEqual({
      model: { depth: 3, list: [1] },
      'dotted.key': 1,
      none: null,
    });
    expect((await failure(() => catalog.save('params:model.depth', 1))).code).toBe('read-only');
    expect((await failure(() => catalog.load('params:model.dept'))).hint).toBe(
      'did you mean "model.depth"?',
    );
  });

  test.each([null, undefined])('saving %s is refused before anything is written', async (value) => {
    const catalog = catalogOf({ out: { type: 'json', filepath: 'out.json' } });
    const error = await failure(() => catalog.save('out', value));
    expect(error.message).toBe('saving null to dataset "out" is not allowed');
    expect(existsSync(join(root, 'out.json'))).toBe(false);
  });
});

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
      'dataset "x" (JSONDataset): there is no file trip.json (did you mean "trips.json"?)',
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

describe('versions', () => {
  const entries = { m: { type: 'json', filepath: 'models/m.json', versioned: true } };
  const at = (saveVersion: string, loadVersions = {}) =>
    catalogOf(entries, { saveVersion, loadVersions });

  test('are folders; the latest is loaded unless one is pinned', async () => {
    await at('2026-01-01T00.00.00.000Z').save('m', 1);
    await at('2026-03-01T00.00.00.000Z').save('m', 3);
    await at('2026-02-01T00.00.00.000Z').save('m', 2);
    expect(existsSync(join(root, 'models/m.json/2026-01-01T00.00.00.000Z/m.json'))).toBe(true);
    expect(await at('x').load('m')).toBe(3);
    expect(await at('x', { m: '2026-01-01T00.00.00.000Z' }).load('m')).toBe(1);
  });

  test('a run loads what it saved, though a later version is there', async () => {
    await at('2026-03-01').save('m', 3);
    const run = at('2026-01-01');
    await run.save('m', 1);
    expect(await run.load('m')).toBe(1);
  });

  test('an existing version is never overwritten', async () => {
    await at('v1').save('m', 1);
    const error = await failure(() => at('v1').save('m', 2));
    expect(error.code).toBe('version-exists');
    expect(await at('x').load('m')).toBe(1);
  });

  test('an unknown version, none at all, a file in the way', async () => {
    expect((await failure(() => at('v').load('m'))).code).toBe('unknown-version');
    await at('2026-03-01').save('m', 3);
    expect((await failure(() => at('v', { m: '2026-03-02' }).load('m'))).hint).toBe(
      'did you mean "2026-03-01"?',
    );
    await writeFile(join(root, 'plain.json'), '1');
    const plain = catalogOf({ m: { type: 'json', filepath: 'plain.json', versioned: true } });
    expect((await failure(() => plain.save('m', 1))).message).toContain(
      'is a file: a versioned dataset keeps a folder there',
    );
  });

  test.each(['../../etc', 'a/b', '..', ''])('"%s" is no version', async (version) => {
    expect((await failure(() => at('v', { m: version }))).code).toBe('invalid-version');
    expect((await failure(() => at(version))).code).toBe('invalid-version');
  });

  test('pins of unknown or unversioned datasets are refused', async () => {
    expect((await failure(() => at('v', { n: 'x' }))).message).toContain(
      'a version is pinned for it, but the catalog has no dataset "n"',
    );
    const plain = catalogOf(
      { m: { type: 'json', filepath: 'm.json' } },
      { loadVersions: { m: 'x' } },
    );
    expect((await failure(() => plain.load('m'))).code).toBe('not-versioned');
  });
});

describe('credentials', () => {
  test('reach the dataset and nothing else', async () => {
    let seen: unknown;
    const type: DatasetType = {
      schema: z.strictObject(fileFields),
      create: (_, { credentials }) => {
        seen = credentials;
        return new MemoryDataset('loaded');
      },
    };
    const configuration = Configuration.of({
      catalog: {
        x: { type: 'store', filepath: 'x', credentials: 'dev' },
        y: { type: 'store', filepath: 'x', credentials: 'dvx' },
      },
      credentials: { dev: { key: 'top-secret' } },
    });
    const catalog = new DataCatalog(configuration, { root, types: new Map([['store', type]]) });
    const records: LogRecord[] = [];
    await withLogSink(
      (record) => records.push(record),
      () => catalog.load('x'),
    );
    expect(seen).toEqual({ key: 'top-secret' });
    expect(JSON.stringify([records, catalog.describe('x')])).not.toContain('top-secret');
    expect((await failure(() => catalog.load('y'))).hint).toBe('did you mean "dev"?');
  });
});
