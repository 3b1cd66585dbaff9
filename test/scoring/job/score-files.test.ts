import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Model } from '../../../src/boosting/index.js';
import { openTableWriter, readTable } from '../../../src/data/index.js';
import { createWasmScorer, scoreFiles } from '../../../src/scoring/index.js';
import { fixturePath, loadFixture } from '../support/lightgbm-fixtures.js';
import { type ModelShape, randomColumns, randomModel } from '../support/random-model.js';

const shape: ModelShape = {
  seed: 3,
  trees: 10,
  leaves: 31,
  features: 4,
  classes: 1,
  categorical: 0,
  categories: 5,
  linear: false,
  averageOutput: false,
  objective: 'regression',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-score-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

/** The columns of a file of predictions. */
async function columnsOf(path: string): Promise<Record<string, number[]>> {
  const table = await readTable(path);
  return Object.fromEntries(
    table.schema.fields.map(({ name }) => [name, [...table.getChild(name)!].map(Number)]),
  );
}

async function writeColumns(
  path: string,
  names: readonly string[],
  columns: readonly Float64Array[],
): Promise<void> {
  const fields = names.map((name) => ({ name, type: 'float64' as const }));
  const writer = await openTableWriter(path, fields);
  await writer.appendColumns(columns, columns[0]!.length);
  await writer.close();
}

describe('files of every format give the scorer’s own answers, in order', () => {
  const names = ['other', 'f3', 'f0', 'f2', 'f1'];
  const rows = 10_007;
  const model = randomModel(shape);
  // A missing value has no spelling but NaN in every format, and CSV none for the infinities.
  const columns = randomColumns({ ...shape, features: 5 }, rows, 21).map((column) =>
    Float64Array.from(column, (value) => (Number.isFinite(value) ? value : Number.NaN)),
  );

  test.each([
    ['in.csv', 'out.csv'],
    ['in.parquet', 'out.parquet'],
    ['in.arrow', 'out.arrow'],
    ['in.csv', 'out.parquet'],
  ])('%s to %s', async (input, output) => {
    await writeColumns(at(input), names, columns);
    const seen: number[] = [];
    const result = await scoreFiles({
      model,
      inputs: [at(input)],
      output: at(output),
      backend: 'wasm',
      threads: 2,
      batchRows: 1000,
      onProgress: (done) => seen.push(done),
    });
    const scorer = await createWasmScorer(model, { threads: 0 });
    const inOrder = [2, 4, 3, 1].map((i) => columns[i]!);
    const expected = await scorer.score(inOrder, rows);
    expect(await columnsOf(at(output))).toEqual({ prediction: [...expected] });
    expect(result).toMatchObject({ rows, backend: 'wasm', output: at(output) });
    expect(result.rowsPerSecond).toBeCloseTo(rows / result.seconds);
    expect(seen).toEqual([...Array.from({ length: 10 }, (_, i) => (i + 1) * 1000), rows]);
    expect(readdirSync(folder).sort()).toEqual([input, output].sort());
  });
});

test('several classes make a column each, and several inputs follow each other', async () => {
  const { model, expected } = loadFixture('multiclass');
  const data = fixturePath('multiclass', 'data.csv');
  await scoreFiles({ model, inputs: [data, data], output: at('out.parquet'), backend: 'wasm' });
  const found = await columnsOf(at('out.parquet'));
  expect(Object.keys(found)).toEqual([0, 1, 2, 3, 4].map((k) => `prediction_${k}`));
  const rows = expected.value.length / 5;
  for (let k = 0; k < 5; k++) {
    const once = Array.from({ length: rows }, (_, row) => expected.value[row * 5 + k]!);
    found[`prediction_${k}`]!.forEach((value, row) => {
      expect(value).toBeCloseTo(once[row % rows]!, 12);
    });
    expect(found[`prediction_${k}`]).toHaveLength(2 * rows);
  }
});

test('leaf indices are whole numbers, a column a tree', async () => {
  const { model, expected } = loadFixture('regression');
  const inputs = [fixturePath('regression', 'data.csv')];
  await scoreFiles({ model, inputs, output: at('leaf.csv'), kind: 'leaf', backend: 'wasm' });
  const lines = readFileSync(at('leaf.csv'), 'utf8').trimEnd().split('\n');
  expect(lines[0]).toBe(model.trees.map((_, tree) => `leaf_${tree}`).join(','));
  expect(lines.slice(1).join(',').split(',').map(Number)).toEqual([...expected.leaf]);
});

test.each(['csv', 'parquet', 'arrow'])(
  'contributions have a column a feature and the bias, for each class: %s',
  async (format) => {
    const { model, columns, contributions } = loadFixture('multiclass');
    const output = at(`why.${format}`);
    const inputs = [fixturePath('multiclass', 'data.csv')];
    await scoreFiles({ model, inputs, output, kind: 'contributions', batchRows: 16, threads: 1 });
    const found = await columnsOf(output);
    const perClass = [...model.featureNames, 'bias'];
    const names = Array.from({ length: model.numTreePerIteration }, (_, of) =>
      perClass.map((name) => `${name}_${of}`),
    ).flat();
    expect(Object.keys(found)).toEqual(names);
    names.forEach((name, column) => {
      expect(found[name]).toHaveLength(columns[0]!.length);
      found[name]!.forEach((value, row) => {
        const wanted = contributions![row * names.length + column]!;
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-9);
      });
    });
  },
);

test('a feature that is called bias keeps its name', async () => {
  const model = new Model({
    ...randomModel({ ...shape, leaves: 1, features: 2 }),
    featureNames: ['bias', 'other'],
  });
  await writeColumns(at('in.csv'), ['bias', 'other'], [Float64Array.of(1), Float64Array.of(2)]);
  const job = { model, inputs: [at('in.csv')], output: at('out.csv') };
  await scoreFiles({ ...job, kind: 'contributions' });
  expect(Object.keys(await columnsOf(at('out.csv')))).toEqual(['bias', 'other', '_bias']);
});

test('rounds of a model alone', async () => {
  const { model } = loadFixture('binary');
  const inputs = [fixturePath('binary', 'data.csv')];
  const job = { model, inputs, output: at('p.csv'), backend: 'wasm', kind: 'leaf' } as const;
  await scoreFiles({ ...job, startIteration: 2, numIteration: 3 });
  expect(Object.keys(await columnsOf(at('p.csv')))).toEqual(['leaf_0', 'leaf_1', 'leaf_2']);
});

describe('on failure nothing is left', () => {
  const model = randomModel(shape);

  test('a feature that the file lacks is named, with the near miss', async () => {
    const trips = loadFixture('regression').model;
    const text = readFileSync(fixturePath('regression', 'data.csv'), 'utf8');
    writeFileSync(at('in.csv'), text.replace('pickup_lon', 'pickup_long'));
    const inputs = [at('in.csv')];
    const job = scoreFiles({ model: trips, inputs, output: at('o.csv'), backend: 'wasm' });
    await expect(job).rejects.toMatchObject({
      code: 'missing-column',
      problem: `${at('in.csv')} has no column "pickup_lon"`,
      hint: 'did you mean "pickup_long"?',
    });
    expect(readdirSync(folder)).toEqual(['in.csv']);
  });

  test('a value that is no number, after rows that were written', async () => {
    const good = '1,2,3,4\n'.repeat(5000);
    writeFileSync(at('in.csv'), `f0,f1,f2,f3\n${good}1,2,x,4\n${good}`);
    const job = scoreFiles({
      model,
      inputs: [at('in.csv')],
      output: at('o.csv'),
      backend: 'wasm',
      batchRows: 100,
    });
    await expect(job).rejects.toThrow(/f2|"x"/);
    expect(readdirSync(folder)).toEqual(['in.csv']);
  });

  test('an interruption, and an older output stays as it was', async () => {
    const columns = randomColumns({ ...shape, features: 4 }, 50_000, 5).map((column) =>
      Float64Array.from(column),
    );
    await writeColumns(at('in.parquet'), ['f0', 'f1', 'f2', 'f3'], columns);
    writeFileSync(at('o.csv'), 'older\n');
    const interruption = new AbortController();
    const job = scoreFiles({
      model,
      inputs: [at('in.parquet')],
      output: at('o.csv'),
      backend: 'wasm',
      batchRows: 1000,
      signal: interruption.signal,
      onProgress: () => interruption.abort(),
    });
    await expect(job).rejects.toMatchObject({ code: 'interrupted' });
    expect(readdirSync(folder).sort()).toEqual(['in.parquet', 'o.csv']);
    expect(readFileSync(at('o.csv'), 'utf8')).toBe('older\n');
  });

  test('an output of unknown format', async () => {
    writeFileSync(at('in.csv'), 'f0,f1,f2,f3\n1,2,3,4\n');
    const inputs = [at('in.csv')];
    const job = scoreFiles({ model, inputs, output: at('o.xlsx'), backend: 'wasm' });
    await expect(job).rejects.toThrow('o.xlsx');
    expect(existsSync(at('o.xlsx'))).toBe(false);
  });
});
