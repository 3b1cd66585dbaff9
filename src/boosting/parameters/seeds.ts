/** The seeds that LightGBM draws from one seed. */
import { Random } from '../numeric/random.js';

/** In the order in which they are drawn. */
const SEEDS = [
  'data_random_seed',
  'bagging_seed',
  'drop_seed',
  'feature_fraction_seed',
  'objective_seed',
  'extra_seed',
] as const;

export type SeedName = (typeof SEEDS)[number];

/** The seeds that LightGBM draws from `seed`, by parameter. */
export function derivedSeeds(seed: number): Readonly<Record<SeedName, number>> {
  const random = new Random(seed);
  return Object.fromEntries(SEEDS.map((name) => [name, random.nextShort(0, 32_767)])) as Record<
    SeedName,
    number
  >;
}
