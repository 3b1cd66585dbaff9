/** Seeded random numbers of the distributions that the generators draw from. */
import { randomOf } from '../../models/grown-model.js';

export interface Draws {
  /** In [0, 1). */
  uniform(): number;
  /** Of mean 0 and variance 1. */
  normal(): number;
  /** 1 with this probability, else 0. */
  coin(probability: number): number;
}

export function draws(seed: number): Draws {
  const uniform = randomOf(seed);
  let spare: number | undefined;
  // Box and Muller's method, two at a time.
  const normal = () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal, coin: (probability) => Number(uniform() < probability) };
}

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
