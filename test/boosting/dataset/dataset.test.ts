import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeVector, Table, vectorFromArray } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createDataset,
  formatModel,
  loadDataset,
  type ParameterInput,
  type TrainingData,
  train,
} from '../../../src/boosting/index.js';
import { randomColumns, randomNumbers, sharedTable, tableOf } from '../trainer/support/tables.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataset-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const base = randomColumns({ rows: 3000, features: 7, missing: 0.2 });
const random = randomNumbers(5);
const month = Float64Array.from(base['y']!, () => Math.floor(random() * 12));
const huge = Float64Array.from(base['y']!, () => 2 ** 30 + Math.floor(random() * 5));
const label = Float64Array.from(base['y']!, (y, row) => y + (month[row] === 3 ? 2 : 0));
const constant = new Float64Array(3000).fill(4);
const weight = Float64Array.from(base['y']!, () => 0.5 + random());
const numbers = { ...base, month, huge, constant, weight, y: label };
const city = vectorFromArray(Array.from(month, (m) => ['Rome', 'Oslo', 'Lima'][m % 3]));
const columns: Record<string, ReturnType<typeof makeVector>> = Object.fromEntries(
  Object.entries(numbers).map(([name, values]) => [name, makeVector(values)]),
);
const table = new Table({ ...columns, city } as never) as unknown as Table;
const data: TrainingData = {
  table,
  label: 'y',
  weight: 'weight',
  categorical: ['month', 'huge', 'city'],
};

const bytes = async (parameters: ParameterInput, from: Parameters<typeof train>[1]) => {
  const result = await train(parameters, from, { valid: [{ name: 'v', table }] });
  return { text: formatModel(result.model), evaluations: result.evaluations };
};

const runs: Readonly<Record<string, ParameterInput>> = {
  'squared error': { num_iterations: 6, seed: 4 },
  'another objective, other leaves': {
    objective: 'regression_l1',
    num_leaves: 7,
    num_iterations: 5,
  },
  'few bins, zero missing': { max_bin: 15, zero_as_missing: true, num_iterations: 4 },
  'no missing values': { use_missing: false, num_iterations: 4 },
  'bins from a sample': { bin_construct_sample_cnt: 500, num_iterations: 4 },
};

describe.each(Object.entries(runs))('%s', (name, parameters) => {
  test('a data set, and a file of it, train the model that the table trains', async () => {
    const expected = await bytes(parameters, data);
    const dataset = await createDataset(parameters, data);
    expect(await bytes(parameters, dataset)).toEqual(expected);
    const path = join(folder, `${name}.bin`);
    await dataset.save(path);
    const loaded = await loadDataset(path);
    expect(loaded.numRows).toBe(3000);
    expect(loaded.featureNames).toEqual(dataset.featureNames);
    expect(await bytes(parameters, loaded)).toEqual(expected);
    const again = join(folder, 'again.bin');
    await loaded.save(again);
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true);
  });
});

test('one data set serves several trainings, also at once', async () => {
  const { table: shared } = sharedTable(base);
  const dataset = await createDataset({}, { table: shared, label: 'y' });
  const inputs: ParameterInput[] = [{ num_leaves: 4 }, { num_leaves: 40 }, { learning_rate: 0.3 }];
  const all = await Promise.all(inputs.map((one) => train({ ...one, num_iterations: 4 }, dataset)));
  for (const [index, input] of inputs.entries()) {
    const one = await train({ ...input, num_iterations: 4 }, { table: tableOf(base), label: 'y' });
    expect(formatModel(all[index]!.model)).toBe(formatModel(one.model));
  }
});

test('queries and initial scores are kept', async () => {
  const grades = Float64Array.from(base['y']!, (y) => Math.max(0, Math.min(4, Math.round(y + 2))));
  const group = Int32Array.from({ length: 100 }, () => 30);
  const initScore = Float64Array.from(base['y']!, () => random());
  const ranking: TrainingData = { table: tableOf(base), label: grades, group, initScore };
  const parameters: ParameterInput = { objective: 'lambdarank', num_iterations: 3 };
  const expected = formatModel((await train(parameters, ranking)).model);
  const dataset = await createDataset(parameters, ranking);
  const path = join(folder, 'ranking.bin');
  await dataset.save(path);
  const { model } = await train(parameters, await loadDataset(path));
  expect(formatModel(model)).toBe(expected);
});

describe('refuses', () => {
  test.each([
    [{ max_bin: 63 }, /max_bin=63, but the data set was binned with max_bin=255/],
    [{ max_bins: 63 }, /max_bin=63/],
    [{ min_data_in_leaf: 5 }, /min_data_in_leaf=5, but features .* 20 rows/],
    [{ categorical_feature: ['f0'] }, /categorical_feature=f0/],
  ] as const)('%o', async (parameters, message) => {
    const dataset = await createDataset({}, data);
    await expect(train(parameters as ParameterInput, dataset)).rejects.toMatchObject({
      code: 'bad-parameter',
      message: expect.stringMatching(message),
    });
  });

  test('to go on from a model without values', async () => {
    const dataset = await createDataset({}, data);
    const { model } = await train({ num_iterations: 2 }, dataset);
    const path = join(folder, 'values.bin');
    await dataset.save(path);
    const loaded = await loadDataset(path);
    const run = train({ num_iterations: 2 }, loaded, { initModel: model });
    await expect(run).rejects.toMatchObject({ code: 'needs-values' });
    const more = await train({ num_iterations: 2 }, dataset, { initModel: model });
    expect(more.model.numIterations).toBe(4);
  });

  describe('a file', () => {
    const path = () => join(folder, 'bad.bin');
    beforeAll(async () => {
      await (await createDataset({}, data)).save(join(folder, 'good.bin'));
    });
    const good = () => readFileSync(join(folder, 'good.bin'));

    test.each([4, 20, 300, 5000, -100])('cut at byte %i', async (at) => {
      writeFileSync(path(), good());
      truncateSync(path(), at < 0 ? good().length + at : at);
      await expect(loadDataset(path())).rejects.toMatchObject({ code: 'bad-dataset' });
    });

    test('with another byte anywhere', async () => {
      const whole = good();
      const headerEnd = 48 + whole.readUInt32LE(12);
      for (const at of [8, 20, 60, headerEnd - 5, headerEnd + 200, whole.length - 4000]) {
        const altered = Buffer.from(whole);
        altered[at]! ^= 1;
        writeFileSync(path(), altered);
        await expect(loadDataset(path())).rejects.toMatchObject({
          code: 'bad-dataset',
          message: expect.stringMatching(/checksum|version|cut short/),
        });
      }
    });

    test('of another kind, or none', async () => {
      writeFileSync(path(), 'a,b\n1,2\n');
      await expect(loadDataset(path())).rejects.toMatchObject({
        message: expect.stringMatching(/no binned data set/),
      });
      await expect(loadDataset(join(folder, 'none.bin'))).rejects.toMatchObject({
        code: 'missing-file',
      });
    });
  });
});
