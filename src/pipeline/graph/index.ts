/** The door of pipelines: sets of nodes, their order, their slices, namespaces. */
export { type NameMapping, type PipelineOptions, pipeline } from './modular.js';

export { Pipeline } from './pipeline.js';
export type { Slice } from './slice.js';
