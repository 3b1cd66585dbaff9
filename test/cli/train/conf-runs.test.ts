/** LightGBM's own files of parameters and data run as they are, and give what LightGBM gives. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseModel } from '../../../src/boosting/index.js';
import { command } from '../../../src/cli/commands/train.js';
import { readTable, writeTable } from '../../../src/data/index.js';
import { packageRoot } from '../../../src/runtime/index.js';

const source = join(packageRoot, 'test/fixtures/conf-runs');

interface Expected {
  readonly metrics: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly trees: number;
  readonly feature_names: readonly string[];
  readonly feature_infos: readonly string[];
}

const expected: Readonly<Record<string, Expected>> = JSON.parse(
  readFileSync(join(source, 'expected.json'), 'utf8'),
);

let folder: string;
const home = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-conf-'));
  cpSync(source, folder, { recursive: true });
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
  vi.restoreAllMocks();
});

const quietly = (...args: string[]) =>
  command().parseAsync([...args, '--verbosity', '-1'], { from: 'user' });

/** Runs the command and gives what it says. */
async function said(...args: string[]): Promise<string> {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
    text += part;
    return true;
  });
  await command().parseAsync(args, { from: 'user' });
  vi.restoreAllMocks();
  return text;
}

const read = (name: string) => readFileSync(name, 'utf8');
const modelOf = (name: string) => parseModel(read(name), name);
const metricsOf = (name: string) => JSON.parse(read(name)) as Record<string, never>;

/** LightGBM reads decimals to all but the last bit. */
const rounded = (info: string) =>
  info.replace(/-?\d+\.\d+/g, (number) => Number(number).toPrecision(12));

describe("LightGBM's example", () => {
  test.each([
    ['regression', 1e-6],
    ['binary', 1e-6],
    ['multiclass', 1e-6],
    ['rank', 1e-6],
  ])('%s runs from its .conf file, to the metrics that LightGBM reaches', async (name, near) => {
    const wanted = expected[name] as Expected;
    await quietly('--config', `${name}.conf`, '--metrics', 'metrics.json');
    const { evaluations } = metricsOf('metrics.json') as unknown as {
      evaluations: Record<string, Record<string, number[]>>;
    };
    for (const [part, dataset] of [
      ['training', 'training'],
      ['test', `${name}.test`],
    ] as const) {
      const metrics = wanted.metrics[part] ?? {};
      expect(Object.keys(evaluations[dataset] ?? {})).toEqual(Object.keys(metrics));
      for (const [metric, rounds] of Object.entries(metrics)) {
        const found = evaluations[dataset]?.[metric] ?? [];
        expect(found).toHaveLength(rounds.length);
        rounds.forEach((value, round) => {
          const gap = Math.abs((found[round] as number) - value) / Math.max(1e-9, Math.abs(value));
          expect(gap, `${dataset} ${metric} after round ${round + 1}`).toBeLessThan(near);
        });
      }
    }
    const model = modelOf(`${name}_model.txt`);
    expect(model.trees).toHaveLength(wanted.trees);
    expect(model.featureNames).toEqual(wanted.feature_names);
    const infos = /^feature_infos=(.*)$/m.exec(read(`${name}_model.txt`))?.[1] ?? '';
    expect(infos.split(' ').map(rounded)).toEqual(wanted.feature_infos.map(rounded));
  });
});

describe('a .conf file', () => {
  test('gives way to options, and each input to what is told of it', async () => {
    writeFileSync(
      'train.conf',
      'data = nowhere.train\nvalid = nowhere.test\nnum_trees = 9\noutput_model = nowhere/m.txt\n',
    );
    await quietly(
      ...['regression.train', '--config', 'train.conf', '--valid', 'regression.test'],
      ...['--num_iterations', '2', '--output', 'm.txt', '--metrics', 'm.json'],
    );
    expect(modelOf('m.txt').trees).toHaveLength(2);
    expect(metricsOf('m.json')).toMatchObject({ data: 'regression.train', rows: 300, features: 5 });
    expect(readdirSync('.')).not.toContain('nowhere');
  });

  test.each(['regression', 'binary', 'multiclass'])(
    'the binned data set of %s is saved, and trains the same model in the place of the table',
    async (task) => {
      await quietly('--config', `${task}.conf`, '--num_trees', '4', '--output', 'table.txt');
      await quietly(
        '--config',
        `${task}.conf`,
        '--num_trees',
        '4',
        '--save_binary',
        '--output',
        'saving.txt',
      );
      expect(read('saving.txt')).toBe(read('table.txt'));
      const data = `${task}.train.bin`;
      await quietly(data, '--config', `${task}.conf`, '--num_trees', '4', '--output', 'binned.txt');
      expect(read('binned.txt')).toBe(read('table.txt'));
    },
  );

  test('says what is read beside the data, and what has no effect', async () => {
    const text = await said('--config', 'multiclass.conf', '--save_binary', '--num_trees', '2');
    expect(text.split('\n').filter((line) => line.startsWith('note: '))).toEqual([
      'note: multiclass.train.weight is read along with multiclass.train',
      'note: multiclass.test.weight is read along with multiclass.test',
      'note: the binned data set is in multiclass.train.bin',
      expect.stringMatching(/^note: parameter "machine_list_file" has no effect here: /),
    ]);
    // metric_freq is 2.
    expect(text.match(/^\[\d\]\t.*$/gm)).toEqual([
      expect.stringMatching(
        /^\[2\]\ttraining's multi_logloss: [\d.]+\ttraining's multi_error: [\d.]+\tmulticlass\.test's multi_logloss: /,
      ),
    ]);
    expect(text).toMatch(/\nread 300 rows and 5 features from multiclass\.train in /);
    expect(text).toMatch(/\nwrote multiclass_model\.txt: 2 rounds\n$/);
  });

  test("is told, and followed by parameters, as LightGBM's own command line has it", async () => {
    await quietly('config=regression.conf', 'num_trees=3', 'num_leaves=4', 'model_out=m.txt');
    const { trees, parameters } = modelOf('m.txt');
    expect([trees.length, parameters.get('num_leaves')]).toEqual([3, '4']);
    await quietly('data=regression.train', 'num_trees=3', '--num_leaves', '4', '--output', 'n.txt');
    expect(modelOf('n.txt').featureNames).toHaveLength(5);
  });

  test('goes on from a model, to the same bytes as at once', async () => {
    const conf = ['--config', 'binary.conf', '--metrics', 'm.json'];
    await quietly(...conf, '--num_trees', '6', '--output', 'whole.txt');
    await quietly(...conf, '--num_trees', '4', '--output', 'half.txt');
    await quietly(
      ...[...conf, '--num_trees', '2', '--input_model', 'half.txt', '--output', 'both.txt'],
    );
    const trees = (name: string) => modelOf(name).trees;
    expect(trees('both.txt')).toHaveLength(6);
    expect(trees('both.txt').slice(0, 4)).toEqual(trees('half.txt'));
    expect(trees('both.txt')).toEqual(trees('whole.txt'));
  });

  test('saves the model now and then', async () => {
    await quietly('--config', 'regression.conf', '--num_trees', '5', '--snapshot_freq', '2');
    const models = readdirSync('.').filter((name) => name.startsWith('regression_model'));
    expect(models.sort()).toEqual([
      'regression_model.txt',
      'regression_model.txt.snapshot_iter_2',
      'regression_model.txt.snapshot_iter_4',
    ]);
    const { trees } = modelOf('regression_model.txt');
    expect(trees).toHaveLength(5);
    for (const rounds of [2, 4]) {
      const snapshot = modelOf(`regression_model.txt.snapshot_iter_${rounds}`);
      expect(snapshot.trees).toEqual(trees.slice(0, rounds));
    }
  });

  test('of a validation file that does not fit is refused before training', async () => {
    const run = (...args: string[]) => quietly(...args, '--output', 'm.txt');
    await expect(run('--config', 'regression.conf', '--valid', 'binary.test')).rejects.toThrow(
      'binary.test has 6 features, but regression.train has 5',
    );
    await expect(run('--config', 'regression.conf', '--valid', 'rank.test')).rejects.toThrow(
      'rank.test is LibSVM, but regression.train is not',
    );
    rmSync('rank.test.query');
    await expect(run('--config', 'rank.conf')).rejects.toThrow(
      'rank.test has no queries, but rank.train has',
    );
    writeFileSync('regression.train.init', '1\n2\n');
    await expect(run('--config', 'regression.conf')).rejects.toThrow(
      'regression.train.init has 2 lines, but the data has 300 rows',
    );
    expect(readdirSync('.')).not.toContain('m.txt');
  });
});

describe('columns by name', () => {
  function writeShops(name: string, cities: readonly string[]) {
    const lines = Array.from({ length: 240 }, (_, row) => {
      const city = cities[(row * 7) % cities.length] as string;
      const x = (row * 37) % 101;
      const y = (city.length % 3) * 20 + (city > 'M' ? 30 : 0) + x / 10;
      return `${city},${x},${y},${1 + (row % 3)},${Math.floor(row / 8)},${y > 40 ? 1 : 0}`;
    });
    writeFileSync(name, `city,x,sales,w,q,grade\n${lines.join('\n')}\n`);
  }

  test('text is categories, with weights; the model keeps their names', async () => {
    writeShops('shops.csv', ['Oslo', 'Bern', 'Rome', '', 'Lima', 'Paris']);
    writeShops('other.csv', ['Rome', 'Bern', 'Cairo']);
    await quietly(
      ...['shops.csv', '--label', 'sales', '--categorical', 'city', '--weight', 'w'],
      ...['--exclude', 'q,grade', '--valid', 'other.csv', '--num_trees', '3', '--output', 'm.txt'],
      ...['--min_data_per_group', '5', '--cat_smooth', '1'],
    );
    const model = modelOf('m.txt');
    expect(model.featureNames).toEqual(['city', 'x']);
    expect(model.trees[0]?.catThreshold?.length ?? 0).toBeGreaterThan(0);
    const names = /^pandas_categorical:(.*)$/m.exec(read('m.txt'))?.[1] ?? '';
    expect(JSON.parse(names)).toEqual([['Bern', 'Lima', 'Oslo', 'Paris', 'Rome']]);
    await quietly(
      ...['shops.csv', '--label', 'sales', '--categorical', 'city', '--exclude', 'q,grade,w'],
      ...['--num_trees', '3', '--output', 'unweighted.txt'],
      ...['--min_data_per_group', '5', '--cat_smooth', '1'],
    );
    expect(modelOf('unweighted.txt').trees).not.toEqual(model.trees);
  });

  test('rows of a query are told by a column, by its texts, or by a file', async () => {
    writeShops('shops.csv', ['Oslo', 'Bern', 'Rome', 'Lima', 'Paris']);
    const lines = read('shops.csv').trim().split('\n');
    const named = lines.map((line, row) => {
      const fields = line.split(',');
      return [...fields.slice(0, 4), row === 0 ? 'q' : `query ${fields[4]}`, fields[5]].join(',');
    });
    writeFileSync('named.csv', named.join('\n'));
    writeFileSync('queries', '8\n'.repeat(30));
    const run = (data: string, group: string, output: string, ...more: string[]) =>
      quietly(
        ...[data, '--label', 'grade', '--group', group, '--objective', 'lambdarank'],
        ...['--features', 'x,sales', '--num_trees', '3', '--output', output, ...more],
      );
    await run('shops.csv', 'q', 'column.txt');
    await run('named.csv', 'q', 'text.txt');
    await run('shops.csv', 'queries', 'file.txt');
    expect(modelOf('column.txt').trees).toHaveLength(3);
    expect(read('text.txt')).toBe(read('column.txt'));
    expect(read('file.txt')).toBe(read('column.txt'));
    await run('shops.csv', 'q', 'valid.txt', '--valid', 'shops.csv', '--metrics', 'm.json');
    expect(metricsOf('m.json')).toMatchObject({
      evaluations: { 'shops.csv': { 'ndcg@1': [expect.any(Number), expect.any(Number), 1] } },
    });
  });

  test('the same table in another format gives the same bytes, categories and all', async () => {
    writeShops('shops.csv', ['Oslo', 'Bern', 'Rome', '', 'Lima', 'Paris']);
    const table = await readTable('shops.csv');
    const run = (name: string) =>
      quietly(
        ...[name, '--label', 'sales', '--categorical', 'city,q', '--weight', 'w', '--num_trees'],
        ...['4', '--min_data_per_group', '5', '--output', `${name}.txt`],
      );
    await run('shops.csv');
    for (const name of ['shops.parquet', 'shops.arrow', 'shops.json', 'shops.tsv']) {
      await writeTable(table, name);
      await run(name);
      expect(read(`${name}.txt`)).toBe(read('shops.csv.txt'));
    }
  });
});

describe('positions of a ranking', () => {
  const lines = () => read('rank.train').trim().split('\n');
  const places = () => lines().map((_, row) => `place ${row % 7}`);
  const trees = (name: string) => read(name).split('\nparameters:')[0];

  test('are read from the file beside, or from the one that is named', async () => {
    await quietly('--config', 'rank.conf', '--output', 'without.txt');
    writeFileSync('other', `${places().join('\n')}\n`);
    await quietly('--config', 'rank.conf', '--output', 'named.txt', '--position', 'other');
    writeFileSync('rank.train.position', `${places().join('\n')}\n`);
    await quietly('--config', 'rank.conf', '--output', 'beside.txt');
    expect(trees('beside.txt')).not.toBe(trees('without.txt'));
    expect(trees('named.txt')).toBe(trees('beside.txt'));
  });

  test('that are not as many as the rows are refused', async () => {
    writeFileSync('rank.train.position', '0\n1\n');
    await expect(quietly('--config', 'rank.conf', '--output', 'm.txt')).rejects.toThrow(
      /rank\.train\.position has 2 positions, but the data has \d+ rows/,
    );
  });
});
