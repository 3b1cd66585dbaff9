import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseModel, readModel } from '../../../../src/boosting/formats/index.js';
import { CambiumError } from '../../../../src/errors.js';
import { modelText } from '../../support/fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-model-'));
afterAll(() => rmSync(folder, { recursive: true }));

function errorOf(text: string): string {
  try {
    parseModel(text, 'm.txt');
  } catch (error) {
    expect(error).toBeInstanceOf(CambiumError);
    return (error as CambiumError).describe();
  }
  return 'no error';
}

const regression = modelText('regression');
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

/** Changes the first tree and makes its recorded size right again, so that only the change is wrong. */
function editFirstTree(text: string, pattern: RegExp, replacement: string): string {
  const edited = text.replace(pattern, replacement);
  expect(edited).not.toBe(text);
  const grown = edited.length - text.length;
  return edited.replace(/tree_sizes=(\d+)/, (_, size) => `tree_sizes=${Number(size) + grown}`);
}

describe('an edited model file', () => {
  it.each([
    [
      'a version of the future',
      /version=v4/,
      'version=v9',
      /m\.txt:2: .*version must be v2, v3, v4, found "v9"/,
    ],
    ['no number of classes', /num_class=1\n/, '', /header has no line "num_class="/],
    [
      'a key with a typo',
      /feature_infos=/,
      'feature_info=',
      /"feature_infos=" \(there is "feature_info"\)/,
    ],
    [
      'a key twice',
      /num_class=1\n/,
      'num_class=1\nnum_class=1\n',
      /m\.txt:4: "num_class" is given twice, first in line 3/,
    ],
    [
      'text for a number',
      /max_feature_idx=12/,
      'max_feature_idx=many',
      /max_feature_idx must be a number, found "many"/,
    ],
    [
      'too few feature names',
      /feature_names=vendor_id /,
      'feature_names=',
      /feature_names must have 13 entries \(max_feature_idx \+ 1\), found 12/,
    ],
    [
      'a wrong size of a tree',
      /tree_sizes=\d+/,
      'tree_sizes=1000',
      /tree 0 has \d+ bytes, tree_sizes says 1000/,
    ],
    [
      'one size of a tree too many',
      /(tree_sizes=.*)\n/,
      '$1 99\n',
      /tree_sizes has 51 entries, found 50 trees/,
    ],
    [
      'a tree left out',
      /Tree=1\n/,
      'Tree=2\n',
      /"Tree=1" or "end of trees" is expected, found "Tree=2"/,
    ],
    [
      'an importance of no feature',
      /\nmonth=\d+/,
      '\nmnth=1',
      /an importance "feature=number" of a known feature is expected, found "mnth=1"/,
    ],
    [
      'a parameter without brackets',
      /\[max_bin: 255\]/,
      'max_bin: 255',
      /a parameter like "\[name: value\]" is expected/,
    ],
    [
      'an unknown section',
      /end of parameters\n/,
      'end of parameters\n\nsurprise\n',
      /"parameters:" or another section is expected, found "surprise"/,
    ],
    [
      'broken categories',
      /pandas_categorical:null/,
      'pandas_categorical:nil',
      /pandas_categorical must be JSON, found "nil"/,
    ],
  ])('%s is told', (_, pattern, replacement, message) => {
    const edited = regression.replace(pattern, replacement);
    expect(edited).not.toBe(regression);
    expect(errorOf(edited)).toMatch(message);
  });

  it.each([
    [
      'too few thresholds',
      /threshold=\S+ /,
      'threshold=',
      /tree 0: threshold must have 14 numbers, found 13/,
    ],
    [
      'a child that is no node',
      /left_child=\S+/,
      'left_child=99',
      /left_child \[0\] must be -15 to 13, found 99/,
    ],
    [
      'a circle',
      /left_child=\S+/,
      'left_child=0',
      /left_child \[0\] leads to node 0, which has a parent already/,
    ],
    [
      'a leaf with two parents',
      /right_child=\S+/,
      'right_child=-1',
      /leads to leaf 0 \(-1\), which has a parent already/,
    ],
    [
      'a feature that is none',
      /split_feature=\S+/,
      'split_feature=13',
      /split_feature \[0\] must be 0 to 12, found 13/,
    ],
    [
      'a fraction for an index',
      /split_feature=\S+/,
      'split_feature=1.5',
      /split_feature \[0\] must be an integer, found "1\.5"/,
    ],
    [
      'NaN for a leaf',
      /leaf_value=\S+/,
      'leaf_value=nan',
      /leaf_value \[0\] must be a number, found "nan"/,
    ],
    [
      'text for a leaf',
      /leaf_value=\S+/,
      'leaf_value=1O',
      /leaf_value \[0\] must be a number, found "1O"/,
    ],
    ['no leaves', /num_leaves=15/, 'num_leaves=0', /num_leaves must be 1 to 131072, found 0/],
    [
      'a number of leaves to fill the memory',
      /num_leaves=15/,
      'num_leaves=100000',
      /split_feature must have 99999 numbers, found 14/,
    ],
    [
      'an unknown key',
      /leaf_count=/,
      'leaf_counts=',
      /unknown key "leaf_counts" \(did you mean "leaf_count"\?\)/,
    ],
    ['a missing key', /left_child=.*\n/, '', /tree 0 has no line "left_child="/],
    [
      'an unknown kind of missing value',
      /decision_type=\S+/,
      'decision_type=14',
      /decision_type \[0\] must be 0 to 11, found 14/,
    ],
    [
      'a categorical split without categories',
      /decision_type=\S+/,
      'decision_type=1',
      /threshold \[0\] of a categorical node must be a set of categories/,
    ],
  ])('%s in a tree is told', (_, pattern, replacement, message) => {
    const text = editFirstTree(regression, pattern, replacement);
    const error = errorOf(text);
    expect(error).toMatch(message);
    expect(error).toMatch(/^m\.txt:\d+: /);
  });

  it('is told with the line of the key', () => {
    const text = editFirstTree(regression, /leaf_value=\S+/, 'leaf_value=nan');
    expect(errorOf(text)).toContain(`m.txt:${lineOf(text, 'leaf_value=')}: `);
  });

  it.each([
    [
      'boundaries that fall',
      /cat_boundaries=0 \d+/,
      'cat_boundaries=0 999999',
      /cat_boundaries \[2\] must not fall/,
    ],
    [
      'too few words of categories',
      /cat_threshold=\d+ /,
      'cat_threshold=',
      /cat_threshold must have \d+ numbers, found \d+/,
    ],
  ])('%s is told', (_, pattern, replacement, message) => {
    expect(errorOf(editFirstTree(modelText('categorical'), pattern, replacement))).toMatch(message);
  });

  it('is refused or read, but never breaks the reader, whatever is changed', () => {
    const text = modelText('linear_tree');
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.nat(30),
        fc.constantFrom('', '-1', '\n', 'nan', '=', ' ', '99999999999', 'Tree=0\n'),
        (at, length, inserted) => {
          errorOf(text.slice(0, at) + inserted + text.slice(at + length));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a model file cut short', () => {
  it.each(['regression', 'categorical', 'linear_tree'])(
    '%s is refused wherever it ends',
    (name) => {
      const text = modelText(name);
      const end = text.indexOf('end of parameters');
      for (let length = 0; length < end; length += 997) {
        expect(errorOf(text.slice(0, length)), `cut to ${length} bytes`).toMatch(/^m\.txt/);
      }
      for (let length = end - 300; length < end; length += 7) {
        expect(errorOf(text.slice(0, length)), `cut to ${length} bytes`).toMatch(
          /cut short|\[name/,
        );
      }
    },
  );

  it('is refused in the list of importances too', () => {
    const text = regression.slice(0, regression.indexOf('\nparameters:'));
    expect(errorOf(text)).toMatch(/the file ends here, "parameters:" should follow .*cut short/);
  });
});

describe('a file that is no model', () => {
  it.each([
    ['', /the file is empty/],
    ['{"learner": {}}', /begins with the line "tree", found .*looks like JSON/],
    ['hello\nworld', /m\.txt:1: a LightGBM text model begins with the line "tree", found "hello"/],
    [`\u0000\u0001${'x'.repeat(1e6)}`, /begins with the line "tree"/],
  ])('is told: %#', (text, message) => {
    const error = errorOf(text);
    expect(error).toMatch(message);
    expect(error.length).toBeLessThan(300);
  });

  it('may be a folder, or nothing', async () => {
    await expect(readModel(folder)).rejects.toThrow(/expected a model file, found a folder/);
    await expect(readModel(join(folder, 'no'))).rejects.toThrow(/no: there is no such file/);
  });
});
