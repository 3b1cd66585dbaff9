/** The loss by the probability that was given to what happened. */

/** Probabilities up to this count as this: LightGBM's `kEpsilon`, a 32-bit float. */
const EPSILON = Math.fround(1e-15);
/** LightGBM takes this logarithm in 32 bits. */
const MOST = -Math.fround(Math.log(EPSILON));

/** −ln p, at most 34.5. */
export const negativeLog = (probability: number): number =>
  probability > EPSILON ? -Math.log(probability) : MOST;
