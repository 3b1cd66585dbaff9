/** Scoring on a GPU through WebGPU. Importing this loads no driver: that happens when a scorer is made. */
export { webGpuAdapter } from './adapter.js';
export { createWebGpuScorer } from './webgpu-scorer.js';
