/** Parameters that change from round to round, beside LightGBM: fixtures/lightgbm-reset-parameter. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  crossValidate,
  formatModel,
  type ParameterInput,
  type ParameterSchedule,
  type ResetParameter,
  referencePredict,
  train,
} from '../../../src/boosting/index.js';
import { dataOf, FEATURES, rows } from '../objectives/support.js';
import { randomColumns, tableOf } from './support/tables.js';

interface Case {
  readonly label: string;
  readonly parameters: ParameterInput;
  readonly reset: ResetParameter;
  readonly leaves: readonly number[];
  readonly raw: readonly (number | readonly number[])[];
}

const { cases }: { readonly cases: Readonly<Record<string, Case>> } = JSON.parse(
  readFileSync(
    new URL('../../fixtures/lightgbm-reset-parameter/expected.json', import.meta.url),
    'utf8',
  ),
);

describe("LightGBM's trees and predictions", () => {
  test.each(Object.entries(cases))('%s', async (_, { label, parameters, reset, leaves, raw }) => {
    const data = dataOf({ label, weighted: false });
    const { model } = await train(parameters, data, { resetParameter: reset });
    expect(model.trees.map(({ numLeaves }) => numLeaves)).toEqual(leaves);
    raw.forEach((value, row) => {
      const found = referencePredict(model, rows[row]!.subarray(0, FEATURES.length), 'raw');
      [value].flat().forEach((number, k) => {
        expect(Math.abs(found[k]! - number), `row ${row}, class ${k}`).toBeLessThan(3e-5);
      });
    });
  });
});

const data = { table: tableOf(randomColumns({ rows: 40_000, features: 4 })), label: 'y' };
const parameters = { num_iterations: 10, num_leaves: 7, learning_rate: 0.3 };
const rate = (round: number) => 0.3 * 0.9 ** round;
const list = Array.from({ length: 10 }, (_, round) => rate(round));

describe('a schedule', () => {
  test('is a function or a list, with the same bytes on any number of threads', async () => {
    const of = async (threads: number, learning_rate: ParameterSchedule) => {
      const told = { ...parameters, num_threads: threads };
      const { model } = await train(told, data, { resetParameter: { learning_rate } });
      return formatModel(model);
    };
    const one = await of(1, rate);
    expect(await of(4, rate)).toBe(one);
    expect(await of(2, list)).toBe(one);
    const shrinkages = one.match(/(?<=^shrinkage=).*$/gm)?.map(Number) ?? [];
    shrinkages.forEach((value, round) => void expect(value).toBeCloseTo(list[round]!, 6));
    expect(shrinkages).toHaveLength(10);
    expect(one).toContain(`[learning_rate: ${Number(list.at(-1)!.toPrecision(6))}]`);
  });

  test('that changes nothing gives the training without it', async () => {
    const plain = await train(parameters, data);
    const same = await train(parameters, data, { resetParameter: { learning_rate: () => 0.3 } });
    expect(formatModel(same.model)).toBe(formatModel(plain.model));
  });

  test('counts the rounds of a training that goes on from 0 again', async () => {
    const whole = await train(parameters, data, { resetParameter: { learning_rate: rate } });
    const half = { ...parameters, num_iterations: 5 };
    const first = await train(half, data, { resetParameter: { learning_rate: rate } });
    const both = await train(half, data, {
      initModel: first.model,
      resetParameter: { learning_rate: (round) => rate(round + 5) },
    });
    const trees = (text: string) =>
      text.slice(text.indexOf('Tree=0'), text.indexOf('end of trees'));
    expect(trees(formatModel(both.model))).toBe(trees(formatModel(whole.model)));
  });

  test('holds with early stopping and in each fold of a cross-validation', async () => {
    const told = { ...parameters, num_iterations: 30, early_stopping_round: 2 };
    const resetParameter = { learning_rate: (round: number) => (round < 3 ? 0.3 : 1e-9) };
    const valid = [{ name: 'valid', table: data.table }];
    const { model, bestIteration } = await train(
      { ...told, early_stopping_min_delta: 1e-3 },
      data,
      { resetParameter, valid },
    );
    expect([bestIteration, model.numIterations]).toEqual([3, 3]);
    const { models } = await crossValidate({ ...parameters, num_iterations: 4 }, data, {
      ...{ folds: 2, resetParameter, returnModels: true },
    });
    for (const { trees } of models ?? []) {
      expect(trees.map(({ shrinkage }) => shrinkage)).toEqual([0.3, 0.3, 0.3, 1e-9]);
    }
  });

  test.each([
    [{ num_leaves: [3] }, /num_leaves cannot change from round to round, only learning_rate, /],
    [{ learning_rat: rate }, /learning_rat cannot change .*did you mean "learning_rate"/],
    [{ learning_rate: [0.1] }, /the list of learning_rate has 1 values, but num_iterations is 10/],
    [{ learning_rate: () => 0 }, /learning_rate of round 0: .*must be a number above 0, found 0/],
    [{ learning_rate: () => '1' }, /learning_rate of round 0 is string: expected a number/],
    [{ learning_rate: () => Number.NaN }, /learning_rate of round 0: /],
    [{ learning_rate: 0.1 }, /must be a list of a number a round, or a function of the round/],
    [{ eta: rate, learning_rate: rate }, /eta and another name|learning_rate and another name/],
  ])('of %j is refused', async (resetParameter, message) => {
    const run = train(parameters, data, { resetParameter: resetParameter as never });
    await expect(run).rejects.toMatchObject({ code: 'invalid-option' });
    await expect(run).rejects.toThrow(message);
  });
});
