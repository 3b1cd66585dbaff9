/** Every objective, weighted and not, beside LightGBM: metrics, splits and predictions. */
import { describe, expect, test } from 'vitest';
import { referencePredict, type Tree, train } from '../../../src/boosting/index.js';
import {
  type Case,
  COPIES_OF_THREE,
  cases,
  dataOf,
  expectSameBytes,
  FEATURES,
  rows,
} from './support.js';

/** Squared error and Huber's have gradients of 24 bits where rows have no weights, all others 32. */
const tolerances: Readonly<Record<string, number>> = {
  regression_from_zero: 1e-6,
  huber: 1e-6,
  // LightGBM adds weights up in 32 bits for this metric.
  cross_entropy_weighted: 1e-6,
};
const TOLERANCE = 1e-8;

const run = (wanted: Case) =>
  train({ ...wanted.parameters, num_threads: 1 }, dataOf(wanted), { evaluateTraining: true });

function splitsOf(tree: Tree): [number, number][] {
  const below = (node: number): [number, number][] =>
    node < 0
      ? []
      : [
          [tree.splitFeature[node]!, tree.internalCount[node]!],
          ...below(tree.leftChild[node]!),
          ...below(tree.rightChild[node]!),
        ];
  return tree.numLeaves > 1 ? below(0) : [];
}

describe.each(Object.entries(cases))('%s', (name, wanted) => {
  const tolerance = tolerances[name] ?? TOLERANCE;
  const trained = run(wanted);

  test('metrics after every round', async () => {
    const { evaluations } = await trained;
    for (const [metric, values] of Object.entries(wanted.metrics)) {
      values.forEach((value, round) => {
        const found = evaluations[round]!.find((one) => one.metric === metric)!.value;
        expect(
          Math.abs(found - value) / Math.abs(value),
          `${metric}, round ${round + 1}`,
        ).toBeLessThan(tolerance);
      });
    }
  });

  test('the same splits of the same rows', async () => {
    const { model } = await trained;
    expect(model.objective).toBe(wanted.objective);
    expect(model.trees.map(splitsOf)).toEqual(wanted.splits);
  });

  test('the same predictions', async () => {
    const { model } = await trained;
    for (const kind of ['raw', 'value'] as const) {
      wanted[kind === 'raw' ? 'raw' : 'values'].forEach((value, row) => {
        const features = rows[row]!.subarray(0, FEATURES.length);
        const found = referencePredict(model, features, kind);
        [value].flat().forEach((number, k) => {
          expect(Math.abs(found[k]! - number), `${kind}, row ${row}`).toBeLessThan(10 * tolerance);
        });
      });
    }
  });

  test('the same bytes on two and three threads', async () => {
    await expectSameBytes(wanted.parameters, dataOf(wanted, COPIES_OF_THREE));
  });
});
