import { tableFromArrays } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModel, referencePredict } from '../../src/boosting/index.js';
import { partialDependence, plotPartialDependence } from '../../src/plots/index.js';
import { fixturePath, readTable } from '../boosting/support/fixtures.js';
import { modelOf, type Stump, stump } from './models.js';
import { labels, marks, parseSvg, pathPoints, texts } from './svg.js';

/** Hundredths, so that no value is within rounding of a threshold between them. */
const value = fc.integer({ min: -300, max: 300 }).map((hundredths) => hundredths / 100);
const stumps = fc.array(
  fc.record({
    feature: fc.nat(1),
    threshold: value,
    left: value,
    right: value,
    missingLeft: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);
const rows = fc.array(fc.tuple(value, fc.option(value, { nil: Number.NaN })), {
  minLength: 3,
  maxLength: 40,
});

function outputOf({ threshold, left, right, missingLeft }: Stump, x: number): number {
  if (Number.isNaN(x)) return missingLeft === true ? left : right;
  return x <= threshold ? left : right;
}

const sumOf = (trees: readonly Stump[], feature: number, x: number): number =>
  trees
    .filter((tree) => tree.feature === feature)
    .reduce((sum, tree) => sum + outputOf(tree, x), 0);

const tableOf = (cells: readonly (readonly [number, number])[]) =>
  tableFromArrays({
    a: Float64Array.from(cells, ([a]) => a),
    b: Float64Array.from(cells, ([, b]) => b),
  });

const threads = 0;

describe('partialDependence', () => {
  it("is a feature's own part of an additive model, up to a constant", async () => {
    await fc.assert(
      fc.asyncProperty(stumps, rows, async (parts, cells) => {
        const model = modelOf(['a', 'b'], parts.map(stump));
        const {
          features,
          averages,
          rows: used,
        } = await partialDependence(model, tableOf(cells), {
          features: ['a'],
          gridSize: 10,
          threads,
        });
        expect(used).toBe(cells.length);
        const rest = cells.reduce((sum, [, b]) => sum + sumOf(parts, 1, b), 0) / cells.length;
        features[0]?.values.forEach((x, index) => {
          expect(averages[index]).toBeCloseTo(sumOf(parts, 0, x) + rest, 9);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('of two features of an additive model of two is the model itself', async () => {
    await fc.assert(
      fc.asyncProperty(stumps, rows, async (parts, cells) => {
        fc.pre(cells.some(([, b]) => !Number.isNaN(b)));
        const model = modelOf(['a', 'b'], parts.map(stump));
        const { features, averages } = await partialDependence(model, tableOf(cells), {
          features: ['b', 'a'],
          gridSize: 6,
          threads,
        });
        const [ofB, ofA] = features.map(({ values }) => values) as [Float64Array, Float64Array];
        ofB.forEach((b, i) => {
          ofA.forEach((a, j) => {
            const whole = sumOf(parts, 0, a) + sumOf(parts, 1, b);
            expect(averages[i * ofA.length + j]).toBeCloseTo(whole, 9);
          });
        });
      }),
      { numRuns: 20 },
    );
  });

  it.each(['value', 'raw'] as const)(
    'of kind %s is the mean of predictions, class by class',
    async (kind) => {
      const model = await readModel(fixturePath('multiclass', 'model.txt'));
      const data = readTable('multiclass', 'data.csv').rows;
      const table = tableFromArrays(
        Object.fromEntries(
          model.featureNames.map((name, i) => [
            name,
            Float64Array.from(data, (row) => row[i] as number),
          ]),
        ),
      );
      const { features, averages, outputs } = await partialDependence(model, table, {
        features: ['f1'],
        gridSize: 5,
        kind,
        threads,
      });
      expect(outputs).toBe(5);
      expect(features[0]?.values).toHaveLength(5);
      const means = [...(features[0]?.values ?? [])].flatMap((x) => {
        const sums = new Float64Array(5);
        for (const row of data) {
          const changed = Float64Array.from(row);
          changed[1] = x;
          referencePredict(model, changed, kind).forEach((part, output) => {
            sums[output] = (sums[output] as number) + part;
          });
        }
        return [...sums].map((sum) => sum / data.length);
      });
      means.forEach((mean, index) => {
        expect(averages[index]).toBeCloseTo(mean, 10);
      });
    },
  );

  it('looks at quantiles of numbers, at frequent categories, and at missing values', async () => {
    const model = modelOf(['a', 'b'], [stump({ feature: 0, threshold: 0, left: 1, right: 2 })], {
      featureInfos: ['[0:999]', '-1:3:5:7'],
    });
    const count = 1000;
    const table = tableFromArrays({
      a: Float64Array.from({ length: count }, (_, row) => row),
      b: Float64Array.from(
        { length: count },
        (_, row) => [7, 7, 3, 3, 5, Number.NaN][row % 6] as number,
      ),
    });
    const of = async (feature: string, gridSize: number) =>
      (
        await partialDependence(model, table, {
          features: [feature],
          gridSize,
          percentiles: [0, 1],
          threads,
        })
      ).features[0];
    const numbers = await of('a', 4);
    expect(numbers).toMatchObject({ type: 'number', values: Float64Array.of(0, 333, 666, 999) });
    expect(numbers?.deciles[4]).toBeCloseTo(499.5, 9);
    expect(await of('b', 2)).toMatchObject({
      type: 'category',
      values: Float64Array.of(3, 7, Number.NaN),
    });
    const sample = { features: ['a'], rows: 100, threads };
    const first = await partialDependence(model, table, sample);
    expect(first.rows).toBe(100);
    expect(await partialDependence(model, table, sample)).toEqual(first);
  });

  it('finds columns whose names have white space where the model has underscores', async () => {
    const model = modelOf(
      ['trip_length'],
      [stump({ feature: 0, threshold: 1, left: 1, right: 2 })],
    );
    const table = tableFromArrays({ 'trip length': Float64Array.of(0, 1, 2) });
    const { averages } = await partialDependence(model, table, {
      features: ['trip length'],
      percentiles: [0, 1],
      threads,
    });
    expect(averages).toEqual(Float64Array.of(1, 1, 2));
  });

  const model = modelOf(
    ['first', 'second'],
    [stump({ feature: 0, threshold: 0, left: 1, right: 2 })],
  );
  const table = tableFromArrays({
    first: Float64Array.of(1, 2),
    second: Float64Array.of(Number.NaN, Number.NaN),
  });

  it.each([
    [{ features: [] }, 'invalid-option', undefined],
    [{ features: ['first', 'second', 'first'] }, 'invalid-option', undefined],
    [{ features: ['first', 'first'] }, 'invalid-option', undefined],
    [{ features: ['frist'] }, 'missing-feature', 'did you mean "first"?'],
    [{ features: ['first'], gridSize: 1 }, 'invalid-option', undefined],
    [{ features: ['first'], rows: 0 }, 'invalid-option', undefined],
    [{ features: ['first'], percentiles: [0.9, 0.1] as const }, 'invalid-option', undefined],
    [{ features: ['second'] }, 'nothing-to-draw', undefined],
  ])('refuses %j: %s', async (options, code, hint) => {
    await expect(partialDependence(model, table, options)).rejects.toMatchObject({ code, hint });
  });

  it('names a column that the table lacks', async () => {
    const lacking = tableFromArrays({ first: Float64Array.of(1), secnod: Float64Array.of(1) });
    await expect(partialDependence(model, lacking, { features: ['first'] })).rejects.toMatchObject({
      code: 'missing-column',
      hint: 'did you mean "secnod"?',
    });
  });
});

describe('plotPartialDependence', () => {
  const features = (
    names: readonly string[],
    values: readonly Float64Array[],
    type: 'number' | 'category' = 'number',
  ) =>
    names.map((name, index) => ({
      name,
      type,
      values: values[index] as Float64Array,
      deciles: Float64Array.of(1, 2),
    }));
  const one = {
    features: features(['age'], [Float64Array.of(0, 1, 4, Number.NaN)]),
    kind: 'value' as const,
    outputs: 1,
    averages: Float64Array.of(1, 3, 2, 5),
    rows: 1234,
  };

  it('draws a line through the means, marks of deciles, and what is missing', async () => {
    const picture = parseSvg(await plotPartialDependence(one));
    const line = pathPoints(marks(picture, 'lines')[0] as Parameters<typeof pathPoints>[0]);
    expect(line.map(([x]) => x)).toEqual([0, 140, 560]);
    const [a, b, c] = line.map(([, y]) => y) as [number, number, number];
    expect((a - b) / (c - b)).toBeCloseTo(2, 6);
    expect(marks(picture, 'deciles')).toHaveLength(2);
    expect(labels(picture, 'missing')).toEqual(['age missing: 5']);
    expect(texts(picture)).toEqual(
      expect.arrayContaining([
        'Partial dependence on age',
        'mean over 1,234 rows',
        'age',
        'Mean prediction',
      ]),
    );
  });

  it('draws a line a class, or those that are asked for', async () => {
    const classes = { ...one, outputs: 2, averages: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
    expect(marks(parseSvg(await plotPartialDependence(classes)), 'lines')).toHaveLength(2);
    const second = parseSvg(await plotPartialDependence(classes, { classes: [1] }));
    expect(labels(second, 'missing')).toEqual(['age missing: 8']);
    await expect(plotPartialDependence(classes, { classes: [2] })).rejects.toThrow(
      'there is no class 2: the model has 0 to 1',
    );
  });

  it('draws a point for each category', async () => {
    const categories = {
      ...one,
      features: features(['kind'], [Float64Array.of(7, 2, Number.NaN)], 'category'),
      averages: Float64Array.of(1, 2, 3),
    };
    const picture = parseSvg(await plotPartialDependence(categories));
    expect(labels(picture, 'points')).toEqual(['kind 7: 1', 'kind 2: 2', 'kind missing: 3']);
  });

  it('maps two features; the lowest mean is darkest', async () => {
    const two = {
      ...one,
      features: features(['a', 'b'], [Float64Array.of(0, 1, 4), Float64Array.of(5, 6)]),
      averages: Float64Array.of(1, 2, 3, 4, 5, 6),
    };
    const svg = await plotPartialDependence(two);
    const picture = parseSvg(svg);
    expect(labels(picture, 'cells')).toEqual([
      'a 0, b 5: 1',
      'a 0, b 6: 2',
      'a 1, b 5: 3',
      'a 1, b 6: 4',
      'a 4, b 5: 5',
      'a 4, b 6: 6',
    ]);
    const light = marks(picture, 'cells').map((cell) => {
      const [r = 0, g = 0, b = 0] = (cell.getAttribute('fill')?.match(/\d+/g) ?? []).map(Number);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    expect(light).toEqual(light.toSorted((x, y) => x - y));
    expect(new Set(light).size).toBe(6);
    expect(await plotPartialDependence(two)).toBe(svg);
    const classes = { ...two, outputs: 2, averages: new Float64Array(12) };
    await expect(plotPartialDependence(classes)).rejects.toMatchObject({ code: 'too-large' });
    expect(texts(parseSvg(await plotPartialDependence(classes, { classes: [1] })))).toContain(
      'class 1, mean over 1,234 rows',
    );
  });
});
