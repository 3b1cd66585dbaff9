/** Nodes: functions with named inputs and outputs. */
export { callNode } from './call.js';
export { checkName, type DatasetNames, mapNames } from './names.js';
export {
  Node,
  type NodeFunction,
  type NodeOptions,
  node,
  toList,
} from './node.js';
