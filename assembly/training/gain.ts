// Leaf outputs and gains, as LightGBM has them (Ke et al., 2017; `feature_histogram.hpp`): the Newton step with
// its L1 and L2 penalties, bounded by max_delta_step, smoothed towards the parent (path_smooth), kept within
// bounds from monotone constraints.
import { lambdaL1, maxDeltaStep, pathSmooth } from './context';

/** A path_smooth below this is none. */
const SMOOTHING_LEAST: f64 = 1e-15;

@inline export function thresholdL1(gradient: f64): f64 {
  const shrunk = max(0.0, abs(gradient) - lambdaL1);
  return gradient < 0 ? -shrunk : shrunk;
}

@inline export function smooths(): bool { return pathSmooth > SMOOTHING_LEAST; }

/** The Newton step of a leaf with the given sums, bounded by max_delta_step. `l2`: the L2 penalty. */
export function newtonStep(gradient: f64, hessian: f64, l2: f64): f64 {
  const output = -thresholdL1(gradient) / (hessian + l2);
  if (maxDeltaStep > 0 && abs(output) > maxDeltaStep) return output > 0 ? maxDeltaStep : -maxDeltaStep;
  return output;
}

/** Output of a leaf of `count` rows before shrinkage by the learning rate. */
export function leafOutput(gradient: f64, hessian: f64, l2: f64, count: u32, parentOutput: f64): f64 {
  const output = newtonStep(gradient, hessian, l2);
  if (!smooths()) return output;
  const weight = <f64>count / pathSmooth;
  return output * weight / (weight + 1) + parentOutput / (weight + 1);
}

/** Gain of a leaf that has the given output. */
@inline export function gainGivenOutput(gradient: f64, hessian: f64, l2: f64, output: f64): f64 {
  return -(2.0 * thresholdL1(gradient) * output + (hessian + l2) * output * output);
}

/** Gain of a leaf by its best output. */
@inline export function leafGain(gradient: f64, hessian: f64, l2: f64, count: u32, parentOutput: f64): f64 {
  if (maxDeltaStep <= 0 && !smooths()) {
    const shrunk = thresholdL1(gradient);
    return shrunk * shrunk / (hessian + l2);
  }
  return gainGivenOutput(gradient, hessian, l2, leafOutput(gradient, hessian, l2, count, parentOutput));
}

@inline export function clamp(value: f64, lowest: f64, highest: f64): f64 {
  return max(lowest, min(highest, value));
}
