/** What a table must look like: names, types, units and nullability of its columns, checked when it is read. */
import { z } from 'zod';
import { CambiumError, didYouMean } from '../../errors.js';
import { COLUMN_TYPE_NAMES, type ColumnType } from './column-type.js';

const columnType = z.custom<ColumnType>(
  (value) => typeof value === 'string' && (COLUMN_TYPE_NAMES as string[]).includes(value),
  {
    error: ({ input }) => {
      const hint = didYouMean(String(input), COLUMN_TYPE_NAMES);
      return `"${String(input)}" is not a column type (${hint ?? `one of ${COLUMN_TYPE_NAMES.join(', ')}`})`;
    },
  },
);

/** One column, as YAML or TypeScript declares it. */
const columnSchema = z.strictObject({
  type: columnType,
  /** Physical unit, kept with the column, e.g. `second`, `degree`. */
  unit: z.string().min(1).optional(),
  /** Whether values may be missing; default: they may. */
  nullable: z.boolean().default(true),
  description: z.string().optional(),
});

/**
 * A table's schema: columns by name, each with a type, or with more in a map.
 * ```yaml
 * pickup_longitude: { type: float64, unit: degree, nullable: false }
 * store_and_fwd_flag: utf8
 * ```
 */
export const tableSchema = z.record(
  z.string().min(1),
  z.preprocess((value) => (typeof value === 'string' ? { type: value } : value), columnSchema),
);

/** A parsed schema. */
export type TableSchema = z.output<typeof tableSchema>;
/** A schema as a user writes it. */
export type TableSchemaInput = Readonly<Record<string, ColumnType | z.input<typeof columnSchema>>>;

/**
 * Checks a schema that YAML or a program gave.
 * @param where what to name in errors, e.g. `conf/base/catalog.yml, dataset trips`.
 * @throws CambiumError `invalid-schema` that names the column and what is wrong.
 */
export function parseTableSchema(input: unknown, where = 'schema'): TableSchema {
  const result = tableSchema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.path.map(String).join('.');
  throw new CambiumError(
    'invalid-schema',
    `${where}${path === '' ? '' : `, ${path}`}: ${issue.message}`,
  );
}
