import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Model, referencePredict } from '../../../src/boosting/index.js';
import { ColumnMemory } from '../../../src/data/index.js';
import {
  createWasmScorer,
  type FeatureColumn,
  type ScoreKind,
} from '../../../src/scoring/index.js';
import { type ModelShape, randomColumns, randomModel } from '../support/random-model.js';

const shapes: fc.Arbitrary<ModelShape> = fc.record({
  seed: fc.integer(),
  trees: fc.integer({ min: 1, max: 19 }),
  leaves: fc.constantFrom(1, 2, 9, 31, 34, 120),
  features: fc.integer({ min: 1, max: 20 }),
  classes: fc.constantFrom(1, 1, 1, 3),
  categorical: fc.constantFrom(0, 0.3, 1),
  categories: fc.constantFrom(5, 40, 400),
  linear: fc.boolean(),
  averageOutput: fc.boolean(),
  objective: fc.constantFrom('regression', 'binary sigmoid:1', 'poisson', 'regression sqrt'),
});

const base: ModelShape = {
  seed: 7,
  trees: 40,
  leaves: 31,
  features: 9,
  classes: 1,
  categorical: 0.2,
  categories: 40,
  linear: false,
  averageOutput: false,
  objective: 'binary sigmoid:1',
};

const KINDS = ['raw', 'value', 'leaf'] as const;

function reference(
  model: Model,
  columns: readonly FeatureColumn[],
  rows: number,
  kind: Exclude<ScoreKind, 'contributions'>,
): Float64Array {
  const answers: number[] = [];
  for (let i = 0; i < rows; i++) {
    const row = Float64Array.from(columns, (column) => column[i]!);
    answers.push(...referencePredict(model, row, kind));
  }
  return Float64Array.from(answers);
}

function bytes(numbers: Float64Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

describe('against the reference predictor', () => {
  test('any model, any values: every bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.constantFrom(0, 1, 3, 7, 8, 9, 17, 64),
        fc.integer(),
        async (shape, rows, seed) => {
          const model = randomModel(shape);
          const columns = randomColumns(shape, rows, seed);
          const scorer = await createWasmScorer(model, { threads: 0 });
          for (const kind of KINDS) {
            const expected = reference(model, columns, rows, kind);
            expect(await scorer.score(columns, rows, kind)).toEqual(expected);
          }
          const out = new Float64Array(shape.classes);
          for (let i = 0; i < rows; i++) {
            const row = Float64Array.from(columns, (column) => column[i]!);
            scorer.scoreRowSync(row, out);
            expect(out).toEqual(referencePredict(model, row, 'value'));
            scorer.scoreRowSync(row, out, 'raw');
            expect(out).toEqual(referencePredict(model, row, 'raw'));
          }
          await scorer.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  test('more thresholds of a feature than a byte can rank, and rows of several tiles', async () => {
    const shape = { ...base, trees: 200, leaves: 60, features: 1, categorical: 0 };
    const model = randomModel(shape);
    const distinct = new Set(model.trees.flatMap((tree) => [...tree.threshold]));
    // Shared among the three missing types.
    expect(distinct.size).toBeGreaterThan(3 * 600);
    const columns = randomColumns(shape, 1300, 11);
    const scorer = await createWasmScorer(model, { threads: 0 });
    for (const kind of KINDS) {
      const expected = reference(model, columns, 1300, kind);
      expect(await scorer.score(columns, 1300, kind)).toEqual(expected);
    }
  });

  test('sets of categories that span pages', async () => {
    const shape = { ...base, categorical: 1, categories: 1000, features: 3, leaves: 60 };
    const model = randomModel(shape);
    const columns = randomColumns(shape, 1000, 12);
    const scorer = await createWasmScorer(model, { threads: 0 });
    for (const kind of KINDS) {
      const expected = reference(model, columns, 1000, kind);
      expect(await scorer.score(columns, 1000, kind)).toEqual(expected);
    }
  });
});

/** Rows that are worth any number of threads. */
const MANY = 1e9;

describe('threads', () => {
  test.each(KINDS)('1, 2 and 3 threads and the caller give the same bytes: %s', async (kind) => {
    const model = randomModel(base);
    const rows = 30_001;
    const columns = randomColumns(base, rows, 13);
    const scored = await Promise.all(
      [0, 1, 2, 3].map(async (threads) => {
        const scorer = await createWasmScorer(model, { threads });
        // So few rows would not be worth threads.
        scorer.prepare(MANY);
        const answers = await scorer.score(columns, rows, kind);
        await scorer.close();
        return answers;
      }),
    );
    for (const answers of scored) expect(bytes(answers).equals(bytes(scored[0]!))).toBe(true);
    const few = columns.map((column) => column.subarray(rows - 100));
    const outputs = scored[0]!.length / rows;
    expect(scored[0]!.slice(-100 * outputs)).toEqual(reference(model, few, 100, kind));
  });

  test('inputs of many chunks, and calls at the same time, do not disturb each other', async () => {
    const shape = { ...base, trees: 3, leaves: 8 };
    const model = randomModel(shape);
    const rows = 280_000;
    const columns = randomColumns(shape, rows, 14);
    const scorer = await createWasmScorer(model, { threads: 2 });
    scorer.prepare(MANY);
    const other = columns.map((column) => column.subarray(5));
    const [all, shifted, small] = await Promise.all([
      scorer.score(columns, rows),
      scorer.score(other, rows - 5),
      scorer.score(other, 20),
    ]);
    const alone = scorer.scoreSync(columns, rows);
    await scorer.close();
    expect(bytes(all).equals(bytes(alone))).toBe(true);
    expect(bytes(shifted).equals(bytes(alone.subarray(5)))).toBe(true);
    expect(small).toEqual(alone.slice(5, 25));
  });
});

describe('little work', () => {
  test('is done on the caller’s thread, which serves others in between', async () => {
    const scorer = await createWasmScorer(randomModel(base), { threads: 2 });
    const rows = 50_000;
    let turns = 0;
    let done = false;
    const turn = () => {
      turns++;
      if (!done) setImmediate(turn);
    };
    setImmediate(turn);
    const columns = randomColumns(base, rows, 18);
    const answers = await scorer.score(columns, rows);
    done = true;
    expect(scorer.runningThreads).toBe(0);
    expect(turns).toBeGreaterThan(5);
    expect(bytes(answers).equals(bytes(scorer.scoreSync(columns, rows)))).toBe(true);
    await scorer.close();
  });

  test('again and again becomes much', async () => {
    const shape = { ...base, trees: 300, leaves: 4 };
    const scorer = await createWasmScorer(randomModel(shape), { threads: 2 });
    const rows = 10_000;
    const columns = randomColumns(shape, rows, 19);
    const first = await scorer.score(columns, rows);
    expect(scorer.runningThreads).toBe(0);
    for (let call = 0; call < 4; call++) {
      expect(bytes(await scorer.score(columns, rows)).equals(bytes(first))).toBe(true);
    }
    expect(scorer.runningThreads).toBe(2);
    await scorer.close();
  });

  test('a scorer may be closed while its threads start', async () => {
    const scorer = await createWasmScorer(randomModel(base), { threads: 2 });
    scorer.prepare(MANY);
    await scorer.close();
  });
});

describe('memory', () => {
  test('columns of the scorer’s own arena are read where they lie', async () => {
    const model = randomModel(base);
    const memory = new ColumnMemory();
    const scorer = await createWasmScorer(model, { threads: 2, memory });
    scorer.prepare(MANY);
    const rows = 20_000;
    const outside = randomColumns(base, rows, 15);
    const inside = outside.map((column) => {
      const copy =
        column instanceof Float32Array
          ? memory.allocateFloat32(rows)
          : memory.allocateFloat64(rows);
      copy.set(column);
      return copy;
    });
    // Growing gives the memory another buffer; views made before are over the same bytes.
    memory.allocate(64 * 2 ** 20);
    const expected = await scorer.score(outside, rows);
    const before = memory.mark;
    expect(bytes(await scorer.score(inside, rows)).equals(bytes(expected))).toBe(true);
    expect(memory.mark).toBe(before);
    await scorer.close();
  });

  test('the tables do not write outside what they reserved', async () => {
    const memory = new ColumnMemory();
    const guard = memory.allocateFloat64(64).fill(1.5);
    const scorer = await createWasmScorer(randomModel(base), { threads: 0, memory });
    const after = memory.allocateFloat64(64).fill(2.5);
    await scorer.score(randomColumns(base, 5000, 16), 5000);
    expect([...guard].every((value) => value === 1.5)).toBe(true);
    expect([...after].every((value) => value === 2.5)).toBe(true);
  });
});

describe('errors', () => {
  test('a wrong number of columns', async () => {
    const scorer = await createWasmScorer(randomModel(base), { threads: 0 });
    await expect(scorer.score([], 1)).rejects.toThrow(
      'the model has 9 features, but 0 columns were given',
    );
  });

  test('a column that is too short', async () => {
    const scorer = await createWasmScorer(randomModel(base), { threads: 0 });
    const columns = randomColumns(base, 10, 1);
    columns[4] = new Float64Array(9);
    await expect(scorer.score(columns, 10)).rejects.toThrow(
      'column "f4" has 9 rows, but 10 are to be scored',
    );
  });

  test('an objective that is not known', async () => {
    const model = randomModel({ ...base, objective: 'binari' });
    await expect(createWasmScorer(model)).rejects.toThrow('"binari" is not known');
  });
});
