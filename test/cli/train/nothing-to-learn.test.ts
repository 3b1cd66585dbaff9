/** Files of LightGBM's own form with columns, classes or labels that teach nothing, beside LightGBM: fixtures/lightgbm-nothing-to-learn. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readModel } from '../../../src/boosting/index.js';
import { command } from '../../../src/cli/commands/train.js';
import { packageRoot } from '../../../src/runtime/index.js';

interface Expected {
  readonly parameters: Readonly<Record<string, string | number | boolean | readonly number[]>>;
  readonly feature_infos: readonly string[];
  /** Values of each tree's leaves. */
  readonly leaves: readonly (readonly number[])[];
}

const fixture = join(packageRoot, 'test/fixtures/lightgbm-nothing-to-learn');
const table = join(fixture, 'table.csv');
const { cases }: { readonly cases: Readonly<Record<string, Expected>> } = JSON.parse(
  readFileSync(join(fixture, 'expected.json'), 'utf8'),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-nothing-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.restoreAllMocks();
});

/** Trains, and gives the model and what was said. */
async function trained(...words: string[]) {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
    text += part;
    return true;
  });
  const output = join(folder, 'model.txt');
  await command().parseAsync([...words, '--output', output], { from: 'user' });
  const notes = text.split('\n').filter((line) => line.startsWith('note: '));
  return { notes, model: await readModel(output) };
}

/** LightGBM reads decimals to all but the last bit. */
const rounded = (info: string) =>
  info.replace(/-?\d+\.\d+/g, (number) => Number(number).toPrecision(12));

const asWords = (parameters: Expected['parameters']) =>
  Object.entries(parameters).map(([name, value]) => `${name}=${[value].flat().join(',')}`);

describe("in LightGBM's form", () => {
  test.each(Object.entries(cases))('%s', async (_, { parameters, feature_infos, leaves }) => {
    const { model, notes } = await trained(`data=${table}`, ...asWords(parameters));
    expect(notes).not.toEqual([]);
    expect(model.featureInfos.map(rounded)).toEqual(feature_infos.map(rounded));
    expect(model.trees.map(({ numLeaves }) => numLeaves)).toEqual(
      leaves.map((tree) => tree.length),
    );
    leaves.forEach((tree, index) => {
      tree.forEach((value, leaf) => {
        expect(model.trees[index]!.leafValue[leaf]).toBeCloseTo(value, 5);
      });
    });
  });

  test.each(['tweedie', 'cross_entropy_lambda'])('one label, %s', async (objective) => {
    const words = asWords({ ...cases['one label, regression']!.parameters, objective });
    const { model } = await trained(`data=${table}`, ...words);
    expect(model.trees.map(({ numLeaves }) => numLeaves)).toEqual([1]);
  });

  test('says which feature is empty', async () => {
    const words = asWords(cases['an empty and a constant feature']!.parameters);
    const { notes } = await trained(`data=${table}`, ...words);
    expect(notes).toContain(
      'note: features "Column_6", "Column_9" have no value in any row of the training table: they are left unused',
    );
  });

  test('says which class has no rows', async () => {
    const words = asWords(cases['class 1 without rows']!.parameters);
    const { notes } = await trained(`data=${table}`, ...words);
    expect(notes).toContain(
      'note: no row of the training table has class 1 of num_class=3: the model gives it next to no probability',
    );
  });
});

describe('by name', () => {
  const file = () => join(folder, 'named.csv');
  const lines = (value: (row: number) => string) =>
    Array.from({ length: 60 }, (_, row) => `${row % 7},${row % 2},${value(row)}`).join('\n');

  test('an empty column is a feature without use', async () => {
    writeFileSync(file(), `y,x,e\n${lines(() => '')}\n`);
    const { model, notes } = await trained(file(), '--label', 'y');
    expect(model.featureInfos).toEqual(['[0:1]', 'none']);
    expect(notes).toEqual([
      'note: feature "e" has no value in any row of the training table: it is left unused',
    ]);
  });

  test('an empty column of categories, and one that a validation table leaves empty', async () => {
    writeFileSync(file(), `y,x,e\n${lines(() => '')}\n`);
    const valid = join(folder, 'valid.csv');
    writeFileSync(valid, `y,x,e\n${lines(() => '').replaceAll(/,[01],/g, ',,')}\n`);
    const { model, notes } = await trained(
      ...[file(), '--label', 'y', '--categorical', 'e', '--valid', valid],
    );
    expect(model.featureInfos).toEqual(['[0:1]', 'none']);
    expect(notes).toContain(
      'note: features "x", "e" have no value in any row of the validation (valid.csv) table',
    );
  });

  test('a column of text is still refused', async () => {
    writeFileSync(file(), `y,x,e\n${lines((row) => (row === 40 ? 'up' : ''))}\n`);
    await expect(trained(file(), '--label', 'y')).rejects.toThrow(
      /line 42, column "e": expected a number, found "up"/,
    );
  });

  test('a label or a weight without a value is refused', async () => {
    writeFileSync(file(), `y,x,e\n${lines(() => '')}\n`);
    await expect(trained(file(), '--label', 'e')).rejects.toThrow(
      /column "e": expected a number for the label, found no value/,
    );
    await expect(trained(file(), '--label', 'y', '--weight', 'e')).rejects.toThrow(
      /column "e": expected a number for the weight, found no value/,
    );
  });
});
