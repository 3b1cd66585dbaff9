import { expect, test } from 'vitest';
import type { Ensemble, EnsembleTree } from '../../../kernels/index.js';
import { encodeTrees } from '../../../kernels/scoring/nodes.js';
import { findSlots } from '../../../kernels/scoring/slots.js';
import { counter, stump } from '../support/stumps.js';

const encode = (ensemble: Ensemble, maxBytes = 2 ** 20) =>
  encodeTrees(ensemble, findSlots(ensemble), 'bins', 'values', maxBytes);

test('trees are cut into parts that fit, in order and without a gap', () => {
  const ensemble = counter(Array.from({ length: 100 }, (_, i) => i));
  const { parts } = encode(ensemble, 1000);
  expect(parts.length).toBeGreaterThan(1);
  let next = 0;
  for (const part of parts) {
    expect(part.firstTree).toBe(next);
    expect(part.nodes.byteLength).toBeLessThanOrEqual(1000);
    expect(part.trees.length).toBe(part.numTrees);
    next += part.numTrees;
  }
  expect(next).toBe(100);
});

test('a tree of one leaf becomes a root with that leaf on both sides', () => {
  const leaf: EnsembleTree = {
    ...stump(0, 0, 0),
    numLeaves: 1,
    splitFeature: new Int32Array(0),
    leafValue: Float64Array.of(3),
  };
  const { parts } = encode({ numFeatures: 1, numClasses: 1, trees: [leaf] });
  const { nodes } = parts[0]!;
  expect(nodes.length).toBe(8);
  expect([...nodes.subarray(4, 6)]).toEqual([...nodes.subarray(6, 8)]);
});

const malformed: [string, Partial<EnsembleTree>, string][] = [
  ['a cycle', { leftChild: Int32Array.of(0) }, 'tree 0 is no tree: node 0 leads astray'],
  ['a child that is no node', { rightChild: Int32Array.of(7) }, 'node 0 leads astray'],
  ['a leaf that is none', { rightChild: Int32Array.of(~5) }, 'node 0 leads astray'],
  ['a feature that is none', { splitFeature: Int32Array.of(4) }, 'node 0 splits feature 4'],
  ['NaN as a threshold', { threshold: Float64Array.of(Number.NaN) }, 'has NaN as its threshold'],
];

test.each(malformed)('%s is refused', (_, change, message) => {
  const tree = { ...stump(0.5, 1, 2), ...change };
  expect(() => encode({ numFeatures: 1, numClasses: 1, trees: [tree] })).toThrow(message);
});
