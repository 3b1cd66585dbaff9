/** Gauss–Legendre quadrature on [0, 1]: n points that integrate polynomials of degree up to 2n − 1 exactly. */

export interface Quadrature {
  /** Ascending, inside (0, 1). */
  readonly points: Float64Array;
  /** 1 − point, without the rounding of the subtraction. */
  readonly complements: Float64Array;
  /** Positive, their sum is 1. */
  readonly weights: Float64Array;
}

const NEWTON_STEPS = 6;

/** The Legendre polynomial of degree n at x, and its derivative. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let before = 1;
  let value = x;
  for (let k = 2; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
    before = value;
    value = next;
  }
  return { value, slope: (n * (before - x * value)) / ((1 - x) * (1 + x)) };
}

/** The same numbers on every machine: Newton's method from a start that is rounded to 32 bits. */
export function gaussLegendre(n: number): Quadrature {
  const points = new Float64Array(n);
  const complements = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n / 2; i++) {
    let x = Math.fround(Math.cos((Math.PI * (i + 0.75)) / (n + 0.5)));
    if (2 * i + 1 === n) x = 0;
    for (let step = 0; step < NEWTON_STEPS; step++) {
      const { value, slope } = legendre(n, x);
      x -= value / slope;
    }
    const { slope } = legendre(n, x);
    const weight = 1 / ((1 - x) * (1 + x) * slope * slope);
    const mirror = n - 1 - i;
    points[i] = complements[mirror] = (1 - x) / 2;
    points[mirror] = complements[i] = (1 + x) / 2;
    weights[i] = weights[mirror] = weight;
  }
  return { points, complements, weights };
}
