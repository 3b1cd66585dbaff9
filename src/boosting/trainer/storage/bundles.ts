/** Finds features that are never set together: exclusive feature bundling (Ke et al., LightGBM, 2017). */

/** A feature that may be bundled. */
export interface BundleCandidate {
  /** Its number among the trained features. */
  readonly feature: number;
  readonly numBins: number;
  /** The sampled rows, by their places in the sample, in which it is not zero. */
  readonly rows: Int32Array;
}

/** Features of which at most one is set in any sampled row. */
export interface Bundle {
  /** Rising. */
  readonly features: readonly number[];
  /** Share of the sampled rows in which one is set. */
  readonly share: number;
}

/** A byte. */
const MOST_VALUES = 256;
/** Bundles that a feature is tried with, as in LightGBM: the last ones. */
const MOST_TRIED = 100;

class OpenBundle {
  readonly features: number[] = [];
  readonly #taken: Uint8Array;
  values = 1;
  set = 0;

  constructor(sampleSize: number) {
    this.#taken = new Uint8Array(sampleSize >>> 3);
  }

  /** Adds the feature, unless a row would have two features set. */
  take({ feature, numBins, rows }: BundleCandidate): boolean {
    const taken = this.#taken;
    if (this.values + numBins - 1 > MOST_VALUES) return false;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if ((taken[row >>> 3]! >>> (row & 7)) & 1) return false;
    }
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      taken[row >>> 3]! |= 1 << (row & 7);
    }
    this.features.push(feature);
    this.values += numBins - 1;
    this.set += rows.length;
    return true;
  }
}

/**
 * Bundles candidates: greedily, from the most often set to the least. No conflict is allowed in the sample, so that
 * nothing is lost but in rows outside of it; what does not fit is better kept otherwise.
 * @returns bundles of two features and more
 */
export function findBundles(candidates: readonly BundleCandidate[], sampleSize: number): Bundle[] {
  const order = [...candidates].sort(
    (a, b) => b.rows.length - a.rows.length || a.feature - b.feature,
  );
  const open: OpenBundle[] = [];
  for (const candidate of order) {
    const tried = open.slice(-MOST_TRIED);
    if (tried.some((bundle) => bundle.take(candidate))) continue;
    const bundle = new OpenBundle(sampleSize + 8);
    if (bundle.take(candidate)) open.push(bundle);
  }
  return open
    .filter(({ features }) => features.length > 1)
    .map(({ features, set }) => ({
      features: features.sort((a, b) => a - b),
      share: set / sampleSize,
    }));
}
