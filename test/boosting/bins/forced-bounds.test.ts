/** Bins with forced bounds: those that LightGBM cuts, and what holds for any bounds. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBin, sampleRows, takeRows, valueToBin } from '../../../src/boosting/bins/index.js';

interface Cases {
  readonly columns: Readonly<Record<string, readonly (number | string)[]>>;
  readonly forced: Readonly<Record<string, readonly number[]>>;
  readonly cases: readonly {
    readonly params: Readonly<Record<string, number | boolean>>;
    readonly numBins: readonly number[];
    /** The bin of every row. */
    readonly bins: readonly (string | null)[];
    /** Bounds that trees on the column split at. */
    readonly thresholds: readonly (readonly number[])[];
  }[];
}

const path = fileURLToPath(
  new URL('../../fixtures/lightgbm-forced-bins/cases.json', import.meta.url),
);
const lightgbm: Cases = JSON.parse(readFileSync(path, 'utf8'));
const names = Object.keys(lightgbm.columns);

const rising = (bounds: readonly number[]) => [...new Set(bounds)].sort((a, b) => a - b);

describe.each(lightgbm.cases)('as LightGBM cuts them with $params', (expected) => {
  const { params } = expected;
  const given = (name: string, otherwise: number) => Number(params[name] ?? otherwise);
  test.each(names.map((name, index) => [name, index] as const))('%s', (name, index) => {
    const values = Float64Array.from(lightgbm.columns[name] ?? [], Number);
    const rows = sampleRows(
      values.length,
      given('bin_construct_sample_cnt', 200_000),
      given('data_random_seed', 1),
    );
    const mapper = findBin(takeRows(values, rows), {
      maxBin: given('max_bin', 255),
      minDataInBin: given('min_data_in_bin', 3),
      useMissing: params['use_missing'] !== false,
      zeroAsMissing: params['zero_as_missing'] === true,
      minSplitData: 0,
      forcedBounds: rising(lightgbm.forced[index] ?? []),
    });
    expect(mapper.numBins).toBe(expected.numBins[index]);
    expect(Array.from(values, (value) => valueToBin(mapper, value)).join(' ')).toBe(
      expected.bins[index],
    );
    const thresholds = expected.thresholds[index] ?? [];
    expect(thresholds.length).toBeGreaterThan(3);
    const bounds = [...mapper.upperBounds];
    expect(thresholds.filter((bound) => !bounds.includes(bound))).toEqual([]);
  });
});

test('any bounds are in rising order, at most max_bin, and hold what was wished for', () => {
  const numbers = fc.double({ min: -9, max: 9, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(numbers, fc.constant(Number.NaN), fc.constant(0)), {
        minLength: 1,
        maxLength: 60,
      }),
      fc.array(numbers, { maxLength: 12 }),
      fc.integer({ min: 2, max: 20 }),
      fc.integer({ min: 1, max: 5 }),
      (values, wished, maxBin, minDataInBin) => {
        const forcedBounds = rising(wished).filter((bound) => Math.abs(bound) > 1e-30);
        const { upperBounds, numBins, nanBin } = findBin(Float64Array.from(values), {
          maxBin,
          minDataInBin,
          useMissing: true,
          zeroAsMissing: false,
          minSplitData: 0,
          forcedBounds,
        });
        expect(numBins).toBeLessThanOrEqual(maxBin);
        const bounds = [...upperBounds].slice(0, nanBin >= 0 ? -1 : undefined);
        expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
        expect(bounds.at(-1)).toBe(Number.POSITIVE_INFINITY);
        const found = forcedBounds.filter((bound) => bounds.includes(bound));
        // Zero has two bounds at most; infinity and the bin of NaN take one each.
        expect(found.length).toBeGreaterThanOrEqual(Math.min(forcedBounds.length, maxBin - 4));
      },
    ),
  );
});
