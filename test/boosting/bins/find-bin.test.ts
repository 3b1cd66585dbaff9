import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BinOptions,
  findBin,
  minSplitData,
  sampleRows,
  takeRows,
  valueToBin,
} from '../../../src/boosting/bins/index.js';
import { featureInfo, parseModel } from '../../../src/boosting/formats/index.js';
import { derivedSeeds } from '../../../src/boosting/parameters/index.js';
import { column, fixtureNames, modelText, readMeta, readTable } from '../support/fixtures.js';

interface Cases {
  readonly columns: Readonly<Record<string, readonly (number | string)[]>>;
  readonly cases: readonly {
    readonly params: Readonly<Record<string, number | boolean>>;
    /** As LightGBM tells them; 0 for a trivial feature. */
    readonly numBins: readonly number[];
    readonly featureInfos: readonly string[];
    /** The bin of every row, or null for a trivial feature. */
    readonly bins: readonly (string | null)[];
  }[];
}

const path = fileURLToPath(new URL('../../fixtures/lightgbm-bins/cases.json', import.meta.url));
const lightgbm: Cases = JSON.parse(readFileSync(path, 'utf8'));

const parse = (value: number | string): number =>
  value === 'inf' ? Infinity : value === '-inf' ? -Infinity : Number(value);

describe.each(lightgbm.cases)('bins as LightGBM builds them with $params', (expected) => {
  const params: Readonly<Record<string, unknown>> = expected.params;
  const given = (name: string, otherwise: number) => (params[name] as number) ?? otherwise;
  const seed = params['seed'] as number | undefined;
  const derived = seed === undefined ? 1 : derivedSeeds(seed)['data_random_seed']!;
  it.each(Object.entries(lightgbm.columns).map(([name], index) => [name, index] as const))(
    '%s',
    (name, index) => {
      const values = Float64Array.from(lightgbm.columns[name]!, parse);
      const rows = sampleRows(
        values.length,
        given('bin_construct_sample_cnt', 200_000),
        given('data_random_seed', derived),
      );
      const mapper = findBin(takeRows(values, rows), {
        maxBin: given('max_bin', 255),
        minDataInBin: given('min_data_in_bin', 3),
        useMissing: params['use_missing'] !== false,
        zeroAsMissing: params['zero_as_missing'] === true,
        minSplitData:
          params['feature_pre_filter'] === false
            ? 0
            : minSplitData(given('min_data_in_leaf', 20), rows.length, values.length),
      });
      expect(mapper.isTrivial ? 0 : mapper.numBins).toBe(expected.numBins[index]);
      expect(featureInfo(mapper)).toBe(expected.featureInfos[index]);
      const bins = mapper.isTrivial
        ? null
        : Array.from(values, (value) => valueToBin(mapper, value)).join(' ');
      expect(bins).toBe(expected.bins[index]);
    },
  );
});

const options: BinOptions = {
  maxBin: 255,
  minDataInBin: 3,
  useMissing: true,
  zeroAsMissing: false,
  minSplitData: 0,
};

describe('thresholds of models that LightGBM trained', () => {
  it.each(fixtureNames)('%s: are bounds of our bins', (name) => {
    const model = parseModel(modelText(name), name);
    const { params, categorical_feature: categorical } = readMeta(name);
    const train = readTable(name, 'train.csv');
    const offset = train.header.length - model.numFeatures;
    let checked = 0;
    const bounds = model.featureNames.map((_, feature) => {
      const { upperBounds } = findBin(column(train, feature + offset), {
        ...options,
        maxBin: (params['max_bin'] as number) ?? 255,
        useMissing: params['use_missing'] !== false,
        zeroAsMissing: params['zero_as_missing'] === true,
      });
      return new Set(upperBounds);
    });
    for (const tree of model.trees) {
      tree.splitFeature.forEach((feature, node) => {
        if (categorical.includes(feature)) return;
        expect(bounds[feature]!.has(tree.threshold[node]!)).toBe(true);
        checked++;
      });
    }
    if (name !== 'const_leaf') expect(checked).toBeGreaterThan(10);
  });
});

describe('findBin', () => {
  const anyValue = fc.oneof(
    fc.double(),
    fc.integer({ min: -20, max: 20 }),
    fc.constantFrom(0, -0, NaN, 1e-36, Infinity, -Infinity),
  );

  it('gives each value a bin whose bounds enclose it, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(anyValue, { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 1, max: 8 }),
        (list, maxBin, minDataInBin) => {
          const values = Float64Array.from(list);
          const mapper = findBin(values, { ...options, maxBin, minDataInBin });
          const { upperBounds, numBins, nanBin } = mapper;
          expect(numBins).toBe(upperBounds.length);
          expect(numBins).toBeLessThanOrEqual(maxBin);
          const numbers = nanBin < 0 ? numBins : nanBin;
          expect(upperBounds[numbers - 1]).toBe(Infinity);
          for (let bin = 1; bin < numbers; bin++) {
            // Where infinity is a value, the last bin may be empty.
            const isOpen = upperBounds[bin - 1] === Infinity;
            if (!isOpen) expect(upperBounds[bin]!).toBeGreaterThan(upperBounds[bin - 1]!);
          }
          for (const value of values) {
            const bin = valueToBin(mapper, value);
            if (Number.isNaN(value)) {
              expect(bin).toBe(nanBin);
              continue;
            }
            expect(value).toBeLessThanOrEqual(upperBounds[bin]!);
            if (bin > 0) expect(value).toBeGreaterThan(upperBounds[bin - 1]!);
          }
        },
      ),
    );
  });

  it('does not change the sample, and treats 32-bit columns as the same numbers in 64 bits', () => {
    const values = Float32Array.from({ length: 999 }, (_, i) => Math.sin(i) * 100);
    const before = values.slice();
    const narrow = findBin(values, options);
    expect(values).toEqual(before);
    expect(findBin(Float64Array.from(values), options)).toEqual(narrow);
  });

  it('takes a column of missing values, or one value, for trivial', () => {
    expect(findBin(new Float64Array(9).fill(Number.NaN), options).isTrivial).toBe(false);
    expect(findBin(new Float64Array(9).fill(7), options)).toMatchObject({
      isTrivial: false,
      numBins: 2,
    });
    expect(findBin(new Float64Array(9), options)).toMatchObject({ isTrivial: true, numBins: 1 });
    const all = findBin(new Float64Array(9).fill(7), { ...options, minSplitData: 1 });
    expect(all.isTrivial).toBe(true);
  });

  it('survives being sent to another thread', () => {
    const mapper = findBin(Float64Array.of(1, 2, 3, 4, Number.NaN), options);
    expect(structuredClone(mapper)).toEqual(mapper);
  });
});

describe('sampleRows', () => {
  it('takes all rows where there are not more than wanted', () => {
    expect(sampleRows(5, 200_000, 1)).toEqual(Int32Array.of(0, 1, 2, 3, 4));
    expect(sampleRows(0, 200_000, 1)).toEqual(new Int32Array(0));
  });

  it.each([
    [1000, 700],
    [1000, 10],
  ])('of %i rows takes %i different ones in order, the same for a seed', (rows, wanted) => {
    const chosen = sampleRows(rows, wanted, 3);
    expect(chosen.length).toBe(wanted);
    expect(new Set(chosen).size).toBe(wanted);
    expect(chosen).toEqual(chosen.slice().sort());
    expect(chosen[wanted - 1]).toBeLessThan(rows);
    expect(sampleRows(rows, wanted, 3)).toEqual(chosen);
    expect(sampleRows(rows, wanted, 4)).not.toEqual(chosen);
  });
});
