import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { DataCatalog, logger } from '../../../src/index.js';
import { node, pipeline } from '../../../src/pipeline/index.js';
import { catalogOf, failure, folder, records, run, text } from './support/runs.js';

test('the log of a run', async () => {
  const catalog = DataCatalog.of({ a: 2 });
  const double = (value: number) => value * 2;
  const made = pipeline([
    node(double, 'a', 'b', { name: 'first' }),
    node(double, 'b', 'c', { name: 'second' }),
  ]);
  const result = await run(made, catalog);
  const lines = records.map(
    ({ level, logger: from, message }) => `${from} - ${level} - ${message}`,
  );
  expect(lines.slice(0, -1)).toEqual([
    'cambium.io.data_catalog - INFO - Loading data from `a` (MemoryDataset)...',
    'cambium.pipeline.node - INFO - Running node: first: double([a]) -> [b]',
    'cambium.io.data_catalog - INFO - Saving data to `b` (MemoryDataset)...',
    'cambium.runner.sequential_runner - INFO - Completed node: first',
    'cambium.runner.sequential_runner - INFO - Completed 1 out of 2 tasks',
    'cambium.io.data_catalog - INFO - Loading data from `b` (MemoryDataset)...',
    'cambium.pipeline.node - INFO - Running node: second: double([b]) -> [c]',
    'cambium.io.data_catalog - INFO - Saving data to `c` (MemoryDataset)...',
    'cambium.runner.sequential_runner - INFO - Completed node: second',
    'cambium.runner.sequential_runner - INFO - Completed 2 out of 2 tasks',
  ]);
  expect(lines.at(-1)).toMatch(
    /^cambium.runner.sequential_runner - INFO - Pipeline execution completed successfully in \d+\.\d sec\.$/,
  );
  expect(result.outputs).toEqual({ c: 8 });
  expect(result.nodes.map(({ name, loaded, saved }) => [name, loaded, saved])).toEqual([
    ['first', ['a'], ['b']],
    ['second', ['b'], ['c']],
  ]);
  expect(result.peakMemory).toBeGreaterThan(10e6);
  expect(result.seconds).toBeGreaterThanOrEqual(result.nodes[0]!.seconds);
});

test('a node may log; its lines go where the run says', async () => {
  const chat = () => {
    logger('shop.chat').info('hello', { who: 'me' });
    return 1;
  };
  await run(pipeline([node(chat, null, 'x')]), DataCatalog.of());
  expect(records).toContainEqual(
    expect.objectContaining({ logger: 'shop.chat', message: 'hello', fields: { who: 'me' } }),
  );
});

describe('release', () => {
  test('a dataset goes after its last reader; free inputs and final outputs stay', async () => {
    const catalog = DataCatalog.of({ raw: 1 });
    const there: Record<string, boolean> = {};
    const look = async (when: string) => {
      there[when] = await catalog.exists('middle');
    };
    const made = pipeline([
      node((x: number) => x + 1, 'raw', 'middle', { name: '1' }),
      node((x: number) => x, 'middle', 'left', { name: '2' }),
      node((x: number, y: number) => x + y, ['middle', 'left'], 'right', { name: '3' }),
      node((x: number) => x, 'right', 'end', { name: '4' }),
    ]);
    await run(made, catalog, {
      hooks: [{ beforeNodeRun: ({ node: one }) => look(one.name) as never }],
    });
    expect(there).toEqual({ 1: false, 2: true, 3: true, 4: false });
    expect(await catalog.exists('raw')).toBe(true);
    expect(await catalog.exists('end')).toBe(true);
    expect(await catalog.exists('right')).toBe(false);
  });
});

describe('before anything runs', () => {
  let ran = false;
  const spy = () => {
    ran = true;
    return 1;
  };
  beforeEach(() => {
    ran = false;
  });

  test('a free input that the catalog lacks is named with its readers and near miss', async () => {
    const made = pipeline([
      node(spy, null, 'x'),
      node((a: number) => a, 'triips', 'y', { name: 'reader' }),
    ]);
    await expect(run(made, DataCatalog.of({ trips: 1 }))).rejects.toMatchObject({
      code: 'missing-input',
      problem: 'pipeline input(s) not found in the catalog: "triips" (read by reader)',
      hint: 'did you mean "trips"?',
    });
    expect(ran).toBe(false);
  });

  test('a missing parameter has its near miss', async () => {
    const made = pipeline([
      node(spy, null, 'x'),
      node((a: number) => a, 'params:model.detph', 'y'),
    ]);
    await expect(run(made, catalogOf({}, { model: { depth: 3 } }))).rejects.toMatchObject({
      problem: 'there is no parameter "model.detph"',
      hint: 'did you mean "model.depth"?',
    });
    expect(ran).toBe(false);
  });
});

describe('generators', () => {
  test('parts are saved as they come, to several datasets', async () => {
    const catalog = catalogOf({
      words: text('words'),
      list: { type: 'json', filepath: 'list.json' },
    });
    function* parts(count: number) {
      for (let index = 0; index < count; index += 1) yield { w: `w${index} `, l: index };
    }
    await run(pipeline([node(parts, 'n', { w: 'words', l: 'list' })]), withValue(catalog, 'n', 3));
    expect(await readFile(join(folder, 'words.txt'), 'utf8')).toBe('w0 w1 w2 ');
    expect(await catalog.load('list')).toEqual([0, 1, 2]);
  });

  test('an error in the middle leaves nothing', async () => {
    async function* parts() {
      yield 'half';
      throw new Error('broke');
    }
    const error = await failure(
      run(pipeline([node(parts, null, 'words')]), catalogOf({ words: text('words') })),
    );
    expect(error.message).toContain('broke');
    await expect(readFile(join(folder, 'words.txt'))).rejects.toThrow('ENOENT');
  });
});

function withValue(catalog: DataCatalog, name: string, value: unknown): DataCatalog {
  catalog.set(name, value);
  return catalog;
}

describe('only missing outputs', () => {
  const copy = (value: string) => value;
  const made = pipeline([
    node(copy, 'a', 'b', { name: 'ab' }),
    node(copy, 'b', 'c', { name: 'bc' }),
    node(copy, 'c', 'd', { name: 'cd' }),
  ]);
  test('runs what lacks outputs, and what makes its inputs in memory', async () => {
    const catalog = catalogOf({ a: text('a'), b: text('b'), d: text('d') });
    await writeFile(join(folder, 'a.txt'), 'x');
    const first = await run(made, catalog, { onlyMissingOutputs: true });
    expect(first.nodes.map((one) => one.name)).toEqual(['ab', 'bc', 'cd']);
    const second = await run(made, catalog, { onlyMissingOutputs: true });
    expect(second.skipped).toEqual(['ab', 'bc', 'cd']);
    await rm(join(folder, 'd.txt'));
    const third = await run(made, catalog, { onlyMissingOutputs: true });
    expect(third.skipped).toEqual(['ab']);
    expect(third.nodes.map((one) => one.name)).toEqual(['bc', 'cd']);
  });
});
