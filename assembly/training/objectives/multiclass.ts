// Softmax log loss of several classes: labels are the classes' numbers.
import { classes, gradients, hessians, labels, rows, scores } from '../context';
import { weightOf } from './weight';

export function multiclass(first: u32, count: u32): void {
  // As in LightGBM: K / (K − 1) makes up for scores that are free up to a common constant.
  const factor = <f64>classes / <f64>(classes - 1);
  for (let row = first; row < first + count; row++) {
    let highest: f64 = -Infinity;
    for (let k: u32 = 0; k < classes; k++) highest = max(highest, scoreAt(k, row));
    let sum: f64 = 0;
    for (let k: u32 = 0; k < classes; k++) sum += Math.exp(scoreAt(k, row) - highest);
    const label = <u32>load<f32>(labels + (<usize>row << 2));
    const weight = weightOf(row);
    for (let k: u32 = 0; k < classes; k++) {
      const p = Math.exp(scoreAt(k, row) - highest) / sum;
      const at = <usize>k * rows + row << 2;
      store<f32>(gradients + at, <f32>((k == label ? p - 1 : p) * weight));
      store<f32>(hessians + at, <f32>(factor * p * (1 - p) * weight));
    }
  }
}

@inline function scoreAt(ofClass: u32, row: u32): f64 {
  return load<f64>(scores + (<usize>ofClass * rows + row << 3));
}
