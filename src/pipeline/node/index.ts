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
