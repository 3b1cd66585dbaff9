/** The types that a catalog entry can name, and what each makes of its fields. */
import { z } from 'zod';
import type { Dataset } from '../dataset.js';
import type { Version } from '../version.js';
import { MemoryDataset } from './memory.js';
import { ModelDataset } from './model.js';
import { TableDataset, type TableFormat } from './table.js';
import { JSONDataset, MetricsDataset, TextDataset, YAMLDataset } from './values.js';

/** What surrounds an entry: the project, the run's versions, its credentials. */
export interface DatasetContext {
  /** The project's folder: relative paths start here. */
  readonly root: string;
  /** Where the entry says `versioned: true`. */
  readonly version: Version | undefined;
  /** What `credentials.yml` has under the entry's `credentials`. */
  readonly credentials: Readonly<Record<string, unknown>> | undefined;
}

/**
 * One type of dataset, built in or a project's own, which a catalog names by its module: `type: ./src/datasets/excel.ts`.
 *
 * @example
 * const excel: DatasetType<{ filepath: string }> = {
 *   create: ({ filepath }, { root, version }) => new ExcelDataset({ filepath, root, version }),
 * };
 * export default excel;
 */
export interface DatasetType<Fields = Readonly<Record<string, unknown>>> {
  /** Checks the entry's fields without its `type`; where there is none they are taken as they are. */
  readonly schema?: z.ZodType<Fields>;
  /** Makes the dataset of one entry. */
  create(fields: Fields, context: DatasetContext): Dataset;
}

/** Fields that every entry may have. */
const commonFields = {
  /** Data engineering layer, e.g. `raw`; for people and pictures. */
  layer: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
};

/** Fields of every entry that is a file. */
export const fileFields = {
  ...commonFields,
  filepath: z.string().min(1),
  versioned: z.boolean().optional(),
  credentials: z.string().optional(),
};

const tableSchema = z.strictObject({
  ...fileFields,
  /** As `readTable`'s options. */
  load_args: z
    .strictObject({
      columns: z.array(z.string()).optional(),
      sql: z.string().optional(),
      header: z.boolean().optional(),
      separator: z.string().optional(),
      null_values: z.array(z.string()).optional(),
      allow_empty: z.boolean().optional(),
      schema: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});
const fileSchema = z.strictObject(fileFields);

/** Binds the fields to what the schema gives. */
function define<Fields>(type: DatasetType<Fields>): DatasetType {
  return type as unknown as DatasetType;
}

function table(format: TableFormat): DatasetType {
  return define({
    schema: tableSchema,
    create: ({ filepath, load_args = {} }, context) => {
      const { null_values: nullValues, allow_empty: allowEmpty, ...others } = load_args;
      const loadArguments = { ...others, nullValues, allowEmpty };
      return new TableDataset({ ...context, filepath, format, loadArguments });
    },
  });
}

function file(
  make: new (options: { filepath: string; root: string; version: Version | undefined }) => Dataset,
): DatasetType {
  return define({
    schema: fileSchema,
    create: ({ filepath }, { root, version }) => new make({ filepath, root, version }),
  });
}

/**
 * | type | holds | loads as |
 * |---|---|---|
 * | `csv` `parquet` `arrow` | a table | `Table` |
 * | `json-table` | a table as JSON records | `Table` |
 * | `json` `yaml` | a plain value | the value |
 * | `metrics` | a JSON map of names to numbers | the map |
 * | `text` | UTF-8 text | text |
 * | `model` | LightGBM's text model | `Model` |
 * | `memory` | anything, in this process | the same object |
 */
export const datasetTypes: ReadonlyMap<string, DatasetType> = new Map([
  ['csv', table('csv')],
  ['parquet', table('parquet')],
  ['arrow', table('arrow')],
  ['json-table', table('json')],
  ['json', file(JSONDataset)],
  ['yaml', file(YAMLDataset)],
  ['metrics', file(MetricsDataset)],
  ['text', file(TextDataset)],
  ['model', file(ModelDataset)],
  ['memory', define({ schema: z.strictObject(commonFields), create: () => new MemoryDataset() })],
]);
