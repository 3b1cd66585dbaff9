/** Runners: run nodes in order, release datasets, call hooks, explain failures. */
export { PipelineError } from './errors.js';
export {
  callHooks,
  checkHooks,
  type Hooks,
} from './hooks.js';
export type { Freshness } from './resume.js';
export type { NodeRecord, RunResult } from './run-result.js';
export { type RunOptions, SequentialRunner } from './sequential-runner.js';
