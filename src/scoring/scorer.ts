/** The one interface that every way of scoring implements: WASM on the CPU, WGSL on a GPU. */
import type { FeatureRows } from './feature-rows.js';

/**
 * What a score is.
 *
 * | kind | numbers of a row |
 * |---|---|
 * | `value` | the objective's output, one or one a class |
 * | `raw` | the sum of the leaves, one or one a class |
 * | `leaf` | the leaf that the row falls into, one a tree |
 * | `contributions` | for each class, what each feature adds to the raw score, then the expected raw score: their sum is the raw score |
 *
 * Contributions are Shapley values of path-dependent TreeSHAP, LightGBM's `pred_contrib`.
 */
export type ScoreKind = 'value' | 'raw' | 'leaf' | 'contributions';

/** All kinds of scores. */
export const SCORE_KINDS: readonly ScoreKind[] = ['value', 'raw', 'leaf', 'contributions'];

/** One feature's values; a missing value is NaN. */
export type FeatureColumn = Float32Array | Float64Array;

/** Scores rows with one model. Close it when done: it holds threads or a GPU's memory. */
export interface Scorer {
  readonly backend: 'wasm' | 'webgpu';
  /** For people, e.g. `WASM, 2 threads` or `WebGPU, NVIDIA H100`. */
  readonly description: string;
  /** Number of columns that {@link score} expects. */
  readonly numFeatures: number;
  /**
   * Numbers that each row gives for a kind: 1, or the number of classes; for `leaf` the number of
   * trees; for `contributions` one a feature and one more, for each class.
   */
  numOutputs(kind: ScoreKind): number;
  /**
   * Scores `rows` rows given as columns in the model's order of features.
   * @returns `rows × numOutputs(kind)` numbers, row by row.
   */
  score(columns: readonly FeatureColumn[], rows: number, kind?: ScoreKind): Promise<Float64Array>;
  /**
   * Scores the rows of a table, or of data in memory: rows, records or columns. Texts are categories of the model.
   * @returns `rows × numOutputs(kind)` numbers, row by row.
   * @throws CambiumError `missing-column`, `column-type`, `feature-count`
   */
  score(data: FeatureRows, kind?: ScoreKind): Promise<Float64Array>;
  /** Starts in the background what scoring about so many rows needs: threads then do not make the first wait. */
  prepare?(rows: number, kind?: ScoreKind): void;
  close(): Promise<void>;
}
