// Losses of regression whose score is the logarithm of what is expected: Poisson, gamma, Tweedie.
import { gradients, hessians, labels, scores } from '../context';
import { Objective, poissonMaxDeltaStep, tweedieVariancePower } from './settings';
import { weightOf } from './weight';

@inline function each(kind: i32, first: u32, count: u32): void {
  // Makes Poisson's steps smaller than Newton's, lest they overshoot.
  const caution = Math.exp(poissonMaxDeltaStep);
  const power = tweedieVariancePower;
  for (let row = first; row < first + count; row++) {
    const at = <usize>row << 2;
    const score = load<f64>(scores + (<usize>row << 3));
    const label = <f64>load<f32>(labels + at);
    const weight = weightOf(row);
    let gradient: f64;
    let hessian: f64;
    if (kind == Objective.Poisson) {
      const expected = Math.exp(score);
      gradient = expected - label;
      hessian = expected * caution;
    } else if (kind == Objective.Gamma) {
      hessian = label * Math.exp(-score);
      gradient = 1 - hessian;
    } else {
      const share = Math.exp((1 - power) * score);
      const mean = Math.exp((2 - power) * score);
      gradient = -label * share + mean;
      hessian = -label * (1 - power) * share + (2 - power) * mean;
    }
    store<f32>(gradients + at, <f32>(gradient * weight));
    store<f32>(hessians + at, <f32>(hessian * weight));
  }
}

export function poisson(first: u32, count: u32): void { each(Objective.Poisson, first, count); }
export function gamma(first: u32, count: u32): void { each(Objective.Gamma, first, count); }
export function tweedie(first: u32, count: u32): void { each(Objective.Tweedie, first, count); }
