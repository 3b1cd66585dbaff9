import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type ModelDump, readModel } from '../../../src/boosting/index.js';
import { command } from '../../../src/cli/commands/inspect.js';
import { readTable } from '../../../src/data/index.js';
import { fixturePath } from '../../boosting/support/fixtures.js';
import { readPredictions } from '../../boosting/support/predictions.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function inspect(...args: string[]): Promise<string> {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  await command().parseAsync(args, { from: 'user' });
  return printed;
}

describe('cambium inspect', () => {
  it('tells objective, trees, features by gain, and parameters', async () => {
    const text = await inspect(fixturePath('multiclass', 'model.txt'));
    expect(text).toMatch(/^objective {2}multiclass num_class:5$/m);
    expect(text).toMatch(/^trees {6}50$/m);
    expect(text).toMatch(/^leaves {5}350, at most 7 a tree, depth up to 6$/m);
    expect(text).toMatch(/^classes {4}5$/m);
    const rows = text.split('\n').filter((line) => line.startsWith('│ f'));
    expect(rows[1]).toMatch(/│ f1 +│ -2\.9801 to 3\.4398 │ +51 │ +1314\.4 │ 16\.2% │/);
    expect(text).toContain('  num_leaves=7\n');
    expect(text).not.toContain('learning_rate');
  });

  it('prints JSON that a program can read', async () => {
    const path = fixturePath('categorical', 'model.txt');
    for (const flags of [['--json'], ['-o', 'json']]) {
      const model = JSON.parse(await inspect(path, ...flags));
      expect(model).toMatchObject({ file: path, objective: 'regression', rounds: 40, trees: 40 });
      expect(model.features[0]).toMatchObject({ name: 'f0', type: 'category', categories: 51 });
      expect(model.features[3]).toMatchObject({ type: 'number', min: -3.1467, max: 3.2475 });
      expect(model.parameters).toMatchObject({ cat_smooth: '5', num_leaves: '31' });
    }
  });

  it('prints the whole model as LightGBM dumps it', async () => {
    const found = JSON.parse(await inspect(fixturePath('const_leaf', 'model.txt'), '--dump'));
    const { feature_importances, ...expected } = readPredictions<ModelDump>('whole-dump.json');
    expect(found).toEqual({ ...expected, feature_importances: {} });
    expect(feature_importances).toEqual({});
  });

  it('writes a table of all nodes', async () => {
    const path = join(folder, 'nodes.parquet');
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await inspect(fixturePath('categorical', 'model.txt'), '--trees', path)).toBe('');
    const table = await readTable(path);
    const model = await readModel(fixturePath('categorical', 'model.txt'));
    expect(table.numRows).toBe(model.trees.reduce((sum, tree) => sum + 2 * tree.numLeaves - 1, 0));
    const leaf = [...table.getChild('node_index')!].indexOf('1-L0');
    expect(table.getChild('value')!.get(leaf)).toBe(model.trees[1]!.leafValue[0]);
  });

  it('does not write the table over the model', async () => {
    const path = join(folder, 'model.csv');
    writeFileSync(path, readFileSync(fixturePath('binary', 'model.txt')));
    await expect(inspect(path, '--trees', path)).rejects.toThrow(/would be written over/);
    expect(readFileSync(path)).toEqual(readFileSync(fixturePath('binary', 'model.txt')));
  });

  it('describes a model that is one constant', async () => {
    const text = await inspect(fixturePath('const_leaf', 'model.txt'));
    expect(text).toMatch(/^leaves {5}1, at most 1 a tree, depth up to 0$/m);
    expect(text).toMatch(/store_fwd +│ unused/);
  });

  it('keeps control characters of a file from the terminal', async () => {
    const path = join(folder, 'names.txt');
    const text = readFileSync(fixturePath('regression', 'model.txt'), 'utf8');
    writeFileSync(path, text.replace(/vendor_id/g, '\u001b[31mvendor'));
    // Colours of the table itself are not meant.
    expect(await inspect(path)).not.toContain('\u001b[31mvendor');
  });

  it('refuses a file cut short, naming it and the line', async () => {
    const path = join(folder, 'cut.txt');
    const text = readFileSync(fixturePath('regression', 'model.txt'), 'utf8');
    writeFileSync(path, text.slice(0, text.length / 2));
    await expect(inspect(path)).rejects.toThrow(/cut\.txt:\d+: /);
  });

  it('refuses a file that is not there', async () => {
    await expect(inspect(join(folder, 'none.txt'))).rejects.toThrow(
      /none\.txt: there is no such file/,
    );
  });
});
