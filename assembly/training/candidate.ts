// The best split of a leaf found so far, while the features are scanned.
import { lambdaL2, binSetBytes, setScratch } from './context';
import { boundLeft, boundRight } from './bounds';
import { leafOutput } from './gain';
import { Monotone, monotoneMethod } from './growing';
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
@inline export function candidateSet(): usize { return setScratch(); }

/** Begins a search: only splits with a gain above `least` count. */
export function clearCandidate(least: f64): void {
  bestGain = least;
  refused = false;
}

/** Whether a split was good enough, but left no output between its bounds. */
export let refused: bool = false;
export function refuse(): void { refused = true; }

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

/** Writes the candidate into the leaf's entry; `gain`: above that of the leaf unsplit. */
export function writeCandidate(leaf: Leaf, gain: f64): void {
  leaf.gain = gain;
  leaf.feature = feature;
  leaf.bin = bin;
  leaf.defaultLeft = defaultLeft;
  leaf.categorical = categorical;
  leaf.leftGradient = leftGradient;
  leaf.leftHessian = leftHessian;
  leaf.leftCount = leftCount;
  leaf.leftOutput = outputOf(leaf, leftGradient, leftHessian, leftCount);
  leaf.rightOutput = outputOf(leaf, leaf.gradient - leftGradient, leaf.hessian - leftHessian, leaf.count - leftCount);
  if (monotoneMethod != Monotone.None) {
    leaf.leftOutput = boundLeft(leaf.leftOutput);
    leaf.rightOutput = boundRight(leaf.rightOutput);
  }
  if (categorical) memory.copy(setOf(leaf), candidateSet(), binSetBytes);
}

function outputOf(leaf: Leaf, gradient: i64, hessian: i64, count: u32): f64 {
  return leafOutput(gradientOf(gradient), hessianOf(hessian), penalty, count, leaf.output);
}
