/** Scoring on the CPU in WebAssembly. */
export { createWasmScorer, WasmScorer, type WasmScorerOptions } from './wasm-scorer.js';
