/** Scoring: rows to predictions on CPU or GPU, and the batch job over files. */
export { type Backend, createScorer, type ScorerOptions } from './create-scorer.js';
export { type EarlyStop, stopsEarly } from './early-stop.js';
export { type FeatureRows, featureColumns } from './feature-rows.js';
export {
  type ScoreFilesOptions,
  type ScoreFilesResult,
  type ScoreSource,
  scoreFiles,
} from './job/index.js';
export type { FeatureColumn, ScoreKind, Scorer } from './scorer.js';
export { createWasmScorer } from './wasm/index.js';
