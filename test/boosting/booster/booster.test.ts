import { describe, expect, test } from 'vitest';
import { Booster, formatModel, type Model, train } from '../../../src/boosting/index.js';
import { randomColumns, tableOf } from '../trainer/support/tables.js';

const data = { table: tableOf(randomColumns({ rows: 2000, features: 4 })), label: 'y' };
const test1 = { name: 'one', table: tableOf(randomColumns({ rows: 500, features: 4 })) };
const test2 = { name: 'two', table: tableOf(randomColumns({ rows: 300, features: 4 })) };
const parameters = { num_leaves: 7, bagging_freq: 1, bagging_fraction: 0.7, feature_fraction: 0.6 };

const trees = (model: Model) => formatModel(model).split('end of trees')[0]?.split('Tree=0')[1];

describe('a booster', () => {
  test('has the trees and metrics of one training, with sets that came in between', async () => {
    const booster = await Booster.create(parameters, data);
    booster.addValid(test1);
    await booster.update(3);
    booster.addValid(test2);
    await booster.update();
    await booster.update(2);
    const whole = await train({ ...parameters, num_iterations: 6 }, data, {
      valid: [test1, test2],
    });
    expect(booster.currentIteration).toBe(6);
    expect(trees(booster.model)).toBe(trees(whole.model));
    expect(booster.evaluations).toEqual(
      whole.evaluations.map((round, index) =>
        index < 3 ? round.filter(({ dataset }) => dataset === 'one') : round,
      ),
    );
  });

  test('of single steps has the trees of one training', async () => {
    const booster = await Booster.create({}, data);
    for (let round = 0; round < 5; round++) await booster.update();
    const whole = await train({ num_iterations: 5 }, data);
    expect(trees(booster.model)).toBe(trees(whole.model));
  });

  test('takes other parameters for a step', async () => {
    const booster = await Booster.create(parameters, data);
    await booster.update(1);
    await booster.update(1, { learning_rate: 0.01 });
    expect(booster.model.trees.map(({ shrinkage }) => shrinkage)).toEqual([0.1, 0.01]);
  });

  test('goes back a round, and on again', async () => {
    const booster = await Booster.create(parameters, data);
    await booster.update(3);
    const before = trees(booster.model);
    booster.rollbackOneIter();
    expect(booster.currentIteration).toBe(2);
    await booster.update();
    expect(trees(booster.model)).toBe(before);
    for (let round = 0; round < 5; round++) booster.rollbackOneIter();
    expect(booster.currentIteration).toBe(0);
    expect(() => booster.model).toThrow(/no round yet/);
  });

  test('is what it was after an update that failed', async () => {
    const booster = await Booster.create(parameters, data);
    await booster.update(2);
    booster.addValid({ name: 'bad', table: tableOf({ f0: new Float64Array(3) }) });
    await expect(booster.update()).rejects.toThrow(/validation set "bad"/);
    expect(booster.currentIteration).toBe(2);
  });

  test('refuses what cannot be done', async () => {
    const forest = { boosting: 'rf', feature_fraction: 0.5 } as const;
    await expect(Booster.create(forest, data)).rejects.toThrow(/step by step/);
    const booster = await Booster.create(parameters, data);
    booster.addValid(test1);
    expect(() => booster.addValid(test1)).toThrow(/two validation sets are called "one"/);
    const { name: _, ...nameless } = test1;
    expect(() => booster.addValid(nameless as never)).toThrow(/a validation set has no name/);
    const first = booster.update();
    await expect(booster.update()).rejects.toMatchObject({ code: 'busy' });
    await first;
    await expect(booster.update(0)).rejects.toThrow(/num_iterations/);
  });
});
