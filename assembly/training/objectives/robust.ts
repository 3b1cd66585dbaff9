// Losses of regression that large errors do not rule: absolute, Huber's, fair, quantile, relative.
import { gradients, hessians, labels, scores } from '../context';
import { Objective, alpha, fairC } from './settings';
import { weightOf } from './weight';

@inline function signOf(x: f64): f64 { return <f64>(<i32>(x > 0) - <i32>(x < 0)); }

/** What the relative error of a row weighs: labels below 1 in size count as 1. */
@inline export function relativeWeight(row: u32): f32 {
  const label = load<f32>(labels + (<usize>row << 2));
  return <f32>(<f32>1 / max<f32>(1, abs(label)) * <f32>weightOf(row));
}

@inline function each(kind: i32, first: u32, count: u32): void {
  const low = <f32>alpha;
  for (let row = first; row < first + count; row++) {
    const at = <usize>row << 2;
    const error = load<f64>(scores + (<usize>row << 3)) - <f64>load<f32>(labels + at);
    const weight = weightOf(row);
    let gradient: f64;
    let hessian: f64 = weight;
    if (kind == Objective.RegressionL1) {
      gradient = signOf(error) * weight;
    } else if (kind == Objective.Huber) {
      gradient = (abs(error) <= alpha ? error : signOf(error) * alpha) * weight;
    } else if (kind == Objective.Fair) {
      const size = abs(error) + fairC;
      gradient = fairC * error / size * weight;
      hessian = fairC * fairC / (size * size) * weight;
    } else if (kind == Objective.Quantile) {
      gradient = <f64>((<f32>error >= 0 ? <f32>1 - low : -low) * <f32>weight);
    } else {
      gradient = signOf(error) * <f64>relativeWeight(row);
    }
    store<f32>(gradients + at, <f32>gradient);
    store<f32>(hessians + at, <f32>hessian);
  }
}

export function absolute(first: u32, count: u32): void { each(Objective.RegressionL1, first, count); }
export function huber(first: u32, count: u32): void { each(Objective.Huber, first, count); }
export function fair(first: u32, count: u32): void { each(Objective.Fair, first, count); }
export function quantile(first: u32, count: u32): void { each(Objective.Quantile, first, count); }
export function relative(first: u32, count: u32): void { each(Objective.Mape, first, count); }
