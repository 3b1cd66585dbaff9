import { Table, vectorFromArray } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import {
  Model,
  parseModel,
  type RefitOptions,
  referencePredict,
  refit,
  type TrainingData,
} from '../../../src/boosting/index.js';
import { column, modelText, readTable } from '../support/fixtures.js';
import { readPredictions } from '../support/predictions.js';

interface Refitted {
  readonly model: string;
  readonly decay: number;
  readonly weighted: boolean;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Rows of each query of a ranking. */
  readonly group?: readonly number[];
  /** Outputs of the leaves of the first trees. */
  readonly leaves: readonly (readonly number[])[];
  /** Raw scores of the first rows. */
  readonly raw: readonly number[];
}

const ROWS = 300;
/** Gradients are 32-bit numbers: the last bit of an exponential may move one of them. */
const TOLERANCE = 1e-6;

function load(name: string): { model: Model; table: Table; label: Float64Array } {
  const model = parseModel(modelText(name), name);
  const data = readTable(name, 'data.csv');
  const columns = model.featureNames.map((feature, index) => [
    feature,
    vectorFromArray(column(data, index).slice(0, ROWS)),
  ]);
  const label = column(readTable(name, 'label.csv'), 0).slice(0, ROWS);
  return { model, table: new Table(Object.fromEntries(columns)), label };
}

function withParameters(model: Model, parameters: Refitted['parameters']): Model {
  const own = Object.entries(parameters).map(([name, value]) => [name, String(value)] as const);
  return new Model({ ...model, parameters: new Map([...model.parameters, ...own]) });
}

const weightsOf = (rows: number) =>
  Float64Array.from({ length: rows }, (_, row) => (row % 4) + 0.5);

const groupOf = (group?: readonly number[]) =>
  group === undefined ? {} : { group: Int32Array.from(group) };

const rowAt = (table: Table, row: number) =>
  Float64Array.from(table.schema.fields, ({ name }) => table.getChild(name)!.get(row));

function largestGap(found: readonly number[], expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return found.reduce((most, value, i) => {
    const gap = Math.abs(value - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    return Number.isNaN(gap) ? Number.POSITIVE_INFINITY : Math.max(most, gap);
  }, 0);
}

describe('outputs equal LightGBM', () => {
  test.each(readPredictions<Refitted[]>('refits.json'))(
    '$model, decay $decay, weighted: $weighted, $parameters',
    ({ model: name, decay, weighted, parameters, group, leaves, raw }) => {
      const { model, table, label } = load(name);
      const weight = weighted ? { weight: weightsOf(label.length) } : {};
      const found = refit(
        withParameters(model, parameters),
        { table, label, ...weight, ...groupOf(group) },
        { decay },
      );
      leaves.forEach((outputs, index) => {
        expect(largestGap([...found.trees[index]!.leafValue], outputs)).toBeLessThan(TOLERANCE);
      });
      const scores = Array.from({ length: 20 }, (_, row) => [
        ...referencePredict(found, rowAt(table, row), 'raw'),
      ]);
      expect(largestGap(scores.flat(), raw)).toBeLessThan(TOLERANCE);
    },
  );
});

interface SmallRefit {
  readonly objective: string;
  readonly weighted: boolean;
  readonly group?: readonly number[];
  readonly text: string;
  readonly label: readonly number[];
  readonly raw: readonly number[];
}

describe('outputs of a small model equal LightGBM', () => {
  test.each(readPredictions<SmallRefit[]>('small-refits.json'))(
    '$objective, weighted: $weighted',
    ({ objective, weighted, group, text, label, raw }) => {
      const model = parseModel(text, objective);
      const binary = load('binary').table;
      const columns = model.featureNames.map((name, i) => [name, binary.getChildAt(i)!] as const);
      const table = new Table(Object.fromEntries(columns));
      const weight = weighted ? { weight: weightsOf(label.length) } : {};
      const data = { table, label: Float64Array.from(label), ...weight, ...groupOf(group) };
      const found = refit(model, data, { decay: 0.4 });
      const scores = Array.from({ length: 20 }, (_, row) => [
        ...referencePredict(found, rowAt(table, row), 'raw'),
      ]);
      expect(largestGap(scores.flat(), raw)).toBeLessThan(TOLERANCE);
      const old = [...referencePredict(model, rowAt(table, 0), 'raw')];
      expect(largestGap(scores[0]!, old)).toBeGreaterThan(1e-3);
    },
  );
});

describe('a refit', () => {
  const { model, table, label } = load('binary');
  const data: TrainingData = { table, label };

  test('leaves splits, counts and the given model as they are', () => {
    const before = model.trees.map((tree) => tree.leafValue.slice());
    const found = refit(model, data, { decay: 0 });
    expect(model.trees.map((tree) => tree.leafValue)).toEqual(before);
    found.trees.forEach((tree, index) => {
      const { leafValue, ...rest } = tree;
      const { leafValue: old, ...expected } = model.trees[index]!;
      expect(rest).toEqual(expected);
      expect(leafValue).not.toEqual(old);
    });
  });

  test('with a decay of 1 changes nothing', () => {
    expect(refit(model, data, { decay: 1 }).trees).toEqual(model.trees);
  });

  test('starts from the initial score', () => {
    const initScore = new Float64Array(label.length).fill(2);
    expect(refit(model, { ...data, initScore }).trees).not.toEqual(refit(model, data).trees);
    expect(() => refit(model, { ...data, initScore: new Float64Array(2 * label.length) })).toThrow(
      /the initial score has 600 values, expected 300 for each of 1 classes/,
    );
  });

  test('takes gradients of the user, for rankings too', () => {
    const ranking = load('lambdarank');
    const squares: RefitOptions['objective'] = (scores, { rows, labels }, gradients, hessians) => {
      for (let row = 0; row < rows; row++) {
        gradients[row] = scores[row]! - labels[row]!;
        hessians[row] = 1;
      }
    };
    const all = { table: ranking.table, label: ranking.label };
    const found = refit(ranking.model, all, { decay: 0, objective: squares });
    const plain = new Model({ ...ranking.model, objective: 'regression' });
    expect(found.trees).toEqual(refit(plain, all, { decay: 0 }).trees);
  });

  test('of a ranking needs queries, and labels that have a gain', () => {
    const { model: ranking, table: rows, label: relevance } = load('lambdarank');
    const group = Int32Array.of(100, 200);
    expect(() => refit(ranking, { table: rows, label: relevance })).toThrow(
      'objective=lambdarank ranks rows within queries, but the refit table has none',
    );
    expect(() => refit(ranking, { table: rows, label: relevance, group: group.slice(1) })).toThrow(
      'the queries of the refit table have 200 rows together, the table has 300',
    );
    const few = withParameters(ranking, { label_gain: '0,1' });
    expect(() => refit(few, { table: rows, label: relevance, group })).toThrow(
      /expects a whole number from 0 to 1, one of those that label_gain has a gain for/,
    );
  });

  test('of a forest fits each tree by itself, from 0', () => {
    const { model: forest, ...rows } = load('rf');
    const initScore = new Float64Array(rows.label.length);
    expect(() => refit(forest, { ...rows, initScore })).toThrow(
      /the refit table has an initial score, but the trees of a random forest are averaged/,
    );
    const [first, ...others] = refit(forest, rows).trees;
    const backwards = new Model({ ...forest, trees: [...forest.trees].reverse() });
    expect([...refit(backwards, rows).trees].reverse()).toEqual([first, ...others]);
  });

  test('finds columns by name, in any order, among others', () => {
    const names = table.schema.fields.map(({ name }) => name);
    const other = [...names].reverse().map((name) => [name, table.getChild(name)!] as const);
    const mixed = new Table({ y: vectorFromArray(label), ...Object.fromEntries(other) });
    expect(refit(model, { table: mixed, label: 'y' }).trees).toEqual(refit(model, data).trees);
  });

  test('says what is wrong', () => {
    expect(() => refit(model, data, { decay: 1.5 })).toThrow(
      'decay (refit_decay_rate) must be a number, 0 to 1, not 1.5',
    );
    const wrong = label.slice();
    wrong[4] = 3;
    expect(() => refit(model, { table, label: wrong })).toThrow(
      'the label of row 5 is 3: objective=binary expects 0 or 1',
    );
    wrong[4] = Number.NaN;
    expect(() => refit(model, { table, label: wrong })).toThrow('expects a finite number');
    const regression = load('regression');
    expect(() => refit(regression.model, data)).toThrow(/no column "vendor_id"/);
    const linear = load('linear_tree');
    expect(() => refit(linear.model, { table: linear.table, label: linear.label })).toThrow(
      /tree 0 is a linear tree/,
    );
  });
});
