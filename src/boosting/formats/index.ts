export {
  type DumpOptions,
  dumpModel,
  type ModelDump,
  type NodeDump,
  type TreeDump,
} from './lightgbm-json/index.js';
export {
  featureInfo,
  fieldName,
  formatDouble,
  formatModel,
  MOST_TEXT_BYTES,
  parseModel,
  readModel,
  writeModel,
} from './lightgbm-text/index.js';
export { treesToTable } from './trees-table/index.js';
