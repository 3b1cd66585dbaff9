// Fixed-point scales of a tree: gradients and hessians become integers, whose sums are exact and
// therefore the same in any order and on any number of threads.
import { Sums, countBits, payloads, rows, sums } from './context';
import { state } from './control';

@inline export function gradientScale(): f64 { return state().gradientScale; }
@inline export function hessianScale(): f64 { return state().hessianScale; }

/** Largest |gradient| and hessian as integers of a record's payload. */
const GRADIENT_24: f64 = 8388607;
const GRADIENT_16: f64 = 32767;
const HESSIAN_16: f64 = 65535;
const WIDE_32: f64 = 2147483647;

/**
 * Sets the scales from a bound of |gradient| and of the hessian, such that neither a payload nor the sum over
 * all rows can overflow. Powers of two, so that scaling itself never rounds.
 */
export function setScales(gradientBound: f64, hessianBound: f64): void {
  const s = state();
  s.gradientBound = gradientBound;
  const n = <f64>rows;
  // Dithering and rounding add less than one.
  let gradientLimit = WIDE_32;
  let hessianLimit = WIDE_32;
  if (sums == Sums.Counted) {
    gradientLimit = min(GRADIENT_24, <f64>((<i64>1 << (63 - countBits)) - 1) / n);
  } else if (sums == Sums.Packed) {
    gradientLimit = min(GRADIENT_16, 2147483647.0 / n);
    hessianLimit = min(HESSIAN_16, 4294967295.0 / n);
  } else if (payloads == Sums.Packed) {
    gradientLimit = GRADIENT_16;
    hessianLimit = HESSIAN_16;
  }
  s.gradientScale = gradientBound > 0 ? powerOfTwoBelow((gradientLimit - 1) / gradientBound) : 1;
  s.hessianScale = sums == Sums.Counted ? 1 : hessianBound > 0 ? powerOfTwoBelow((hessianLimit - 1) / hessianBound) : 1;
}

function powerOfTwoBelow(value: f64): f64 {
  // Beyond the exponents of normal numbers there is no such power: the nearest that has an inverse.
  const exponent = (reinterpret<u64>(value) >> 52) & 0x7ff;
  return reinterpret<f64>(min<u64>(max<u64>(exponent, 1), 2045) << 52);
}

/** A leaf's sums as numbers. */
@inline export function gradientOf(sum: i64): f64 { return <f64>sum / gradientScale(); }
@inline export function hessianOf(sum: i64): f64 { return <f64>sum / hessianScale(); }
