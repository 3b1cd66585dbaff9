/** Ensembles of trees with one split each, to make models of any number of thresholds. */
import type { Ensemble, EnsembleTree } from '../../../kernels/index.js';

/** A tree that gives `left` where feature 0 is at most the threshold, else `right`. */
export function stump(threshold: number, left: number, right: number): EnsembleTree {
  return {
    numLeaves: 2,
    splitFeature: Int32Array.of(0),
    threshold: Float64Array.of(threshold),
    decisionType: Uint8Array.of(0),
    leftChild: Int32Array.of(~0),
    rightChild: Int32Array.of(~1),
    leafValue: Float64Array.of(left, right),
    catBoundaries: Int32Array.of(0),
    catThreshold: new Uint32Array(0),
  };
}

/** Counts the thresholds that are below a value. */
export function counter(thresholds: readonly number[]): Ensemble {
  return {
    numFeatures: 1,
    numClasses: 1,
    trees: thresholds.map((threshold) => stump(threshold, 0, 1)),
  };
}
