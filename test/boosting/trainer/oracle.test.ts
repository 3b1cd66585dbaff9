import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBin, minSplitData } from '../../../src/boosting/bins/index.js';
import { referencePredict, train } from '../../../src/boosting/index.js';
import { binColumns, growTree, type OracleParameters } from './support/oracle.js';
import { randomColumns, tableOf } from './support/tables.js';

/** 24-bit gradients without a bias, and 32-bit ones. */
const REGRESSION_PRECISION = 5e-7;
const BINARY_PRECISION = 1e-6;

interface Case {
  readonly seed: number;
  readonly rows: number;
  readonly features: number;
  readonly missing: number;
  readonly maxBin: number;
  readonly parameters: OracleParameters;
}

const cases = (binary: boolean): fc.Arbitrary<Case> =>
  fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    rows: fc.integer({ min: 20, max: 150 }),
    features: fc.integer({ min: 1, max: 4 }),
    missing: fc.constantFrom(0, 0.1, 0.5),
    maxBin: fc.constantFrom(2, 5, 16),
    parameters: fc.record({
      binary: fc.constant(binary),
      numLeaves: fc.integer({ min: 2, max: binary ? 4 : 10 }),
      maxDepth: fc.constantFrom(-1, -1, 1, 2, 3),
      // Where rows are counted from hessians, the count is LightGBM's estimate; tests of LightGBM cover it.
      minDataInLeaf: binary ? fc.constant(0) : fc.constantFrom(1, 5, 20),
      minSumHessian: fc.constantFrom(1e-3, 2.5, 8.3),
      lambdaL1: fc.constantFrom(0, 0, 0.5, 3),
      lambdaL2: fc.constantFrom(0, 0, 1, 20),
      minGain: fc.constantFrom(0, 0, 0.3, 2),
      learningRate: fc.constantFrom(0.1, 1),
      precision: fc.constant(binary ? BINARY_PRECISION : REGRESSION_PRECISION),
    }),
  });

/** Trains both ways and compares tree by tree while the oracle is sure; gives the number of trees compared. */
async function compare({
  seed,
  rows,
  features,
  missing,
  maxBin,
  parameters: p,
}: Case): Promise<number> {
  const columns = randomColumns({ rows, features, missing, seed, binary: p.binary });
  const { y, ...inputs } = columns;
  const label = Float32Array.from(y!);
  if (label.every((value) => value === label[0])) return 0;
  const rounds = p.binary ? 1 : 3;
  const options = {
    ...{ maxBin, minDataInBin: 1, useMissing: true, zeroAsMissing: false },
    minSplitData: minSplitData(p.minDataInLeaf, rows, rows),
  };
  const all = Object.values(inputs).map((values) => ({ values, mapper: findBin(values, options) }));
  const useful = all
    .map((one, index) => ({ ...one, index }))
    .filter(({ mapper }) => !mapper.isTrivial);
  if (useful.length === 0) return 0;
  const { model } = await train(
    {
      ...{ objective: p.binary ? 'binary' : 'regression', num_iterations: rounds, max_bin: maxBin },
      ...{ min_data_in_bin: 1, num_leaves: p.numLeaves, max_depth: p.maxDepth },
      ...{ min_data_in_leaf: p.minDataInLeaf, min_sum_hessian_in_leaf: p.minSumHessian },
      ...{ lambda_l1: p.lambdaL1, lambda_l2: p.lambdaL2, min_gain_to_split: p.minGain },
      ...{ learning_rate: p.learningRate, num_threads: 1 },
    },
    { table: tableOf(columns), label: 'y' },
  );
  const mappers = useful.map(({ mapper }) => mapper);
  const bins = binColumns(
    useful.map(({ values }) => values),
    mappers,
  );
  const mean = label.reduce((sum, value) => sum + value, 0) / rows;
  const start = p.binary ? Math.log(mean / (1 - mean)) : mean;
  const scores = new Float64Array(rows).fill(start);
  const leaves = Array.from({ length: rows }, (_, row) =>
    referencePredict(
      model,
      Float64Array.from(all, ({ values }) => values[row]!),
      'leaf',
    ),
  );
  for (let round = 0; round < rounds; round++) {
    const gradients = scores.map((score, row) =>
      p.binary ? 1 / (1 + Math.exp(-score)) - label[row]! : score - label[row]!,
    );
    const hessians = scores.map((score) => {
      const probability = 1 / (1 + Math.exp(-score));
      return p.binary ? probability * (1 - probability) : 1;
    });
    const expected = growTree(bins, mappers, gradients, hessians, p);
    if (expected.close) return round;
    const found = model.trees[round];
    if (expected.outputs.length === 1) {
      expect(found === undefined || found.numLeaves === 1).toBe(true);
      return round + 1;
    }
    expect(leaves.map((leaf) => leaf[round])).toEqual([...expected.leafOf]);
    expect(
      [...found!.splitFeature].map((feature) => useful.findIndex(({ index }) => index === feature)),
    ).toEqual(expected.features);
    const digits = p.binary ? 1e-3 : 1e-5;
    const scale = Math.max(...gradients.map(Math.abs));
    expected.outputs.forEach((output, leaf) => {
      const own = found!.leafValue[leaf]! - (round === 0 ? start : 0);
      expect(Math.abs(own - output)).toBeLessThan(digits * scale * 4);
    });
    expected.gains.forEach((gain, node) => {
      expect(Math.abs(found!.splitGain[node]! - gain)).toBeLessThan(digits * rows * scale ** 2);
    });
    expected.leafOf.forEach((leaf, row) => {
      scores[row] = scores[row]! + expected.outputs[leaf]!;
    });
  }
  return rounds;
}

describe('the trees of a plain trainer', () => {
  test.each([
    ['squared error', false, 80],
    ['log loss', true, 30],
  ] as const)('%s', async (_, binary, runs) => {
    let compared = 0;
    const property = fc.asyncProperty(cases(binary), async (one) => {
      compared += await compare(one);
    });
    await fc.assert(property, { numRuns: runs, seed: 20_240 });
    // Most must have been clear enough to compare.
    expect(compared).toBeGreaterThan(runs / 2);
  });
});
