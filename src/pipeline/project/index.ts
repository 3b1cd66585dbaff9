/** Projects: the folder, its pipeline registry, and a run of one pipeline. */
export { findProject } from './project.js';
export { PipelineRegistry } from './registry.js';
export { type RunProjectOptions, runProject } from './run-project.js';
