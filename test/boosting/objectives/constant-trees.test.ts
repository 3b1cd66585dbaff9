/** First trees without splits where training starts from 0, beside LightGBM: fixtures/lightgbm-constant-trees. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { referencePredict, train } from '../../../src/boosting/index.js';
import { type Case, dataOf, FEATURES, rows } from './support.js';

interface Constant extends Omit<Case, 'splits' | 'values' | 'objective'> {
  /** Of each tree. */
  readonly leaves: readonly number[];
}

const { cases }: { readonly cases: Readonly<Record<string, Constant>> } = JSON.parse(
  readFileSync(
    new URL('../../fixtures/lightgbm-constant-trees/expected.json', import.meta.url),
    'utf8',
  ),
);

describe.each(Object.entries(cases))('%s', (_, wanted) => {
  const trained = train(wanted.parameters, dataOf(wanted), { evaluateTraining: true });

  test('the same trees and predictions', async () => {
    const { model } = await trained;
    expect(model.trees.map(({ numLeaves }) => numLeaves)).toEqual(wanted.leaves);
    wanted.raw.forEach((value, row) => {
      const found = referencePredict(model, rows[row]!.subarray(0, FEATURES.length), 'raw');
      [value].flat().forEach((number, k) => {
        expect(Math.abs(found[k]! - number), `row ${row}, class ${k}`).toBeLessThan(1e-6);
      });
    });
  });

  test('metrics after every round', async () => {
    const { evaluations } = await trained;
    for (const [metric, values] of Object.entries(wanted.metrics)) {
      values.slice(0, evaluations.length).forEach((value, round) => {
        const found = evaluations[round]!.find((one) => one.metric === metric)!.value;
        expect(Math.abs(found - value), `${metric}, round ${round + 1}`).toBeLessThan(1e-6);
      });
    }
  });
});
