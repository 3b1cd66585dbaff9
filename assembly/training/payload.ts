// Payloads: a row's gradient and hessian as the integers that its record carries. Squared error and log loss
// of unweighted rows are computed here, fused with the root; those of other objectives are read from memory.
import { Sums, bag, gradients, hessians, labels, payloads, rows, scores } from './context';
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
    if (payloads == Sums.Counted) {
      store<i32>(out, <i32>g << 8);
      out += 4;
    } else {
      const h = nearest<f64>(<f64>load<f32>(hessian) * factor * hessianFactor);
      if (payloads == Sums.Wide) {
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

/** Added to a number below 2³¹, it leaves the nearest whole number in the low 32 bits: 1.5 · 2⁵². */
const ROUNDING_64: f64 = 6755399441055744;

/** score − label of two rows. */
@inline function differences(score: usize, label: usize): v128 {
  return f64x2.sub(v128.load(score), f64x2.promote_low_f32x4(v128.load64_zero(label)));
}

/** L2: score − label, rounded to the nearest 24-bit integer, in the high 24 bits. */
function regression(first: u32, count: u32, out: usize): void {
  const scale = f64x2.splat(gradientScale());
  const rounding = f64x2.splat(ROUNDING_64);
  let score = scores + (<usize>first << 3);
  let label = labels + (<usize>first << 2);
  let largest = f64x2.splat(gradientMaximum);
  for (const end = out + (<usize>(count & ~3) << 2); out < end; out += 16, score += 32, label += 16) {
    const a = differences(score, label);
    const b = differences(score + 16, label + 8);
    largest = f64x2.pmax(f64x2.pmax(largest, f64x2.abs(a)), f64x2.abs(b));
    v128.store(out, i32x4.shl(v128.shuffle<i32>(
      f64x2.add(f64x2.mul(a, scale), rounding), f64x2.add(f64x2.mul(b, scale), rounding), 0, 2, 4, 6), 8));
  }
  let maximum = max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1));
  for (const end = out + (<usize>(count & 3) << 2); out < end; out += 4, score += 8, label += 4) {
    const gradient = load<f64>(score) - <f64>load<f32>(label);
    maximum = max(maximum, abs(gradient));
    store<i32>(out, <i32>nearest<f64>(gradient * gradientScale()) << 8);
  }
  gradientMaximum = maximum;
}

/** Added to a small number, it leaves the nearest whole number in the low bits: 1.5 · 2²³. */
const ROUNDING: f32 = 12582912;
const ROUNDING_BITS: i32 = 0x4b400000;

/**
 * e^x for four x ≤ 0: 2^n · 2^f with a polynomial for 2^f on [−½, ½] (relative error below 2e-7). Plain
 * multiplications and additions, so the same bits on any machine.
 */
@inline function exponential(x: v128): v128 {
  const y = f32x4.max(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(-126));
  const rounded = f32x4.add(y, f32x4.splat(ROUNDING));
  const f = f32x4.sub(y, f32x4.sub(rounded, f32x4.splat(ROUNDING)));
  let p = f32x4.splat(1.5403530e-4);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.3333558e-3));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(9.6181291e-3));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(5.5504109e-2));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(2.4022651e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(6.9314718e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(rounded, i32x4.splat(127 - ROUNDING_BITS)), 23);
  return f32x4.mul(p, power);
}

/** Four words of pseudo-random bits that depend on row and round alone. */
@inline function randomBits(row: v128, salt: v128): v128 {
  let h = i32x4.mul(v128.xor(row, salt), i32x4.splat(0x7feb352d));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 15)), i32x4.splat(0x846ca68b));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

/** Four numbers in [−½, ½) from the high 23 bits of four words. */
@inline function centred(bits: v128): v128 {
  return f32x4.sub(v128.or(i32x4.shr_u(bits, 9), i32x4.splat(0x3f800000)), f32x4.splat(1.5));
}

/**
 * Log loss with labels 0 and 1, z = σ · score, negated where the label is 1: the gradient is ±σ / (1 + e^(−z)), the
 * hessian σ² e^(−z) / (1 + e^(−z))², weighted by class. Rounded up or down by chance, so that sums of many rows are
 * unbiased.
 */
function binary(first: u32, count: u32, out: usize): void {
  const factor = f32x4.splat(<f32>sigmoid);
  const gradientUnit = gradientScale() * sigmoid;
  const hessianUnit = hessianScale() * sigmoid * sigmoid;
  const positiveGradient = f32x4.splat(<f32>(gradientUnit * positiveWeight));
  const negativeGradient = f32x4.splat(<f32>(gradientUnit * negativeWeight));
  const positiveHessian = f32x4.splat(<f32>(hessianUnit * positiveWeight));
  const negativeHessian = f32x4.splat(<f32>(hessianUnit * negativeWeight));
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const half = f32x4.splat(0.5);
  const signBit = i32x4.splat(0x80000000);
  const rounding = f32x4.splat(ROUNDING);
  const low = i32x4.splat(0xffff);
  const salt = i32x4.splat(<i32>(state().iteration * 0x9e3779b1 + 0x2545f491));
  let row = i32x4.add(i32x4.splat(<i32>first), i32x4(0, 1, 2, 3));
  let score = scores + (<usize>first << 3);
  let label = labels + (<usize>first << 2);
  // Rows past the last are computed into the scratch area's end and ignored.
  for (const end = out + (<usize>count << 2); out < end; out += 16, score += 32, label += 16) {
    const x = f32x4.mul(v128.shuffle<i32>(
      f32x4.demote_f64x2_zero(v128.load(score)), f32x4.demote_f64x2_zero(v128.load(score, 16)), 0, 1, 4, 5), factor);
    const isPositive = f32x4.gt(v128.load(label), half);
    const sign = v128.and(isPositive, signBit);
    const e = exponential(v128.or(x, signBit));
    const large = f32x4.div(one, f32x4.add(one, e));
    // The smaller of the two probabilities is e / (1 + e): no cancellation.
    const small = f32x4.mul(e, large);
    const response = v128.bitselect(large, small, f32x4.gt(v128.xor(x, sign), zero));
    const g = f32x4.mul(v128.xor(response, sign), v128.bitselect(positiveGradient, negativeGradient, isPositive));
    const h = f32x4.mul(f32x4.mul(large, small), v128.bitselect(positiveHessian, negativeHessian, isPositive));
    const bits = randomBits(row, salt);
    const gradient = f32x4.add(f32x4.add(g, centred(bits)), rounding);
    const hessian = f32x4.add(f32x4.add(h, centred(i32x4.shl(bits, 16))), rounding);
    v128.store(out, v128.or(i32x4.shl(gradient, 16), v128.and(hessian, low)));
    row = i32x4.add(row, i32x4.splat(4));
  }
}
