/** Files in all forms that LightGBM predicts are scored, to the text that LightGBM writes; see the fixtures' make.py. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { command } from '../../../src/cli/commands/score.js';
import { command as training } from '../../../src/cli/commands/train.js';
import { readTable, writeTable } from '../../../src/data/index.js';
import { packageRoot } from '../../../src/runtime/index.js';

let folder: string;
const home = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-predict-'));
  cpSync(join(packageRoot, 'test/fixtures/conf-predictions'), folder, { recursive: true });
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
  vi.restoreAllMocks();
});

const read = (name: string) => readFileSync(name, 'utf8');
const numbersOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t').map(Number));

/** Runs the command and gives what it says. */
async function score(...args: string[]): Promise<string> {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
    said += part;
    return true;
  });
  await command().parseAsync([...args, '--backend', 'wasm', '--threads', '1'], { from: 'user' });
  return said;
}

function expectNear(name: string, wanted: string, bound: number): void {
  const found = numbersOf(read(name));
  const expected = numbersOf(read(wanted));
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  found.flat().forEach((value, at) => {
    expect(Math.abs(value - (expected.flat()[at] as number))).toBeLessThan(bound);
  });
}

describe('a table of task=predict gives the bytes that LightGBM writes', () => {
  test.each([
    ['regression', 'labelled.csv', ['predict_raw_score=true'], 'labelled.csv.raw'],
    ['regression', 'bare.tsv', [], 'bare.tsv.value'],
    ['regression', 'labelled.svm', ['predict_raw_score=true'], 'labelled.svm.raw'],
    ['regression', 'bare.svm', ['is_predict_raw_score=1'], 'bare.svm.raw'],
    ['regression', 'named.csv', ['predict_raw_score=true', 'header=true'], 'named.csv.raw'],
    [
      'binary',
      'labelled.csv',
      ['raw_score=true', 'start_iteration_predict=2', 'num_iteration_predict=5'],
      'binary.some.raw',
    ],
    [
      'binary',
      'labelled.csv',
      [
        ...['raw_score=true', 'pred_early_stop=true', 'pred_early_stop_freq=2'],
        'pred_early_stop_margin=1.5',
      ],
      'binary.stop.raw',
    ],
    ['multiclass', 'labelled.csv', ['predict_raw_score=true'], 'multiclass.raw'],
    ['multiclass', 'labelled.csv', ['predict_leaf_index=true', 'raw_score=1'], 'multiclass.leaf'],
  ])('%s of %s %j', async (model, data, parameters, wanted) => {
    await score(`data=${data}`, `input_model=${model}.txt`, 'output_result=p.csv', ...parameters);
    expect(read('p.csv')).toBe(read(wanted));
  });

  test('values and contributions to the last bits', async () => {
    await score('data=labelled.csv', 'input_model=binary.txt', 'output_result=p');
    expectNear('p', 'binary.value', 1e-14);
    await score(
      'data=labelled.csv',
      'input_model=multiclass.txt',
      'predict_contrib=true',
      'output_result=c',
    );
    expectNear('c', 'multiclass.contrib', 1e-9);
  });
});

describe('a .conf file', () => {
  test('tells all, gives way to options and words, and its result has a name', async () => {
    writeFileSync(
      'predict.conf',
      'task = predict\ndata = labelled.csv # the test rows\ninput_model = multiclass.txt\npredict_raw_score = true\nverbosity = -1\n',
    );
    expect(await score('--config', 'predict.conf')).toBe('');
    expect(read('LightGBM_predict_result.txt')).toBe(read('multiclass.raw'));
    await score('config=predict.conf', '--kind', 'leaf', 'output_result=leaves');
    expect(read('leaves')).toBe(read('multiclass.leaf'));
    await score('--config', 'predict.conf', '--output', 'p.csv');
    expect(read('p.csv').split('\n')[0]).toBe('prediction_0,prediction_1,prediction_2');
  });

  test('early stop is passed over where all trees are needed', async () => {
    const words = ['data=bare.tsv', 'input_model=regression.txt', 'output_result=p'];
    await score(...words, 'pred_early_stop=true');
    expect(read('p')).toBe(read('bare.tsv.value'));
  });

  test.each([
    ['of training', 'task = train\n', /task=train is not a prediction task/],
    ['of code', 'task = convert_model\n', /task=convert_model is not a prediction task/],
    ['without a model', 'data = labelled.csv\n', /there is no model/],
    ['without data', 'input_model = binary.txt\n', /there is no table to score/],
    ['with a misspelt name', 'dat = x.csv\n', /predict\.conf:1: there is no parameter "dat"/],
  ])('%s is refused', async (_, text, message) => {
    writeFileSync('predict.conf', text);
    await expect(score('--config', 'predict.conf')).rejects.toThrow(message);
    expect(existsSync('LightGBM_predict_result.txt')).toBe(false);
  });
});

describe('files as arguments', () => {
  test.each([
    ['a model without names finds columns by place', ['labelled.csv'], 'labelled.csv.raw'],
    ['without a label', ['bare.tsv', '--header', 'false'], 'bare.tsv.value'],
    ['the place of the label', ['labelled.csv', '--label_column', '0'], 'labelled.csv.raw'],
    ['names in the first line', ['named.csv'], 'named.csv.raw'],
    ['LibSVM', ['labelled.svm'], 'labelled.svm.raw'],
    ['LibSVM without labels', ['bare.svm'], 'bare.svm.raw'],
  ])('%s', async (_, args, wanted) => {
    await score('regression.txt', ...args, '--output', 'p.txt', '--kind', 'raw');
    expect(read('p.txt')).toBe(read(wanted));
    const small = ['--batch-rows', '7', '--output', 'q.txt'];
    await score('regression.txt', ...args, ...small, '--kind', 'raw');
    expect(read('q.txt')).toBe(read(wanted));
  });

  test('LibSVM by its content, several at once, and what lies beyond the model', async () => {
    writeFileSync('rows', read('bare.svm').replaceAll('\n', ' 9:1\n'));
    const said = await score('regression.txt', 'rows', 'bare.svm', '--output', 'p.txt');
    expect(read('p.txt')).toBe(read('bare.svm.raw').repeat(2));
    expect(said).toContain('note: rows: 40 values lie in columns that the model has not\n');
  });

  test('of another width are refused, unless told to take them', async () => {
    writeFileSync('wide.txt', '1,2,3,4,5,6,7\n1,2,3,4,5,6,8\n');
    await expect(score('regression.txt', 'wide.txt', '--output', 'p.txt')).rejects.toThrow(
      /wide\.txt has 7 columns, but the model has 4 features: expected that many, or one more for the label/,
    );
    await score('regression.txt', 'wide.txt', '--output', 'p.txt', '--predict_disable_shape_check');
    expect(numbersOf(read('p.txt'))).toHaveLength(2);
  });

  test('of two forms are not joined', async () => {
    const words = ['regression.txt', 'bare.svm', 'labelled.csv', '--output', 'p.txt'];
    await expect(score(...words)).rejects.toThrow(/labelled\.csv is no libsvm, but bare\.svm is/);
  });
});

describe('text categories of the model', () => {
  test.each(['shops.csv', 'shops.parquet', 'shops.arrow', 'shops.json'])(
    'are found in %s; texts and numbers that it has not are missing',
    async (data) => {
      if (data !== 'shops.csv') await writeTable(await readTable('shops.csv'), data);
      await score('shops.txt', data, '--output', 'p.txt', '--kind', 'raw', '--batch-rows', '16');
      expect(read('p.txt')).toBe(read('shops.raw'));
    },
  );

  test('in a table of no text are told', async () => {
    writeFileSync('n.csv', 'x,city,size\n1,2,1\n');
    await writeTable(await readTable('n.csv'), 'n.parquet');
    await expect(score('shops.txt', 'n.parquet', '--output', 'p.txt')).rejects.toThrow(
      /n\.parquet, column "city" is float64, but text is needed: its categories have names/,
    );
  });
});

test('a model of this package with text and whole categories scores what it was trained on', async () => {
  const lines = Array.from(
    { length: 480 },
    (_, row) =>
      `${['red', 'green', 'NA', 'blue'][row % 4]},${row % 3},${(row % 4) * 10 + (row % 3)}`,
  );
  writeFileSync('t.csv', `colour,kind,y\n${lines.join('\n')}\n`);
  const options = ['--label', 'y', '--categorical', 'colour,kind', '--min_data_per_group', '1'];
  const rounds = [
    '--cat_smooth',
    '0',
    '--cat_l2',
    '0',
    '--num_iterations',
    '60',
    '--verbosity',
    '-1',
  ];
  await training().parseAsync(['t.csv', ...options, ...rounds, '--output', 'm.txt'], {
    from: 'user',
  });
  await score('m.txt', 't.csv', '--output', 'p.txt');
  numbersOf(read('p.txt')).forEach(([found], row) => {
    expect(Math.abs((found as number) - ((row % 4) * 10 + (row % 3)))).toBeLessThan(0.5);
  });
});
