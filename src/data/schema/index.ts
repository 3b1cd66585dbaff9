export {
  COLUMN_TYPE_NAMES,
  type ColumnType,
  columnTypeOf,
  fromArrowType,
  fromDuckDBType,
} from './column-type.js';
export {
  parseTableSchema,
  type TableSchema,
  type TableSchemaInput,
  tableSchema,
} from './schema.js';
