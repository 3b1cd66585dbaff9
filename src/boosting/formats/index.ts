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
  writeModel,
} from './lightgbm-text/index.js';
export type { ModelFormat } from './model-format.js';
export { readModel } from './read-model.js';
export { treesToTable } from './trees-table/index.js';
