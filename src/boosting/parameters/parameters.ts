/** The parameters of one training, complete and checked. */
import type { TableValues } from './table/index.js';

/** Complete and checked parameters of one training, as {@link resolveParameters} gives them. */
export type Parameters = TableValues;
