// Payloads: a row's gradient and hessian as the integers that its record carries. Squared error and log loss
// of unweighted rows are computed here, fused with the root; those of other objectives are read from memory.
import { Sums, gradients, hessians, labels, rows, scores, sums, bag } from './context';
import { gradientScale, hessianScale } from './scale';
import { state } from './control';
import { Objective, negativeWeight, objective, positiveWeight, sigmoid } from './objectives/settings';

/** Largest |gradient| that squared error has met since it was cleared. */
export let gradientMaximum: f64 = 0;

export function clearGradientMaximum(): void { gradientMaximum = 0; }

/** Bound of the hessian of any row, where it is fused. */
export function hessianBound(): f64 {
  return 0.25 * sigmoid * sigmoid * max(positiveWeight, negativeWeight) + 1e-6;
}

/** Bound of |gradient| of any row where the fused objective has one, else 0. */
export function fixedGradientBound(): f64 {
  return objective == Objective.Binary ? sigmoid * max(positiveWeight, negativeWeight) + 1e-6 : 0;
}

/** Writes the payloads of `count` rows from row `first` to `out`. */
export function writePayloads(first: u32, count: u32, out: usize): void {
  if (gradients) fromMemory(first, count, out);
  else if (objective == Objective.Binary) binary(first, count, out);
  else regression(first, count, out);
}

/** Rounded to the nearest integers; 2 in the bag stands for other rows as well. */
function fromMemory(first: u32, count: u32, out: usize): void {
  const ofClass = <usize>state().ofClass * rows;
  const amplification = state().amplification;
  const gradientFactor = gradientScale();
  const hessianFactor = hessianScale();
  let gradient = gradients + (ofClass + first << 2);
  let hessian = hessians + (ofClass + first << 2);
  for (let row = first; row < first + count; row++, gradient += 4, hessian += 4) {
    const factor = bag && load<u8>(bag + row) == 2 ? amplification : 1;
    const g = nearest<f64>(<f64>load<f32>(gradient) * factor * gradientFactor);
    if (sums == Sums.Counted) {
      store<i32>(out, <i32>g << 8);
      out += 4;
    } else {
      const h = nearest<f64>(<f64>load<f32>(hessian) * factor * hessianFactor);
      if (sums == Sums.Wide) {
        store<i32>(out, <i32>g);
        store<i32>(out, <i32>h, 4);
        out += 8;
      } else {
        store<i32>(out, <i32>g << 16 | <i32>h);
        out += 4;
      }
    }
  }
}

/** L2: score − label, rounded to the nearest 24-bit integer, in the high 24 bits. */
function regression(first: u32, count: u32, out: usize): void {
  const scale = gradientScale();
  let score = scores + (<usize>first << 3);
  let label = labels + (<usize>first << 2);
  let largest = gradientMaximum;
  const end = out + (<usize>count << 2);
  while (out < end) {
    const gradient = load<f64>(score) - <f64>load<f32>(label);
    largest = max(largest, abs(gradient));
    store<i32>(out, <i32>nearest<f64>(gradient * scale) << 8);
    score += 8;
    label += 4;
    out += 4;
  }
  gradientMaximum = largest;
}

/**
 * e^x for four x ≤ 0: 2^n · 2^f with a polynomial for 2^f on [−½, ½] (relative error below 2e-7). Plain
 * multiplications and additions, so the same bits on any machine.
 */
@inline function exponential(x: v128): v128 {
  const y = f32x4.max(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(-126));
  const n = f32x4.nearest(y);
  const f = f32x4.sub(y, n);
  let p = f32x4.splat(1.5403530e-4);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.3333558e-3));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(9.6181291e-3));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(5.5504109e-2));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(2.4022651e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(6.9314718e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** Four pseudo-random numbers in [0, 1) that depend on row and round alone. */
@inline function dither(row: v128, salt: v128): v128 {
  let h = i32x4.mul(v128.xor(row, salt), i32x4.splat(0x7feb352d));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 15)), i32x4.splat(0x846ca68b));
  h = v128.xor(h, i32x4.shr_u(h, 16));
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(h, 8)), f32x4.splat(5.9604645e-8));
}

/**
 * Log loss with labels 0 and 1: gradient σ(p − y), hessian σ²p(1 − p), p = 1 / (1 + e^(−σ·score)), weighted by
 * class. Rounded up or down by a dither, so that sums of many rows are unbiased.
 */
function binary(first: u32, count: u32, out: usize): void {
  const gradients = f32x4.splat(<f32>gradientScale());
  const hessians = f32x4.splat(<f32>hessianScale());
  const factor = f32x4.splat(<f32>sigmoid);
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const positive = f32x4.splat(<f32>positiveWeight);
  const negative = f32x4.splat(<f32>negativeWeight);
  const salt = i32x4.splat(<i32>(state().iteration * 0x9e3779b1 + 0x2545f491));
  const salt2 = i32x4.splat(<i32>(state().iteration * 0x85ebca6b + 0x68e31da4));
  // Rows past the last are computed into the scratch area's end and ignored.
  for (let at: u32 = 0; at < count; at += 4) {
    const score = scores + (<usize>(first + at) << 3);
    const low = f32x4.demote_f64x2_zero(v128.load(score));
    const high = f32x4.demote_f64x2_zero(v128.load(score, 16));
    const x = f32x4.mul(v128.shuffle<i32>(low, high, 0, 1, 4, 5), factor);
    const label = v128.load(labels + (<usize>(first + at) << 2));
    const isPositive = f32x4.gt(label, half);
    const e = exponential(f32x4.neg(f32x4.abs(x)));
    const inverse = f32x4.div(one, f32x4.add(one, e));
    // Probability of the class away from zero is 1 / (1 + e), of the other e / (1 + e): no cancellation.
    const small = f32x4.mul(e, inverse);
    const p = v128.bitselect(inverse, small, f32x4.gt(x, f32x4.splat(0)));
    const q = v128.bitselect(small, inverse, f32x4.gt(x, f32x4.splat(0)));
    const weight = v128.bitselect(positive, negative, isPositive);
    const g = f32x4.mul(f32x4.mul(v128.bitselect(f32x4.neg(q), p, isPositive), factor), weight);
    const h = f32x4.mul(f32x4.mul(f32x4.mul(p, q), f32x4.mul(factor, factor)), weight);
    const row = i32x4.add(i32x4.splat(<i32>(first + at)), i32x4(0, 1, 2, 3));
    const gi = i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(f32x4.mul(g, gradients), dither(row, salt))));
    const hi = i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(f32x4.mul(h, hessians), dither(row, salt2))));
    v128.store(out + (<usize>at << 2), v128.or(i32x4.shl(gi, 16), hi));
  }
}
