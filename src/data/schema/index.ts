export { checkRelation, checkTable, convertible, fieldMetadata } from './check.js';
export {
  COLUMN_TYPE_NAMES,
  type ColumnType,
  columnTypeOf,
  fromArrowType,
  fromDuckDBType,
} from './column-type.js';
export {
  columnSchema,
  parseTableSchema,
  type TableSchema,
  type TableSchemaInput,
  tableSchema,
} from './schema.js';
