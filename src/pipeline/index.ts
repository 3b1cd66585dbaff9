/** Public API of pipelines: nodes, pipelines, runners, projects. */
export * from './graph/index.js';
export {
  type DatasetNames,
  Node,
  type NodeFunction,
  type NodeOptions,
  node,
} from './node/index.js';
export * from './project/index.js';
export * from './runner/index.js';
