import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DataCatalog } from '../../../src/index.js';
import { node, type PipelineError, pipeline } from '../../../src/pipeline/index.js';
import { catalogOf, failure, folder, run, text } from './support/runs.js';

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
    expect(error.problem).toBe(
      `node "other" failed: RangeError: no more fuel at failure.test.ts:${lineOf(error)}`,
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
    expect(error.problem).toBe('the run was stopped before node "b"');
    expect(error.progress.completed.map((one) => one.name)).toEqual(['a']);
  });
});

/** Line and column of the place in this file that an error came from. */
function lineOf(error: PipelineError): string {
  const stack = (error.cause as Error).stack ?? '';
  return /failure\.test\.ts:(\d+:\d+)/.exec(stack)?.[1] ?? 'nowhere';
}
