// Cross-entropy of labels that are probabilities: with weights as factors on the loss, or as exponents
// (cross_entropy_lambda), where the chance of a row is 1 − (1 − p)^weight.
import { gradients, hessians, labels, scores, weights } from '../context';
import { weightOf } from './weight';

/** From here down e^(−score) may overflow, and e^score is all that counts. */
const LOWEST: f64 = -37;

export function crossEntropy(first: u32, count: u32): void {
  for (let row = first; row < first + count; row++) {
    const at = <usize>row << 2;
    const score = load<f64>(scores + (<usize>row << 3));
    const label = load<f32>(labels + at);
    const weight = weightOf(row);
    let gradient: f64;
    let hessian: f64;
    if (score > LOWEST) {
      const e = Math.exp(-score);
      gradient = (<f64>(<f32>1 - label) - <f64>label * e) / (1 + e);
      hessian = e / ((1 + e) * (1 + e));
    } else {
      hessian = Math.exp(score);
      gradient = hessian - <f64>label;
    }
    store<f32>(gradients + at, <f32>(gradient * weight));
    store<f32>(hessians + at, <f32>(hessian * weight));
  }
}

export function crossEntropyLambda(first: u32, count: u32): void {
  for (let row = first; row < first + count; row++) {
    const at = <usize>row << 2;
    const score = load<f64>(scores + (<usize>row << 3));
    const label = <f64>load<f32>(labels + at);
    let gradient: f64;
    let hessian: f64;
    if (weights) {
      const weight = weightOf(row);
      const e = Math.exp(score);
      const chance = 1 - Math.exp(-weight * Math.log1p(e));
      const inverse = 1 / (1 - chance);
      const odds = inverse - 1;
      const bend = inverse / (odds * odds) * (1 + weight * e - inverse);
      gradient = (1 - label / chance) * weight / (1 + 1 / e);
      hessian = weight * e / ((1 + e) * (1 + e)) * (1 + label * bend);
    } else {
      const chance = 1 / (1 + Math.exp(-score));
      gradient = chance - label;
      hessian = chance * (1 - chance);
    }
    store<f32>(gradients + at, <f32>gradient);
    store<f32>(hessians + at, <f32>hessian);
  }
}
