export { type DumpOptions, dumpModel } from './dump-model.js';
export type {
  FeatureInfoDump,
  InnerNodeDump,
  LeafDump,
  LinearLeafDump,
  ModelDump,
  NodeDump,
  TreeDump,
} from './dump-types.js';
