export { type DumpOptions, dumpModel } from './dump-model.js';
export type {
  ModelDump,
  NodeDump,
  TreeDump,
} from './dump-types.js';
