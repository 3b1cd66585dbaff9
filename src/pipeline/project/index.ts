/** The door of projects: folder, registry of pipelines, a run of one. */
export { findProject, type Project } from './project.js';
export { DEFAULT_PIPELINE, type LoadedPipeline, PipelineRegistry } from './registry.js';
export { type RunProjectOptions, runProject } from './run-project.js';
