import { describe, expect, test } from 'vitest';
import { parseModel } from '../../../src/boosting/index.js';
import { modelText } from '../support/fixtures.js';

const model = parseModel(modelText('multiclass'), 'multiclass');
const rounds = (start?: number, count?: number) => {
  const { trees } = model.slice(start, count);
  const indices = trees.map((tree) => model.trees.indexOf(tree));
  return { first: indices[0], trees: indices.length };
};
const all = model.trees.length;
const classes = model.numTreePerIteration;

describe('rounds of a model', () => {
  test('are whole rounds, with a tree for each class', () => {
    expect(classes).toBeGreaterThan(1);
    expect(rounds(1, 2)).toEqual({ first: classes, trees: 2 * classes });
  });

  test('are all that follow unless told, and for a number of 0 or below', () => {
    expect(rounds(2)).toEqual({ first: 2 * classes, trees: all - 2 * classes });
    expect(rounds(2, 0)).toEqual(rounds(2));
    expect(rounds(2, -1)).toEqual(rounds(2));
    expect(rounds(-5)).toEqual({ first: 0, trees: all });
  });

  test('end with the model, and are none beyond it', () => {
    expect(rounds(model.numIterations - 1, 99).trees).toBe(classes);
    expect(rounds(model.numIterations, 1).trees).toBe(0);
  });

  test('are the model itself when they are all', () => {
    expect(model.slice(0, model.numIterations)).toBe(model);
  });

  test('count alone in the importance of features', () => {
    const part = model.featureImportance('split', 1, 2);
    expect(part).toEqual(model.slice(1, 2).featureImportance('split'));
    const rest = model.featureImportance('split', 3);
    const first = model.featureImportance('split', 0, 1);
    const whole = model.featureImportance('split');
    expect(whole).toEqual(first.map((value, i) => value + part[i]! + rest[i]!));
  });
});
