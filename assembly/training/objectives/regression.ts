// Squared error.
import { gradients, hessians, labels, scores } from '../context';
import { weightOf } from './weight';

export function regression(first: u32, count: u32): void {
  for (let row = first; row < first + count; row++) {
    const at = <usize>row << 2;
    const weight = <f32>weightOf(row);
    const error = <f32>(load<f64>(scores + (<usize>row << 3)) - <f64>load<f32>(labels + at));
    store<f32>(gradients + at, error * weight);
    store<f32>(hessians + at, weight);
  }
}
