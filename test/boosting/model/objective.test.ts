import { describe, expect, it } from 'vitest';
import { objectiveTransform, parseObjective } from '../../../src/boosting/model/index.js';

const apply = (text: string, scores: number[], numClass = 1) => {
  const values = Float64Array.from(scores);
  objectiveTransform(parseObjective(text), numClass)(values);
  return [...values];
};

describe('parseObjective', () => {
  it.each([
    ['regression', { name: 'regression', transform: 'identity', sigmoid: 1 }],
    ['regression sqrt', { name: 'regression', transform: 'square', sigmoid: 1 }],
    ['binary sigmoid:0.7', { name: 'binary', transform: 'sigmoid', sigmoid: 0.7 }],
    ['multiclass num_class:5', { name: 'multiclass', transform: 'softmax', sigmoid: 1 }],
    [
      'multiclassova num_class:3 sigmoid:2',
      { name: 'multiclassova', transform: 'sigmoid', sigmoid: 2 },
    ],
    ['tweedie', { name: 'tweedie', transform: 'exp', sigmoid: 1 }],
    ['cross_entropy_lambda', { name: 'cross_entropy_lambda', transform: 'log1p-exp', sigmoid: 1 }],
    ['', { name: '', transform: 'identity', sigmoid: 1 }],
  ])('reads "%s"', (text, expected) => expect(parseObjective(text)).toEqual(expected));

  it.each([
    ['binry sigmoid:1', /objective "binry" is not known/],
    ['binary', /needs sigmoid:NUMBER/],
    ['binary sigmoid:-1', /needs sigmoid:NUMBER with a number above 0/],
    ['constructor', /is not known/],
  ])('refuses "%s"', (text, message) => expect(() => parseObjective(text)).toThrow(message));
});

describe('objectiveTransform', () => {
  it.each([
    ['regression_l1', [2, -2], [2, -2]],
    ['regression sqrt', [3, -3, 0], [9, -9, 0]],
    ['gamma', [0, 1], [1, Math.E]],
    ['binary sigmoid:2', [0, 1], [0.5, 1 / (1 + Math.exp(-2))]],
    ['cross_entropy', [0], [0.5]],
    ['cross_entropy_lambda', [0], [Math.LN2]],
    ['', [7], [7]],
  ])('%s', (text, scores, expected) => expect(apply(text, scores)).toEqual(expected));

  it('makes each row of classes sum to one, however large the scores', () => {
    const values = apply('multiclass num_class:2', [0, 0, 1000, 999, -1000, 1000], 2);
    expect(values.slice(0, 2)).toEqual([0.5, 0.5]);
    expect(values[2]! + values[3]!).toBeCloseTo(1, 15);
    expect(values[2]! / values[3]!).toBeCloseTo(Math.E, 12);
    expect(values.slice(4)).toEqual([0, 1]);
  });
});
