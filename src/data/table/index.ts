export type { ColumnPlan } from './column-sink.js';
export { numericColumn, requireColumn, tableMemory } from './numeric-column.js';
export { TableBuilder } from './table-builder.js';
export { takeRows } from './take-rows.js';
export { isValid } from './validity.js';
