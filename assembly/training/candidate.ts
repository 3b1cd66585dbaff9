// The best split of a leaf found so far, while the features are scanned.
import { lambdaL2, scratches, SCRATCH_BYTES, thread } from './context';
import { clamp, leafOutput } from './gain';
import { Leaf, clearSet, setOf } from './leaf';
import { gradientOf, hessianOf } from './scale';

/** Sum of the gains of both sides: what splits are compared by. */
export let bestGain: f64 = 0;
let feature: u32 = 0;
let bin: u32 = 0;
let defaultLeft: u32 = 1;
let categorical: u32 = 0;
let leftGradient: i64 = 0;
let leftHessian: i64 = 0;
let leftCount: u32 = 0;
/** L2 penalty of the sides' outputs. */
let penalty: f64 = 0;

/** Bits of the bins that the best categorical split sends left; the scan of categories writes it. */
@inline export function candidateSet(): usize {
  return scratches + <usize>thread * SCRATCH_BYTES + SCRATCH_BYTES - 32;
}

/** Begins a search: only splits with a gain above `least` count. */
export function clearCandidate(least: f64): void { bestGain = least; }

@inline export function propose(
  gain: f64, ofFeature: u32, atBin: u32, missingLeft: u32, gradient: i64, hessian: i64, count: u32,
): void {
  bestGain = gain;
  feature = ofFeature;
  bin = atBin;
  defaultLeft = missingLeft;
  categorical = 0;
  leftGradient = gradient;
  leftHessian = hessian;
  leftCount = count;
  penalty = lambdaL2;
}

/** Proposes the split whose categories are in {@link candidateSet}; `l2`: its penalty. */
export function proposeSet(gain: f64, ofFeature: u32, gradient: i64, hessian: i64, count: u32, l2: f64): void {
  propose(gain, ofFeature, 0, 0, gradient, hessian, count);
  categorical = 1;
  penalty = l2;
}

/** Writes the candidate into the leaf's entry; its gain is above `own`, that of the leaf unsplit. */
export function writeCandidate(leaf: Leaf, own: f64): void {
  leaf.gain = bestGain - own;
  leaf.feature = feature;
  leaf.bin = bin;
  leaf.defaultLeft = defaultLeft;
  leaf.categorical = categorical;
  leaf.leftGradient = leftGradient;
  leaf.leftHessian = leftHessian;
  leaf.leftCount = leftCount;
  leaf.leftOutput = outputOf(leaf, leftGradient, leftHessian, leftCount);
  leaf.rightOutput = outputOf(leaf, leaf.gradient - leftGradient, leaf.hessian - leftHessian, leaf.count - leftCount);
  clearSet(setOf(leaf));
  if (categorical) memory.copy(setOf(leaf), candidateSet(), 32);
}

function outputOf(leaf: Leaf, gradient: i64, hessian: i64, count: u32): f64 {
  const output = leafOutput(gradientOf(gradient), hessianOf(hessian), penalty, count, leaf.output);
  return clamp(output, leaf.lowest, leaf.highest);
}
