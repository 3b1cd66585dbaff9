/** Scoring's door: rows to predictions on CPU or GPU, and the batch job over files. */
export { BACKENDS, type Backend, createScorer, type ScorerOptions } from './create-scorer.js';
export { type ScoreFilesOptions, type ScoreFilesResult, scoreFiles } from './job/index.js';
export type { FeatureColumn, ScoreKind, Scorer } from './scorer.js';
export { createWasmScorer, type WasmScorer, type WasmScorerOptions } from './wasm/index.js';
