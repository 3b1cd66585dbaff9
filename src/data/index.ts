/** The data layer: tables in shared memory, read from files and written to them. */
export { closeDatabase, configureDatabase, type DatabaseLimits } from './engine/index.js';
export * from './expressions/index.js';
export { type FileFormat, formatOfName } from './files/format.js';
export { listFiles } from './files/list-files.js';
export * from './lightgbm/index.js';
export { ColumnMemory } from './memory.js';
export { areTexts, type CategoryList } from './read/category-codes.js';
export { columnNames, firstFields } from './read/column-names.js';
export { findOtherText } from './read/find-other-text.js';
export type { QueryOptions, ReadOptions, Selection, SourceOptions } from './read/options.js';
export { readTable } from './read/read-table.js';
export { type ScanBatchesOptions, scanBatches } from './read/scan-batches.js';
export { type ScanColumnsOptions, scanColumns } from './read/scan-columns.js';
export { textColumns } from './read/text-columns.js';
export {
  COLUMN_TYPE_NAMES,
  type ColumnType,
  parseTableSchema,
  type TableSchema,
  type TableSchemaInput,
  tableSchema,
} from './schema/index.js';
export * from './sparse/index.js';
export {
  type SplitColumn,
  type SplitOptions,
  splitCondition,
  trainTestSplit,
} from './split/split.js';
export { type CategoryColumn, categoryColumn, isTextColumn } from './table/category-column.js';
export { checkTable } from './table/check-schema.js';
export type { ColumnBatch } from './table/column-batch.js';
export { columnLabels } from './table/column-labels.js';
export { showText, textColumnError } from './table/not-numbers.js';
export {
  isAllMissing,
  numericColumn,
  requireColumn,
  tableMemory,
} from './table/numeric-column.js';
export {
  type CellValue,
  type DataColumns,
  type DataRecord,
  describeValue,
  isArrowTable,
  isPlainObject,
  isValueList,
  type NumberArray,
  notTableData,
  type TableData,
  type TableInput,
  type ValueList,
} from './table/table-data.js';
export { type TableFromOptions, tableFrom } from './table/table-from.js';
export {
  type ColumnArray,
  openTableWriter,
  type TableWriter,
  type WriteOptions,
  type WriterField,
  writerFields,
  writeTable,
} from './write/index.js';
