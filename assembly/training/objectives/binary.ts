// Log loss of two classes: label 1, or 0. Multiclass one-versus-all is one such loss a class.
import { gradients, hessians, labels, rows, scoresOf } from '../context';
import { classWeights, negativeWeight, positiveWeight, sigmoid } from './settings';
import { weightOf } from './weight';

export function binary(first: u32, count: u32): void {
  ofLabels(first, count, 0, false, positiveWeight, negativeWeight);
}

/** One of several classes against all others. */
export function oneAgainstAll(first: u32, count: u32, ofClass: u32): void {
  const own = classWeights + (<usize>ofClass << 4);
  ofLabels(first, count, ofClass, true, load<f64>(own), load<f64>(own, 8));
}

/** `ofClass`: the class whose labels are positive; with two classes 0, and every label above 0 is. */
@inline function ofLabels(
  first: u32, count: u32, ofClass: u32, several: bool, positiveWeight: f64, negativeWeight: f64,
): void {
  const at = <usize>ofClass * rows;
  const scores = scoresOf(ofClass);
  for (let row = first; row < first + count; row++) {
    const label = load<f32>(labels + (<usize>row << 2));
    const positive = several ? <u32>label == ofClass : label > 0;
    const sign: f64 = positive ? 1 : -1;
    const ofSide = positive ? positiveWeight : negativeWeight;
    const weight = weightOf(row);
    const response = -sign * sigmoid / (1 + Math.exp(sign * sigmoid * load<f64>(scores + (<usize>row << 3))));
    const size = abs(response);
    store<f32>(gradients + (at + row << 2), <f32>(response * ofSide * weight));
    store<f32>(hessians + (at + row << 2), <f32>(size * (sigmoid - size) * ofSide * weight));
  }
}
