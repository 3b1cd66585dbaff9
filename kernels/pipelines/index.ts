/** Shaders and the pipelines compiled from them. */
export { type Pipeline, PipelineCache } from './cache.js';
export type { Constants, Shader } from './shader.js';
