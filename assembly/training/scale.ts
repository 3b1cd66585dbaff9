// Fixed-point scales of a round: gradients and hessians become integers, whose sums are exact and
// therefore the same in any order and on any number of threads.
import { constantHessian, countBits, rows } from './context';
import { state } from './control';

@inline export function gradientScale(): f64 { return state().gradientScale; }
@inline export function hessianScale(): f64 { return state().hessianScale; }

/** Largest |gradient| and hessian as integers of a record's payload. */
const GRADIENT_24: f64 = 8388607;
const GRADIENT_16: f64 = 32767;
const HESSIAN_16: f64 = 65535;

/**
 * Sets this round's scales from a bound of |gradient| and of the hessian, such that neither a payload
 * nor the sum over all rows can overflow. A power of two, so that scaling itself never rounds.
 */
export function setScales(gradientBound: f64, hessianBound: f64): void {
  const s = state();
  s.gradientBound = gradientBound;
  const n = <f64>rows;
  // Dithering rounds up by less than one.
  const gradientSum = constantHessian ? <f64>((<i64>1 << (63 - countBits)) - 1) : 2147483647.0;
  const gradientLimit = min(constantHessian ? GRADIENT_24 : GRADIENT_16, gradientSum / n) - 1;
  s.gradientScale = gradientBound > 0 ? powerOfTwoBelow(gradientLimit / gradientBound) : 1;
  if (!constantHessian) {
    const hessianLimit = min(HESSIAN_16, 4294967295.0 / n) - 1;
    s.hessianScale = powerOfTwoBelow(hessianLimit / hessianBound);
  }
}

function powerOfTwoBelow(value: f64): f64 {
  const exponent = (reinterpret<u64>(value) >> 52) & 0x7ff;
  return reinterpret<f64>(exponent << 52);
}
