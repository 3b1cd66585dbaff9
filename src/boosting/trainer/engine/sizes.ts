/** Sizes that the host and the engine must agree on. */

/** Bytes of a Feature; see `assembly/training/context.ts`. */
export const FEATURE_BYTES = 80;

/** Rows, or queries, that one of LightGBM's generators draws for. */
export const SAMPLE_BLOCK = 1024;
