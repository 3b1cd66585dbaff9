/** Chooses the features that a tree may split on (`feature_fraction`), the same ones as LightGBM. */
import { Random } from '../../numeric/random.js';
import type { EngineVariables } from '../engine/engine.js';
import type { LeaderPlan } from '../engine/plan.js';
import { FEATURE_BYTES } from '../engine/sizes.js';

/** Where a Feature's `used` is; see `assembly/training/context.ts`. */
const USED = 24;

export class FeatureSampler {
  readonly #random: Random;
  readonly #features: number;
  readonly #chosen: number;
  readonly #table: Uint32Array;

  constructor(buffer: ArrayBufferLike, variables: EngineVariables, plan: LeaderPlan) {
    const { feature_fraction, feature_fraction_seed } = plan.parameters;
    this.#features = plan.features;
    this.#random = new Random(feature_fraction_seed);
    this.#chosen =
      feature_fraction < 1
        ? Math.max(1, Math.round(plan.features * feature_fraction))
        : plan.features;
    this.#table = new Uint32Array(
      buffer,
      variables['featureTable'],
      (plan.features * FEATURE_BYTES) / 4,
    );
    // LightGBM draws once before the first tree, for none.
    this.sample();
  }

  /** Draws for the next tree. */
  sample(): void {
    if (this.#chosen === this.#features) return;
    for (let feature = 0; feature < this.#features; feature++) this.#set(feature, 0);
    for (const feature of this.#random.sample(this.#features, this.#chosen)) this.#set(feature, 1);
  }

  #set(feature: number, used: number): void {
    this.#table[(feature * FEATURE_BYTES + USED) / 4] = used;
  }
}
