/** Entries of a catalog, what lives in memory, and credentials. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  Configuration,
  DataCatalog,
  type DatasetType,
  fileFields,
  MemoryDataset,
} from '../../src/catalog/index.js';
import { type LogRecord, withLogSink } from '../../src/runtime/index.js';

import { catalogOf, failure, fromYaml, root } from './catalog-folder.js';

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
    expect(error.problem).toBe('saving null to dataset "out" is not allowed');
    expect(existsSync(join(root, 'out.json'))).toBe(false);
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
