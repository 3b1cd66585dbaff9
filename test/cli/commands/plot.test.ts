import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { command } from '../../../src/cli/commands/plot.js';
import { fixturePath } from '../../boosting/support/fixtures.js';
import { labels, marks, parseSvg, texts } from '../../plots/svg.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-plot-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const model = fixturePath('regression', 'model.txt');
const data = fixturePath('regression', 'data.csv');
const output = join(folder, 'picture.svg');

async function plot(...args: string[]): Promise<string> {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await command().parseAsync([...args, '--output', output], { from: 'user' });
  return readFileSync(output, 'utf8');
}

describe('cambium plot', () => {
  it('draws importance', async () => {
    const args = [model, '--kind', 'importance', '--importance', 'gain', '--top', '5'];
    const svg = await plot(...args, '--title', 'What counts');
    const picture = parseSvg(svg);
    expect(marks(picture, 'bars')).toHaveLength(5);
    expect(texts(picture)).toContain('What counts');
    expect(await plot(...args, '--title', 'What counts')).toBe(svg);
  });

  it('draws a tree to a depth', async () => {
    const args = ['--tree', '2', '--max-depth', '2', '--show', 'leaf_count', '--precision', '2'];
    const picture = parseSvg(await plot(model, '--kind', 'tree', ...args));
    expect(labels(picture, 'boxes')[0]).toBe('haversine_km, ≤ 1.9');
    expect(marks(picture, 'boxes')).toHaveLength(7);
  });

  it('draws the values that a feature is split at, by its name or place', async () => {
    const args = [model, '--kind', 'split-values', '--bins', '5'];
    const picture = parseSvg(await plot(...args, '--feature', 'hour'));
    expect(marks(picture, 'bars').length).toBeGreaterThan(1);
    expect(texts(picture)).toContain('Split value histogram for feature with name hour');
    const byPlace = parseSvg(await plot(...args, '--feature', '0'));
    expect(texts(byPlace)).toContain('Split value histogram for feature with index 0');
  });

  it('draws the metrics that cambium train has written', async () => {
    const metrics = join(folder, 'metrics.json');
    const evaluations = { test: { auc: [0.5, 0.7, 0.6], binary_logloss: [0.6, 0.5, 0.55] } };
    writeFileSync(metrics, JSON.stringify({ evaluations, bestIteration: 2 }));
    const picture = parseSvg(await plot(metrics, '--kind', 'metrics', '--metric', 'auc'));
    expect(marks(picture, 'lines')).toHaveLength(1);
    expect(texts(picture)).toContain('best round 2');
  });

  it('draws partial dependence on one feature and on two', async () => {
    const args = [model, '--kind', 'partial-dependence', '--data', data, '--rows', '50'];
    const one = parseSvg(await plot(...args, '--features', 'hour', '--raw'));
    expect(texts(one)).toEqual(expect.arrayContaining(['Mean raw score', 'mean over 50 rows']));
    const two = await plot(...args, '--features', 'hour,haversine_km', '--grid-size', '4');
    expect(marks(parseSvg(two), 'cells')).toHaveLength(16);
  });

  it.each([
    [['--kind', 'importanec'], 'did you mean "importance"?'],
    [['--kind', 'split-values'], '--kind split-values needs --feature NAME'],
    [['--kind', 'split-values', '--feature', 'huor'], 'did you mean "hour"?'],
    [['--kind', 'tree', '--top', '3'], '--top means nothing to --kind tree'],
    [['--kind', 'tree', '--tree', '-1'], '--tree is "-1", but must be a whole number'],
    [['--kind', 'tree', '--tree', '9999'], 'there is no tree 9999'],
    [['--kind', 'tree', '--show', 'gain'], '--show is "gain", but must be one of split_gain'],
    [['--kind', 'metrics'], 'model.txt: not valid JSON'],
    [['--kind', 'partial-dependence', '--features', 'hour'], 'needs --data FILE'],
    [['--kind', 'partial-dependence', '--data', data], 'needs --features NAME'],
    [
      ['--kind', 'partial-dependence', '--data', data, '--features', 'huor'],
      'did you mean "hour"?',
    ],
    [['--kind', 'partial-dependence', '--data', data, '--features', 'hour,'], 'has an empty name'],
  ])('refuses options that do not go together, case %#', async (args, message) => {
    rmSync(output, { force: true });
    const failed = await plot(model, ...args).catch((error: unknown) => error);
    expect(failed).toHaveProperty('code');
    expect((failed as { describe(): string }).describe()).toContain(message);
    expect(existsSync(output)).toBe(false);
  });

  it('refuses an output that is no .svg, or that is what it reads', async () => {
    const run = (input: string, path: string) =>
      command().parseAsync([input, '--kind', 'metrics', '--output', path], { from: 'user' });
    await expect(run(model, join(folder, 'a.png'))).rejects.toThrow('ends in .svg');
    const own = join(folder, 'own.svg');
    writeFileSync(own, '{}');
    await expect(run(own, own)).rejects.toMatchObject({ code: 'overwrites-input' });
    await expect(run(join(folder, 'none.json'), output)).rejects.toMatchObject({
      code: 'missing-file',
    });
  });
});
