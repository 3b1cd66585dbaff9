import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Configuration, DataCatalog, logger } from '../../../src/index.js';
import {
  type Hooks,
  node,
  type Pipeline,
  PipelineError,
  pipeline,
  type RunOptions,
  SequentialRunner,
} from '../../../src/pipeline/index.js';
import type { LogRecord } from '../../../src/runtime/index.js';

let folder: string;
let records: LogRecord[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cambium-runner-'));
  records = [];
});
afterEach(() => rm(folder, { recursive: true }));

const run = (what: Pipeline, catalog: DataCatalog, options: RunOptions = {}) =>
  new SequentialRunner().run(what, catalog, { log: (record) => records.push(record), ...options });
const catalogOf = (entries: Record<string, unknown>, parameters = {}) =>
  new DataCatalog(Configuration.of({ catalog: entries, parameters }), { root: folder });
const text = (name: string) => ({ type: 'text', filepath: `${name}.txt` });
async function failure(work: Promise<unknown>): Promise<PipelineError> {
  const error = await work.then(
    () => new Error('expected the run to fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof PipelineError) return error;
  throw error;
}

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
      message: 'pipeline input(s) not found in the catalog: "triips" (read by reader)',
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
      message: 'there is no parameter "model.detph"',
      hint: 'did you mean "model.depth"?',
    });
    expect(ran).toBe(false);
  });
});

describe('failure', () => {
  const explode = () => {
    throw new RangeError('no more fuel\nsecond line');
  };

  test('names node, error, what has not run, and how to resume from persisted inputs', async () => {
    const catalog = catalogOf({ a: text('a'), b: text('b'), d: text('d') });
    await writeFile(join(folder, 'a.txt'), 'x');
    const copy = (value: string) => value;
    const made = pipeline([
      node(copy, 'a', 'b', { name: 'persisted' }),
      node(copy, 'b', 'c', { name: 'in_memory' }),
      node(explode, null, 'd', { name: 'other' }),
      node((c: string, d: string) => c + d, ['c', 'd'], 'e', { name: 'last' }),
    ]);
    const error = await failure(run(made, catalog, { folder: import.meta.dirname }));
    expect(error.message).toBe(
      `node "other" failed: RangeError: no more fuel at sequential-runner.test.ts:${lineOf(error)}`,
    );
    expect(error.progress.completed.map((one) => one.name)).toEqual([]);
    // Layers run in order of names: nothing was done before "other".
    expect(error.hint).toBe(
      '4 of 4 nodes have not run; resume with: cambium run --from-nodes "other,persisted"',
    );
  });

  test('what only memory held is made again, what a file holds is not', async () => {
    const catalog = catalogOf({ a: text('a'), b: text('b') });
    await writeFile(join(folder, 'a.txt'), 'x');
    const copy = (value: string) => value;
    const made = pipeline([
      node(copy, 'a', 'b', { name: 'persisted' }),
      node(copy, 'b', 'c', { name: 'in_memory' }),
      node(copy, 'b', 'sibling', { name: 'beside' }),
      node((_c: string) => explode(), 'c', 'e', { name: 'last' }),
    ]);
    const error = await failure(run(made, catalog, { command: 'cambium run --env test' }));
    expect(error.progress.remaining).toEqual(['last']);
    expect(error.hint).toBe(
      '1 of 4 nodes have not run; resume with: cambium run --env test --from-nodes "in_memory"',
    );
  });

  test('saving null is refused by name, and nothing is written', async () => {
    const made = pipeline([node(() => null, null, 'out', { name: 'forgets' })]);
    const error = await failure(run(made, catalogOf({ out: text('out') })));
    expect(error.message).toContain('saving null to dataset "out" is not allowed');
    expect(error.cause).toMatchObject({ code: 'null-data' });
    await expect(readFile(join(folder, 'out.txt'))).rejects.toThrow('ENOENT');
  });

  test('an abort stops between nodes', async () => {
    const stop = new AbortController();
    const made = pipeline([
      node((_go: number) => stop.abort(), 'go', null, { name: 'a' }),
      node((x: number) => x, 'go', 'z', { name: 'b' }),
    ]);
    const error = await failure(run(made, DataCatalog.of({ go: 1 }), { signal: stop.signal }));
    expect(error.code).toBe('interrupted');
    expect(error.message).toBe('the run was stopped before node "b"');
    expect(error.progress.completed.map((one) => one.name)).toEqual(['a']);
  });
});

/** Line and column of the place in this file that an error came from. */
function lineOf(error: PipelineError): string {
  const stack = (error.cause as Error).stack ?? '';
  return /sequential-runner\.test\.ts:(\d+:\d+)/.exec(stack)?.[1] ?? 'nowhere';
}

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

describe('hooks', () => {
  test('are called in order', async () => {
    const calls: string[] = [];
    const note = (what: string) => () => {
      calls.push(what);
    };
    const hooks: Hooks = {
      beforePipelineRun: note('before pipeline'),
      afterPipelineRun: ({ result }) => note(`after pipeline ${result.nodes.length}`)(),
      beforeNodeRun: ({ node: one }) => {
        note(`before ${one.name}`)();
        return undefined;
      },
      afterNodeRun: ({ node: one, outputs }) => note(`after ${one.name} ${outputs.get('b')}`)(),
      beforeDatasetLoaded: ({ dataset }) => note(`before load ${dataset}`)(),
      afterDatasetLoaded: ({ dataset, data }) => note(`after load ${dataset} ${data}`)(),
      beforeDatasetSaved: ({ dataset }) => note(`before save ${dataset}`)(),
      afterDatasetSaved: ({ dataset, data }) => note(`after save ${dataset} ${data}`)(),
      onNodeError: note('node error'),
      onPipelineError: note('pipeline error'),
    };
    await run(
      pipeline([node((a: number) => a + 1, 'a', 'b', { name: 'n' })]),
      DataCatalog.of({ a: 1 }),
      { hooks: [hooks] },
    );
    expect(calls).toEqual([
      'before pipeline',
      'before load a',
      'after load a 1',
      'before n',
      'before save b',
      'after save b 2',
      'after n 2',
      'after pipeline 1',
    ]);
  });

  test('beforeNodeRun may replace inputs', async () => {
    const made = pipeline([node((a: number) => a + 1, 'a', 'b')]);
    const result = await run(made, DataCatalog.of({ a: 1 }), {
      hooks: [{ beforeNodeRun: async () => ({ a: 41 }) }],
    });
    expect(result.outputs).toEqual({ b: 42 });
    const wrong = await failure(
      run(made, DataCatalog.of({ a: 1 }), { hooks: [{ beforeNodeRun: async () => ({ c: 41 }) }] }),
    );
    expect(wrong.message).toContain('hook beforeNodeRun: node');
    expect(wrong.message).toContain('has no input "c"');
  });

  test('errors reach the error hooks, whose own errors are only logged', async () => {
    const seen: unknown[] = [];
    const hooks: Hooks = {
      onNodeError: ({ error }) => {
        seen.push((error as Error).message);
        throw new Error('hook broke');
      },
      onPipelineError: ({ error }) => {
        seen.push(error instanceof PipelineError);
      },
    };
    const made = pipeline([
      node(
        () => {
          throw new Error('first');
        },
        null,
        'b',
        { name: 'n' },
      ),
    ]);
    const error = await failure(run(made, DataCatalog.of(), { hooks: [hooks] }));
    expect(error.message).toContain('node "n" failed: Error: first');
    expect(seen).toEqual(['first', true]);
    expect(records).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        message: expect.stringMatching(/^hook "onNodeError" failed: Error: hook broke at /),
      }),
    );
  });

  test('onNodeError sees an input that cannot be loaded', async () => {
    const seen: string[] = [];
    const made = pipeline([node((a: string) => a, 'a', 'b', { name: 'n' })]);
    const error = await failure(
      run(made, catalogOf({ a: text('a') }), {
        hooks: [{ onNodeError: ({ node: one }) => void seen.push(one.name) }],
      }),
    );
    expect(error.message).toContain('dataset "a" (TextDataset): there is no file a.txt');
    expect(seen).toEqual(['n']);
  });
});
