/** Scoring on a GPU through WebGPU. Importing this loads no driver: that happens when a scorer is made. */
export { type WebGpuAdapter, webGpuAdapter } from './adapter.js';
export {
  createWebGpuScorer,
  type WebGpuScorer,
  type WebGpuScorerOptions,
} from './webgpu-scorer.js';
