/** The door of projects: folder, registry of pipelines, a run of one. */
export { findProject } from './project.js';
export { PipelineRegistry } from './registry.js';
export { type RunProjectOptions, runProject } from './run-project.js';
