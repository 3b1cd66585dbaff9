/** Pipelines: sets of nodes, their order, slices and namespaces. */
export { type NameMapping, type PipelineOptions, pipeline } from './modular.js';

export { Pipeline } from './pipeline.js';
export type { Slice } from './slice.js';
