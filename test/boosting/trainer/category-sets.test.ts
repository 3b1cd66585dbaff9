/** Categories that are few, but of large numbers: what splits on them cost, and where training ends. */
import { describe, expect, test } from 'vitest';
import { formatModel, parseModel, train } from '../../../src/boosting/index.js';
import { tableOf } from './support/tables.js';

const ROWS = 400;
const KINDS = 40;
const kind = (row: number) => (row * 7) % KINDS;
const y = Float64Array.from({ length: ROWS }, (_, row) => kind(row) % 5);

/** A category of each row, `step` from one to the next. */
const accounts = (step: number) =>
  tableOf({ account: Float64Array.from(y, (_, row) => kind(row) * step), y });

const parameters = {
  num_iterations: 5,
  min_data_per_group: 2,
  cat_smooth: 1,
  min_data_in_leaf: 5,
};

async function trained(step: number) {
  const notices: string[] = [];
  const { model } = await train(
    parameters,
    { table: accounts(step), label: 'y', categorical: ['account'] },
    { onNotice: (line) => notices.push(line) },
  );
  return { model, notices };
}

describe('categories', () => {
  test('up to 2 billion end training in the round that no model file can hold', async () => {
    const run = trained(50_000_000);
    await expect(run).rejects.toMatchObject({ name: 'CambiumError', code: 'model-too-large' });
    await expect(run).rejects.toThrow(
      /feature "account" has categories up to 1950000000, .* after round [1-5] the model is larger/,
    );
    await expect(run).rejects.toThrow(/number the categories from 0, or give them as texts/);
  });

  test('of large numbers are told of before training, and go into the file', async () => {
    const { model, notices } = await trained(5000);
    expect(notices).toEqual([
      expect.stringMatching(
        /^the categories of "account" \(40, up to 195000\) are few, but of large/,
      ),
    ]);
    const again = parseModel(formatModel(model), 'model.txt');
    expect(formatModel(again)).toBe(formatModel(model));
  });

  test('of small numbers give the same trees without a word', async () => {
    const large = await trained(5000);
    const small = await trained(1);
    expect(small.notices).toEqual([]);
    expect(small.model.trees.map(({ leafValue }) => leafValue)).toEqual(
      large.model.trees.map(({ leafValue }) => leafValue),
    );
  });
});
