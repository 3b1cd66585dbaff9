/** Rankings with the bias of positions and with sampled queries, beside LightGBM: fixtures/lightgbm-rankings. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeVector, Table, type Vector, vectorFromArray } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import {
  createDataset,
  crossValidate,
  formatModel,
  loadDataset,
  type ParameterInput,
  referencePredict,
  type TrainingData,
  train,
} from '../../../src/boosting/index.js';
import { COPIES_OF_THREE, dataOf, expectSameBytes, FEATURES, repeated, rows } from './support.js';

interface Ranking {
  readonly weighted: boolean;
  readonly positioned: boolean;
  readonly parameters: ParameterInput;
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  readonly raw: readonly number[];
}

const expected: {
  readonly positions: readonly number[];
  readonly cases: Readonly<Record<string, Ranking>>;
} = JSON.parse(
  readFileSync(new URL('../../fixtures/lightgbm-rankings/expected.json', import.meta.url), 'utf8'),
);
const position = Int32Array.from(expected.positions);

function rankingOf(
  { weighted, positioned }: Pick<Ranking, 'weighted' | 'positioned'>,
  copies = 1,
): TrainingData {
  const data = dataOf({ label: 'relevance', weighted }, copies);
  return positioned ? { ...data, position: repeated(position, copies) } : data;
}

const run = (wanted: Ranking) =>
  train({ ...wanted.parameters, num_threads: 1 }, rankingOf(wanted), {
    evaluateTraining: true,
  });

describe.each(Object.entries(expected.cases))('%s', (_, wanted) => {
  const trained = run(wanted);

  test('metrics after every round', async () => {
    const { evaluations } = await trained;
    for (const [metric, values] of Object.entries(wanted.metrics)) {
      values.forEach((value, round) => {
        const found = evaluations[round]!.find((one) => one.metric === metric)!.value;
        expect(Math.abs(found - value), `${metric}, round ${round + 1}`).toBeLessThan(1e-6);
      });
    }
  });

  test('the same predictions', async () => {
    const { model } = await trained;
    wanted.raw.forEach((value, row) => {
      const found = referencePredict(model, rows[row]!.subarray(0, FEATURES.length), 'raw');
      expect(Math.abs(found[0]! - value), `row ${row}`).toBeLessThan(1e-6);
    });
  });

  test('the same bytes on two and three threads', async () => {
    await expectSameBytes(wanted.parameters, rankingOf(wanted, COPIES_OF_THREE));
  });
});

describe('positions', () => {
  const positioned: TrainingData = rankingOf({ weighted: false, positioned: true });
  const parameters = { ...expected.cases['positions']!.parameters, num_iterations: 5 };
  const bytesOf = async (data: Parameters<typeof train>[1], own: ParameterInput = {}) =>
    formatModel((await train({ ...parameters, ...own }, data)).model);

  test('change the model, and only by which rows share one', async () => {
    const { position: _, ...plain } = positioned as TrainingData & { position: Int32Array };
    const bytes = await bytesOf(positioned);
    expect(bytes === (await bytesOf(plain))).toBe(false);
    const renamed = position.map((place) => 900 - 7 * place);
    expect(bytes === (await bytesOf({ ...positioned, position: renamed }))).toBe(true);
  });

  test('are a column of numbers or of texts', async () => {
    const { table } = positioned as { table: Table };
    const withColumn = (column: Vector) => ({
      ...positioned,
      table: new Table({
        ...Object.fromEntries(table.schema.fields.map(({ name }) => [name, table.getChild(name)!])),
        place: column,
      }),
      position: 'place',
    });
    const bytes = await bytesOf(positioned);
    expect(bytes === (await bytesOf(withColumn(makeVector(position))))).toBe(true);
    const texts = vectorFromArray(Array.from(position, (place) => `place ${place}`));
    expect(bytes === (await bytesOf(withColumn(texts)))).toBe(true);
  });

  test('are kept in a binned data set', async () => {
    const dataset = await createDataset(parameters, positioned);
    const bytes = await bytesOf(positioned);
    expect(bytes === (await bytesOf(dataset))).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), 'cambium-positions-'));
    try {
      await dataset.save(join(folder, 'ranking.bin'));
      expect(bytes === (await bytesOf(await loadDataset(join(folder, 'ranking.bin'))))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('are taken along by the folds of a cross-validation', async () => {
    const { position: _, ...plain } = positioned as TrainingData & { position: Int32Array };
    const validate = async (data: TrainingData) =>
      (await crossValidate(parameters, data, { folds: 3 })).metrics;
    expect(await validate(positioned)).not.toEqual(await validate(plain));
  });

  test.each<[string, Partial<TrainingData>, ParameterInput, string]>([
    ['too few', { position: new Int32Array(3) }, {}, 'has 3 values, the table 600 rows'],
    [
      'a negative one',
      { position: Int32Array.from(position, (place, row) => (row === 41 ? -2 : place)) },
      {},
      'position of the training table is -2 in row 42: expected a whole number from 0',
    ],
    ['a missing column', { position: 'relevanc' }, {}, 'relevanc'],
    ['a fraction', { position: 'weight' }, {}, 'position "weight" of the training table is 0.574'],
    [
      'another objective',
      { position },
      { objective: 'rank_xendcg' },
      'objective=rank_xendcg learns nothing from them',
    ],
  ])('%s: an error', async (_, own, changed, message) => {
    await expect(train({ ...parameters, ...changed }, { ...positioned, ...own })).rejects.toThrow(
      message,
    );
  });
});
