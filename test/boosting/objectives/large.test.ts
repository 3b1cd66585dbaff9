/** Objectives on tables that several threads share: thousands of rows, long leaves, queries of all sizes. */
import { makeVector, Table } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { formatModel, type ParameterInput, train } from '../../../src/boosting/index.js';
import { randomNumbers } from '../trainer/support/tables.js';

const ROWS = 40_000;

function makeTable(): { readonly table: Table; readonly group: Int32Array } {
  const random = randomNumbers(5);
  const fill = (of: (row: number) => number) =>
    Float64Array.from({ length: ROWS }, (_, row) => of(row));
  const a = fill(() => random() * 4 - 2);
  const b = fill(() => Math.floor(random() * 12));
  // Many labels and weights are equal: what comes first among them must not matter.
  const y = fill((row) => Math.round(2 * (a[row]! + Math.sin(b[row]!) + 2 * random())) / 2);
  const relevance = fill((row) => Math.min(4, Math.max(0, Math.floor(y[row]!))));
  const w = fill(() => 0.5 + Math.floor(random() * 4) / 4);
  const sizes: number[] = [];
  for (let left = ROWS; left > 0; left -= sizes.at(-1)!) {
    sizes.push(Math.min(left, sizes.length % 97 === 96 ? 3000 : 1 + Math.floor(random() * 80)));
  }
  const columns = { a, b, y, relevance, w };
  const vectors = Object.entries(columns).map(([name, values]) => [name, makeVector(values)]);
  return { table: new Table(Object.fromEntries(vectors)), group: Int32Array.from(sizes) };
}

const made = makeTable();
const common = { num_leaves: 15, num_iterations: 4, boost_from_average: true } as const;

const cases: Readonly<Record<string, ParameterInput>> = {
  medians: { ...common, objective: 'regression_l1' },
  'medians of sampled rows': {
    ...common,
    objective: 'regression_l1',
    bagging_fraction: 0.6,
    bagging_freq: 1,
  },
  quantiles: { ...common, objective: 'quantile', alpha: 0.85 },
  'relative errors': { ...common, objective: 'mape' },
  lambdarank: { ...common, objective: 'lambdarank' },
  rank_xendcg: { ...common, objective: 'rank_xendcg' },
};

function run(parameters: ParameterInput, weighted: boolean, threads: number, initModel?: never) {
  const ranks = String(parameters.objective).includes('rank');
  return train(
    { ...parameters, num_threads: threads },
    {
      table: made.table,
      label: ranks ? 'relevance' : 'y',
      features: ['a', 'b'],
      ...(weighted && { weight: 'w' }),
      ...(ranks && { group: made.group }),
    },
    initModel === undefined ? {} : { initModel },
  );
}

describe.each(Object.entries(cases))('%s', (_, parameters) => {
  test.each([false, true])(
    'the same bytes on any number of threads; weighted: %s',
    async (weighted) => {
      const one = formatModel((await run(parameters, weighted, 1)).model);
      for (const threads of [2, 3]) {
        const many = await run(parameters, weighted, threads);
        expect(many.threads).toBe(threads);
        expect(formatModel(many.model) === one).toBe(true);
      }
    },
  );

  test('half-way and on is the same as at once', async () => {
    const whole = (await run(parameters, true, 2)).model;
    const half = (await run({ ...parameters, num_iterations: 2 }, true, 1)).model;
    const rest = await run({ ...parameters, num_iterations: 2 }, true, 1, half as never);
    const trees = (text: string) =>
      text.slice(text.indexOf('Tree=0'), text.indexOf('end of trees'));
    expect(trees(formatModel(rest.model))).toBe(trees(formatModel(whole)));
  });
});

test('leaves of the absolute error are medians of their residuals', async () => {
  const { model } = await run(
    { ...cases['medians'], num_iterations: 1, learning_rate: 1 },
    false,
    2,
  );
  const [tree] = model.trees;
  const y = made.table.getChild('y')!.toArray() as Float64Array;
  const columns = ['a', 'b'].map((name) => made.table.getChild(name)!.toArray() as Float64Array);
  const leaves = Array.from({ length: tree!.numLeaves }, (): number[] => []);
  for (let row = 0; row < ROWS; row++) {
    let node = 0;
    while (node >= 0) {
      const value = columns[tree!.splitFeature[node]!]![row]!;
      node = value <= tree!.threshold[node]! ? tree!.leftChild[node]! : tree!.rightChild[node]!;
    }
    leaves[~node]!.push(y[row]!);
  }
  leaves.forEach((labels, leaf) => {
    labels.sort((one, other) => one - other);
    const middle = labels.length / 2;
    const median =
      labels.length % 2 === 1
        ? labels[Math.floor(middle)]!
        : (labels[middle - 1]! + labels[middle]!) / 2;
    expect(tree!.leafValue[leaf]).toBeCloseTo(median, 10);
  });
});
