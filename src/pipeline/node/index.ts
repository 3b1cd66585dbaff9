/** The door of nodes: a function with named inputs and outputs. */
export { callNode, type NodeResult } from './call.js';
export { checkName, type DatasetNames, isList, mapNames, namesOf } from './names.js';
export {
  functionName,
  isMap,
  Node,
  type NodeFunction,
  type NodeOptions,
  node,
  toList,
} from './node.js';
