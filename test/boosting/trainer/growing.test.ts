/** Parameters that constrain and extend growing a tree, beside LightGBM's own numbers (see fixtures/lightgbm-growing). */
import { readFileSync } from 'node:fs';
import { makeVector, Table } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import {
  formatModel,
  type ParameterInput,
  parseModel,
  referencePredict,
  type Tree,
  train,
} from '../../../src/boosting/index.js';

const FOLDER = new URL('../../fixtures/lightgbm-growing/', import.meta.url);
const NAMES = ['a', 'b', 'c', 'd', 'e', 'k'];

interface Expected {
  readonly parameters: ParameterInput & { readonly objective: string };
  readonly metric: string;
  readonly values: readonly number[];
  readonly splitFeatures: readonly (readonly number[])[];
  readonly predictions: readonly number[];
}

const expected: Readonly<Record<string, Expected>> = JSON.parse(
  readFileSync(new URL('expected.json', FOLDER), 'utf8'),
);
const rows = readFileSync(new URL('table.csv', FOLDER), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))));

function tableFor(objective: string): Table {
  const column = (index: number) => makeVector(Float64Array.from(rows, (row) => row[index]!));
  const labels = Float64Array.from(rows, (row) =>
    objective === 'binary' ? Number(row[6]! > 0.5) : row[6]!,
  );
  const features = NAMES.map((name, index) => [name, column(index)] as const);
  return new Table({ ...Object.fromEntries(features), label: makeVector(labels) });
}

function run({ parameters }: Expected, threads: number, more: ParameterInput = {}) {
  const { forcedsplits_filename: forced } = parameters;
  const path =
    forced === undefined ? {} : { forcedsplits_filename: new URL(forced, FOLDER).pathname };
  return train(
    { ...parameters, ...path, num_threads: threads, ...more },
    { table: tableFor(parameters.objective), label: 'label', categorical: ['k'] },
    { evaluateTraining: true },
  );
}

function splitFeatures(tree: Tree): number[] {
  const below = (node: number): number[] =>
    node < 0
      ? []
      : [
          tree.splitFeature[node]!,
          ...below(tree.leftChild[node]!),
          ...below(tree.rightChild[node]!),
        ];
  return tree.numLeaves > 1 ? below(0) : [];
}

/** Log loss is fitted with gradients of 16 bits. */
const tolerance = ({ parameters }: Expected) => (parameters.objective === 'binary' ? 3e-4 : 2e-6);

describe.each(Object.entries(expected))('%s', (_, wanted) => {
  test('metrics, splits and predictions are as LightGBM has them', async () => {
    const { model, evaluations } = await run(wanted, 1);
    expect(evaluations).toHaveLength(wanted.values.length);
    evaluations.forEach((round, index) => {
      const found = round.find(({ metric }) => metric === wanted.metric)!.value;
      const difference = Math.abs(found / wanted.values[index]! - 1);
      expect(difference, `after round ${index + 1}`).toBeLessThan(tolerance(wanted));
    });
    expect(model.trees.map(splitFeatures)).toEqual(wanted.splitFeatures);
    const read = parseModel(formatModel(model));
    wanted.predictions.forEach((value, row) => {
      const features = Float64Array.from(rows[row]!.slice(0, 6));
      const found = referencePredict(read, features, 'raw')[0]!;
      expect(Math.abs(found - value), `row ${row}`).toBeLessThan(tolerance(wanted) * 10);
    });
  });

  test('the same bytes on any number of threads', async () => {
    const one = formatModel((await run(wanted, 1)).model);
    for (const threads of [2, 3]) {
      expect(formatModel((await run(wanted, threads)).model) === one).toBe(true);
    }
  });
});
