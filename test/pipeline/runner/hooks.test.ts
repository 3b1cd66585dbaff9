import { describe, expect, test } from 'vitest';
import { DataCatalog } from '../../../src/index.js';
import { type Hooks, node, PipelineError, pipeline } from '../../../src/pipeline/index.js';
import { catalogOf, failure, records, run, text } from './support/runs.js';

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
    expect(error.message).toContain('dataset "a" (TextDataset): a.txt: there is no such file');
    expect(seen).toEqual(['n']);
  });
});
