/** The pipeline's door: nodes, pipelines of them, runners, projects. */
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
