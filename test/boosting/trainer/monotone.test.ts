/** Monotone constraints hold for any data, by every method; where there are missing values, by the basic one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Model, referencePredict, train } from '../../../src/boosting/index.js';
import { randomNumbers, tableOf } from './support/tables.js';

interface Case {
  readonly seed: number;
  readonly rows: number;
  readonly directions: readonly (-1 | 0 | 1)[];
  readonly leaves: number;
  readonly penalty: number;
  readonly smooth: number;
  readonly levels: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  rows: fc.integer({ min: 40, max: 400 }),
  directions: fc.array(fc.constantFrom(-1, 0, 1), { minLength: 3, maxLength: 3 }),
  leaves: fc.integer({ min: 3, max: 40 }),
  penalty: fc.constantFrom(0, 0, 0.5, 2),
  smooth: fc.constantFrom(0, 0, 3),
  levels: fc.constantFrom(4, 1000),
});

/** Three features of which the label depends on both ways, so that constraints bind. */
function tableFor({ seed, rows, levels }: Case, missing: number) {
  const random = randomNumbers(seed);
  const columns = ['a', 'b', 'c'].map(() =>
    Float64Array.from({ length: rows }, () =>
      random() < missing ? Number.NaN : Math.floor(random() * levels) / levels,
    ),
  );
  const y = Float64Array.from({ length: rows }, (_, row) => {
    const [a = 0, b = 0, c = 0] = columns.map((column) =>
      Number.isNaN(column[row]) ? 0.7 : column[row]!,
    );
    return Math.sin(9 * a) + a * b - Math.cos(5 * b) + 2 * a * c + random() / 2;
  });
  const [a, b, c] = columns as [Float64Array, Float64Array, Float64Array];
  return tableOf({ a, b, c, y });
}

async function modelOf(one: Case, method: string, missing: number): Promise<Model> {
  const { directions, leaves, penalty, smooth } = one;
  const result = await train(
    {
      ...{ num_iterations: 4, num_threads: 1, learning_rate: 0.5, verbosity: -1 },
      ...{ num_leaves: leaves, min_data_in_leaf: 3, min_data_in_bin: 1, path_smooth: smooth },
      ...{ monotone_constraints: directions, monotone_penalty: penalty },
      monotone_constraints_method: method as 'basic',
    },
    { table: tableFor(one, missing), label: 'y' },
  );
  return result.model;
}

/** The largest step against a constraint, over lines through random points. */
function violation(model: Model, { seed, directions }: Case, missing: number): number {
  const random = randomNumbers(seed + 1);
  let worst = 0;
  for (let point = 0; point < 25; point++) {
    const place = Float64Array.from(directions, () => (random() < missing ? Number.NaN : random()));
    directions.forEach((direction, feature) => {
      if (direction === 0) return;
      let before = Number.NEGATIVE_INFINITY;
      for (let step = -1; step <= 101; step++) {
        const values = place.slice();
        values[feature] = step / 100;
        const value = direction * referencePredict(model, values, 'raw')[0]!;
        worst = Math.max(worst, before - value);
        before = value;
      }
    });
  }
  return worst;
}

describe.each([
  ['basic', 0],
  ['basic', 0.2],
  ['intermediate', 0],
  ['advanced', 0],
])('%s, %f missing', (method, missing) => {
  test('predictions never move against a constraint', { timeout: 60_000 }, async () => {
    const check = async (one: Case) => {
      const model = await modelOf(one, method, missing);
      expect(violation(model, one, missing)).toBeLessThan(1e-12);
    };
    await fc.assert(fc.asyncProperty(cases, check), { numRuns: 40, seed: 77 });
  });
});

test('without constraints the same data moves both ways', async () => {
  const one: Case = {
    ...{ seed: 5, rows: 400, leaves: 20, penalty: 0, smooth: 0, levels: 1000 },
    directions: [1, -1, 0],
  };
  const free = await modelOf({ ...one, directions: [0, 0, 0] }, 'basic', 0);
  expect(violation(free, one, 0)).toBeGreaterThan(0.1);
});

test('closer methods fit better than the basic one, and constraints cost fit', async () => {
  const one: Case = {
    ...{ seed: 9, rows: 400, leaves: 20, penalty: 0, smooth: 0, levels: 1000 },
    directions: [1, -1, 1],
  };
  const table = tableFor(one, 0);
  const rows = table.toArray() as unknown as readonly Record<string, number>[];
  const loss = async (method: string, directions = one.directions) => {
    const model = await modelOf({ ...one, directions }, method, 0);
    const errors = rows.map((row) => {
      const values = Float64Array.from(['a', 'b', 'c'], (name) => row[name]!);
      return (referencePredict(model, values, 'raw')[0]! - row['y']!) ** 2;
    });
    return errors.reduce((sum, error) => sum + error, 0);
  };
  const basic = await loss('basic');
  expect(await loss('intermediate')).toBeLessThan(basic);
  expect(await loss('advanced')).toBeLessThan(basic);
  expect(await loss('basic', [0, 0, 0])).toBeLessThan(basic);
});

test('rows with missing values are said not to be held to the closer methods', async () => {
  const one: Case = {
    ...{ seed: 3, rows: 200, leaves: 8, penalty: 0, smooth: 0, levels: 1000 },
    directions: [1, 0, 0],
  };
  for (const [method, missing, lines] of [
    ['advanced', 0.2, 1],
    ['advanced', 0, 0],
    ['basic', 0.2, 0],
  ] as const) {
    const notices: string[] = [];
    await train(
      {
        ...{ num_iterations: 1, num_threads: 1, monotone_constraints: one.directions },
        monotone_constraints_method: method,
      },
      { table: tableFor(one, missing), label: 'y' },
      { onNotice: (line) => notices.push(line) },
    );
    expect(notices.filter((line) => line.includes('missing values'))).toHaveLength(lines);
  }
});
