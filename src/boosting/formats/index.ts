export {
  type DumpOptions,
  dumpModel,
  type FeatureInfoDump,
  type InnerNodeDump,
  type LeafDump,
  type LinearLeafDump,
  type ModelDump,
  type NodeDump,
  type TreeDump,
} from './lightgbm-json/index.js';
export {
  featureInfo,
  fieldName,
  formatDouble,
  formatModel,
  formatShort,
  parseModel,
  readModel,
  writeModel,
} from './lightgbm-text/index.js';
export { treesToTable } from './trees-table/index.js';
