// Log loss of two classes: label 1, or 0. Multiclass one-versus-all is one such loss a class.
import { gradients, hessians, labels, rows, scoresOf } from '../context';
import { negativeWeight, positiveWeight, sigmoid } from './settings';
import { weightOf } from './weight';

/** `ofClass`: the class whose labels are positive; with two classes 0, and every label above 0 is. */
export function binary(first: u32, count: u32, ofClass: u32, oneVersusAll: bool): void {
  const at = <usize>ofClass * rows;
  const scores = scoresOf(ofClass);
  for (let row = first; row < first + count; row++) {
    const label = load<f32>(labels + (<usize>row << 2));
    const positive = oneVersusAll ? <u32>label == ofClass : label > 0;
    const sign: f64 = positive ? 1 : -1;
    const weight = (positive ? positiveWeight : negativeWeight) * weightOf(row);
    const response = -sign * sigmoid / (1 + Math.exp(sign * sigmoid * load<f64>(scores + (<usize>row << 3))));
    const size = abs(response);
    store<f32>(gradients + (at + row << 2), <f32>(response * weight));
    store<f32>(hessians + (at + row << 2), <f32>(size * (sigmoid - size) * weight));
  }
}
