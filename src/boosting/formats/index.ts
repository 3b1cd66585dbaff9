export { formatDouble } from '../numeric/number-text.js';
export {
  type DumpOptions,
  dumpModel,
  type ModelDump,
  type NodeDump,
  type TreeDump,
} from './lightgbm-json/index.js';
export {
  featureInfo,
  formatModel,
  MOST_TEXT_BYTES,
  parseModel,
  readModel,
  writeModel,
} from './lightgbm-text/index.js';
export { treesToTable } from './trees-table/index.js';
