import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CambiumError } from '../../../src/errors.js';

import { call, folder, read, train, write, writeLine } from './train-folder.js';

describe('errors say where and what is near, and leave nothing', () => {
  const basic = ['a.csv', '--label', 'y', '--features', 'x,m', '--output', 'm.txt'];
  const errors: Readonly<Record<string, readonly [string[], RegExp]>> = {
    'no such option': [
      [...basic, '--num_leafs', '3'],
      /no option or parameter --num_leafs \(did you mean "--num_leaf"\?\)/,
    ],
    'no such parameter as a word': [
      [...basic, 'num_treess=3'],
      /there is no parameter "num_treess" \(did you mean "num_trees"\?\)/,
    ],
    'no such parameter as a word, near none': [
      [...basic, 'quatsch=3'],
      /there is no parameter "quatsch" \(and no file of this name: cambium train --help/,
    ],
    'no such file of a partition': [
      ['year=2026/a.csv', ...basic.slice(1)],
      /year=2026\/a\.csv: there is no such file/,
    ],
    'no such option, with a value': [
      [...basic, '--lerning-rate=1'],
      /--lerning-rate \(did you mean "--learning-rate"\?\)/,
    ],
    'a value out of range': [
      [...basic, '--num_leaves', '1'],
      /parameter "num_leaves" must be an integer, 2 to 131072, found "1"/,
    ],
    'a parameter that cannot be followed': [
      [...basic, '--parser_config_file', 'p.json'],
      /parameter "parser_config_file" cannot be followed: plug-ins/,
    ],
    'a name where a place is expected': [
      [...basic, '--label_column', 'y'],
      /parameter "label_column" must be .*, found "y" \(name:y\?\)/,
    ],
    'the label': [
      ['a.csv', '--label', 'Y2', '--output', 'm.txt'],
      /a\.csv: the label is not a column of the table: "Y2" \(did you mean "y"\?\)/,
    ],
    'a feature': [
      ['a.csv', '--label', 'y', '--features', 'x,mm', '--output', 'm.txt'],
      /--features names something that is not a column: "mm" \(did you mean "m"\?\)/,
    ],
    'a column to leave out': [
      ['a.csv', '--label', 'y', '--exclude', 'whom', '--output', 'm.txt'],
      /--exclude names something that is not a column: "whom" \(did you mean "who"\?\)/,
    ],
    'the label among the features': [
      ['a.csv', '--label', 'y', '--features', 'x,y', '--output', 'm.txt'],
      /--features names the label "y" too/,
    ],
    'nothing left': [
      ['a.csv', '--label', 'y', '--features', 'x', '--exclude', 'x', '--output', 'm.txt'],
      /no column is left to train on/,
    ],
    'text and dates': [
      ['text.csv', '--label', 'y', '--output', 'm.txt'],
      /text\.csv, column "day": expected a number, found Date32<DAY>; text\.csv, line 2, column "who": expected a number, found "a" \(correct the value, or use --categorical who if the texts are categories, or --exclude day,who/,
    ],
    'a label of text': [
      ['text.csv', '--label', 'who', '--output', 'm.txt'],
      /text\.csv, line 2, column "who": expected a number for the label, found "a" \(correct the value; classes are numbers/,
    ],
    'a missing label': [
      ['text.csv', '--label', 'gap', '--features', 'x', '--output', 'm.txt'],
      /label "gap" of text\.csv is missing \(NaN\) in row 2/,
    ],
    'no classes': [
      [...basic, '--objective', 'binary'],
      /label "y" of a\.csv is \d+ in row \d+: objective=binary expects 0 or 1/,
    ],
    'no such file': [
      ['b.csv', '--label', 'y', '--output', 'm.txt'],
      /b\.csv: there is no such file/,
    ],
    'an empty table': [
      ['empty.csv', '--label', 'y', '--output', 'm.txt'],
      /empty\.csv has no rows/,
    ],
    'a validation table without a feature': [
      [...basic, '--valid', 'other.csv'],
      /other\.csv: columns of a\.csv are missing: "m"/,
    ],
    'a validation table without the label': [
      ['a.csv', '--label', 'late', '--features', 'x', '--output', 'm.txt', '--valid', 'other.csv'],
      /other\.csv: the label is not a column of this validation table: "late"/,
    ],
    'a validation table of other types': [
      [...basic, '--valid', 'text2.csv'],
      /text2\.csv, line 2, column "x": expected a number, as in a\.csv, found "low"/,
    ],
    'a folder as output': [
      ['a.csv', '--label', 'y', '--features', 'x', '--output', 'folder'],
      /folder is a folder/,
    ],
    'an output of another kind': [
      ['a.csv', '--label', 'y', '--features', 'x', '--output', 'm.json'],
      /LightGBM's text format \(name it \.txt\)/,
    ],
    'metrics for --metric': [
      [...basic, '--metrics', 'auc'],
      /--metrics auc: expected a file that ends in \.json \(--metric chooses/,
    ],
    'an output over an input': [
      [...basic.slice(0, -1), 'train.conf', '--config', 'train.conf'],
      /train\.conf would be written over/,
    ],
    'no file of parameters': [[...basic, '--config', 'no.conf'], /no\.conf: there is no such file/],
    'a line without a sign': [
      [...basic, '--config', 'line.conf'],
      /line\.conf:2: expected "key = value", found "num_leaves 4"/,
    ],
    'an unknown key': [
      [...basic, '--config', 'key.conf'],
      /key\.conf:3: there is no parameter "num_leafs" \(did you mean "num_leaf"\?\)/,
    ],
    'a bad value in the file': [
      [...basic, '--config', 'value.conf'],
      /value\.conf:1: parameter "eta" must be a number above 0, found "-1"/,
    ],
    'a key given twice': [
      [...basic, '--config', 'twice.conf'],
      /twice\.conf:2: "eta" is given already in twice\.conf:1/,
    ],
    'no table': [['--label', 'y', '--output', 'm.txt'], /there is no table to train on/],
    'no output': [['a.csv', '--label', 'y'], /there is no --output/],
    'a weight': [[...basic, '--weight', 'ww'], /a\.csv: the weight is not a column .*: "ww"/],
    'a weight of text': [
      [...basic, '--weight', 'who'],
      /line 2, column "who": expected a number for the weight, found "name 0" \(correct the value, or leave out --weight\)/,
    ],
    'a group': [
      [...basic, '--group', 'q'],
      /the group is not a column of the table, nor a file: "q"/,
    ],
    'initial scores of too many classes': [
      [...basic, '--init_score', 'id,late'],
      /the initial scores of a\.csv are 2 a row: expected 1, one for each class/,
    ],
    'a category that is no feature': [
      [...basic, '--categorical', 'who'],
      /--categorical names something that is not a feature: "who" \(its columns are x, m\)/,
    ],
    'a category of dates': [
      ['text.csv', '--label', 'y', '--features', 'x,day', '--categorical', 'day', '--output', 'm'],
      /text\.csv, column "day": expected texts or whole numbers for categories, found Date32<DAY> \(leave it out with --exclude day\)/,
    ],
    'a weight among the features': [
      [...basic, '--weight', 'm'],
      /--features names the weight "m" too/,
    ],
    'columns by place beside a label by name': [
      [...basic, '--weight_column', '2'],
      /weight_column=2 counts columns, but --label y names them \(weight_column=name:NAME\)/,
    ],
    'features by name beside a label by place': [
      ['a.csv', '--label', '0', '--features', 'x', '--output', 'm.txt'],
      /--features goes with a label by name/,
    ],
    'several tables without names': [
      ['a.csv', 'b.csv', '--label', '0', '--output', 'm.txt'],
      /several tables are joined by the names of their columns/,
    ],
    'names where none are': [
      [...basic, '--header', 'false'],
      /a\.csv: header=false leaves columns without names \(give the place of the label: --label 0\)/,
    ],
    'names where numbers are expected': [
      ['a.csv', '--label', '0', '--output', 'm.txt'],
      /a\.csv, line 1, column "column0": .*"id".* \(header=true if the first line holds names\)/,
    ],
    'a model to go on from': [
      [...basic, '--input_model', 'none.txt'],
      /none\.txt: there is no such file/,
    ],
    'another task': [
      ['--config', 'predict.conf'],
      /task=predict is not a training task \(cambium score --config predict\.conf\)/,
    ],
    'the task of making code': [
      ['a.csv', 'task=convert_model', '--input_model', 'm.txt'],
      /task=convert_model is not a training task \(no code is written, but cambium inspect m\.txt --json/,
    ],
    'the task of refitting': [
      ['a.csv', 'task=refit'],
      /there is no model to fit to the table \(input_model=FILE\)/,
    ],
    'a label of LibSVM': [
      ['rows.svm', '--label', 'y', '--output', 'm.txt'],
      /rows\.svm is LibSVM, which has no column "y" \(its label is the first number/,
    ],
    'a column of LibSVM': [
      ['rows.svm', '--weight_column', '2', '--output', 'm.txt'],
      /rows\.svm is LibSVM, which has no columns for weight_column \(weights go to rows\.svm\.weight/,
    ],
    'a row of LibSVM': [
      ['rows.svm', '--output', 'm.txt'],
      /rows\.svm:3: expected index:value, found "x"/,
    ],
  };

  function writeInputs() {
    writeLine('a.csv', 50);
    write(
      'text.csv',
      'day,who,none,x,gap,y\n2024-01-01,a,,1,1,1\n2024-01-02,b,,2,,2\n2024-01-03,c,,3,3,3\n',
    );
    write('text2.csv', 'x,m,y\nlow,1,1\nhigh,2,2\n');
    write('other.csv', 'x,y\n1,1\n2,2\n');
    write('empty.csv', 'x,y\n');
    write('train.conf', 'num_leaves = 4\n');
    write('line.conf', '# one\nnum_leaves 4\n');
    write('key.conf', 'eta=0.1\n\nnum_leafs = 4\n');
    write('value.conf', 'eta = -1\n');
    write('twice.conf', 'learning_rate = 0.1\neta = 0.1\n');
    write('predict.conf', 'task = predict\ndata = a.csv\ninput_model = m.txt\n');
    write('rows.svm', '1 1:2\n0 2:3\n1 x\n');
    mkdirSync(join(folder, 'folder'));
  }

  test.each(Object.entries(errors))('%s', async (_, [args, message]) => {
    writeInputs();
    const before = readdirSync(folder).sort();
    const error = await call(...args).then(
      () => undefined,
      (thrown: CambiumError) => thrown,
    );
    expect(error?.name).toBe('CambiumError');
    expect(error!.describe()).toMatch(message);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  test('in one line, with status 1', () => {
    writeInputs();
    const run = train(...basic, '--num_leafs', '3');
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toMatch(/^error: there is no option or parameter --num_leafs .*\n$/);
    expect(train('a.csv', '--output', 'm.txt').stderr).toMatch(
      /^error: there is no --label \(name/,
    );
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written to', () => {
    writeInputs();
    chmodSync(join(folder, 'folder'), 0o500);
    const run = train(...basic.slice(0, -1), 'folder/m.txt');
    expect(run.stderr).toMatch(/^error: folder\/m\.txt cannot be written: permission is denied\n$/);
  });

  test('an older model stays whole when training fails', async () => {
    writeInputs();
    await call(...basic, '--num_iterations', '2');
    const older = read('m.txt');
    await expect(call(...basic, '--objective', 'binary')).rejects.toThrow(/expects 0 or 1/);
    expect(read('m.txt')).toBe(older);
    expect(existsSync(join(folder, 'm.txt.partial'))).toBe(false);
  });
});
