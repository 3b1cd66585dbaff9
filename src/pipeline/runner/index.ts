/** The door of runners: order kept, datasets released, hooks called, failures explained. */
export { PipelineError, type RunProgress, resumeHint } from './errors.js';
export {
  callHooks,
  type DatasetEvent,
  type Hooks,
  type NodeEvent,
  type ProjectContext,
  type RunContext,
} from './hooks.js';
export type { Freshness } from './resume.js';
export type { NodeRecord, RunResult } from './run-result.js';
export { type RunOptions, SequentialRunner } from './sequential-runner.js';
