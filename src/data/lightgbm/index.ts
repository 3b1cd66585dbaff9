/** Data files as LightGBM's command line takes them. */

export { detectTextFormat, hasLibsvmLabels, type TextFormat } from '../files/text-format.js';
export {
  type ColumnParameters,
  type ColumnPlace,
  type ColumnRoles,
  chooseColumnRoles,
  type FileColumns,
} from './choose-columns.js';
export { queryRows } from './query-rows.js';
export { type FieldTable, readFieldFile } from './read-file.js';
export { readGroupFile, readPositionFile, readSideFiles, type SideFiles } from './side-files.js';
export {
  type FieldFile,
  type FieldSource,
  openSource,
  type SparseSource,
  saysTable,
  sourceOptions,
} from './source.js';
