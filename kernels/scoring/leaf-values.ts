/** Leaf values as 64-bit fixed-point integers: their sums are exact, so no order or device changes a score. */
import { UnsupportedEnsembleError } from '../errors.js';
import type { Ensemble } from './ensemble.js';

const WORD = 2 ** 32;
/** Larger scales and their inverses would leave the range of floats: leaves below 2^-1000 count as 0. */
const LARGEST_SCALE = 1000;

/**
 * One scale a class, each a power of two, so that the largest sum that a row can reach stays below
 * 2^62. The error of a sum is at most `trees × 2^-63` of that largest sum: less than of a sum of floats.
 */
export function leafScales(ensemble: Ensemble): Float64Array {
  const largest = new Float64Array(ensemble.numClasses);
  ensemble.trees.forEach((tree, index) => {
    let most = 0;
    for (let leaf = 0; leaf < tree.numLeaves; leaf++) {
      const size = Math.abs(tree.leafValue[leaf]!);
      if (!Number.isFinite(size)) {
        throw new UnsupportedEnsembleError(
          `tree ${index}, leaf ${leaf} has the value ${tree.leafValue[leaf]}, a finite one is needed`,
        );
      }
      most = Math.max(most, size);
    }
    largest[index % ensemble.numClasses]! += most;
  });
  return largest.map((sum, index) => {
    if (sum === Infinity) {
      throw new UnsupportedEnsembleError(`the leaves of class ${index} sum up to infinity`);
    }
    if (sum === 0) return 1;
    // One more than the exponent, as log2 rounds.
    const exponent = Math.ceil(Math.log2(sum)) + 1;
    return 2 ** Math.min(62 - exponent, LARGEST_SCALE);
  });
}

/** Writes `value × scale`, rounded, as an unsigned low word and a signed high one. */
export function writeFixedPoint(
  value: number,
  scale: number,
  words: Uint32Array,
  at: number,
): void {
  const whole = Math.round(value * scale);
  const high = Math.floor(whole / WORD);
  words[at] = whole - high * WORD;
  words[at + 1] = high;
}
