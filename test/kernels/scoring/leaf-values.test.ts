import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EnsembleTree } from '../../../kernels/index.js';
import { leafScales, writeFixedPoint } from '../../../kernels/scoring/leaf-values.js';

/** Trees of which only the leaves matter. */
function leaves(...trees: readonly number[][]): EnsembleTree[] {
  return trees.map((values) => ({
    numLeaves: values.length,
    leafValue: Float64Array.from(values),
    splitFeature: new Int32Array(0),
    threshold: new Float64Array(0),
    decisionType: new Uint8Array(0),
    leftChild: new Int32Array(0),
    rightChild: new Int32Array(0),
    catBoundaries: new Int32Array(1),
    catThreshold: new Uint32Array(0),
  }));
}

/** Sums on 64 bits that wrap, as the kernels do. */
function sum(values: readonly number[], scale: number): number {
  let low = 0;
  let high = 0;
  const words = new Uint32Array(2);
  for (const value of values) {
    writeFixedPoint(value, scale, words, 0);
    low += words[0]!;
    high = (high + words[1]! + Math.floor(low / 2 ** 32)) | 0;
    low >>>= 0;
  }
  return (high * 2 ** 32 + low) / scale;
}

test('sums are exact to 2^-60 of the largest possible one, at any magnitude', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }),
      fc.integer({ min: -900, max: 1000 }),
      (mantissas, exponent) => {
        const values = mantissas.map((mantissa) => mantissa * 2 ** exponent);
        const [scale] = leafScales({
          numFeatures: 1,
          numClasses: 1,
          trees: leaves(...values.map((value) => [value])),
        });
        const exact = values.reduce((total, value) => total + value, 0);
        const largest = values.reduce((total, value) => total + Math.abs(value), 0);
        // The plain sum in floats is the one that rounds.
        const tolerance = largest * 2 ** -52 * values.length + 1e-300;
        expect(Math.abs(sum(values, scale!) - exact)).toBeLessThanOrEqual(tolerance);
      },
    ),
  );
});

test('sums that cancel are exact where floats are not', () => {
  const values = [1e15, 0.125, -1e15, 0.0625];
  const trees = leaves(...values.map((value) => [value]));
  const [scale] = leafScales({ numFeatures: 1, numClasses: 1, trees });
  expect(sum(values, scale!)).toBeCloseTo(0.1875, 3);
});

test('each class has its own scale', () => {
  const trees = leaves([1], [1e9], [1], [1e9]);
  const [small, large] = leafScales({ numFeatures: 1, numClasses: 2, trees });
  expect(small! / large!).toBeGreaterThan(1e8);
});

test('leaves that are not finite are refused, naming tree and leaf', () => {
  const trees = leaves([1, 2], [3, Number.NaN]);
  expect(() => leafScales({ numFeatures: 1, numClasses: 1, trees })).toThrow('tree 1, leaf 1');
  const huge = leaves([1e308], [1e308], [1e308]);
  expect(() => leafScales({ numFeatures: 1, numClasses: 1, trees: huge })).toThrow('infinity');
});
