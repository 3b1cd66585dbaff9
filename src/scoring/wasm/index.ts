/** Scoring on the CPU in WebAssembly. */
export { createWasmScorer } from './wasm-scorer.js';
