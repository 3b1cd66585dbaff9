/** Datasets of tables: CSV, Parquet, Arrow, and JSON records. */
import type { Table } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { describe } from '../configuration/index.js';
import type { ChunkWriter } from '../dataset.js';
import { FileDataset, type FileDatasetOptions } from './file-dataset.js';

export type TableFormat = 'csv' | 'parquet' | 'arrow' | 'json';

const KINDS: Readonly<Record<TableFormat, string>> = {
  csv: 'CSVDataset',
  parquet: 'ParquetDataset',
  arrow: 'ArrowDataset',
  json: 'JSONTableDataset',
};

/** How a table's file is read; names and meanings are those of `readTable`. */
export interface TableLoadArguments {
  readonly columns?: readonly string[] | undefined;
  readonly sql?: string | undefined;
  readonly header?: boolean | undefined;
  readonly separator?: string | undefined;
  readonly nullValues?: readonly string[] | undefined;
  readonly allowEmpty?: boolean | undefined;
  /** Columns by name, each with a type or with type, unit and nullability. */
  readonly schema?: unknown;
}

export interface TableDatasetOptions extends FileDatasetOptions {
  readonly format: TableFormat;
  readonly loadArguments?: TableLoadArguments | undefined;
}

// Loaded with the first table: the engine behind it is large.
const data = () => import('../../data/index.js');

/** A table in one file. */
export class TableDataset extends FileDataset<Table> {
  readonly kind: string;
  readonly #format: TableFormat;
  readonly #load: TableLoadArguments;

  constructor(options: TableDatasetOptions) {
    super(options);
    this.#format = options.format;
    this.kind = KINDS[options.format];
    this.#load = options.loadArguments ?? {};
  }

  protected async read(path: string): Promise<Table> {
    const { parseTableSchema, readTable } = await data();
    const { schema, ...others } = this.#load;
    return readTable(path, {
      format: this.#format,
      ...others,
      ...(schema === undefined ? {} : { schema: parseTableSchema(schema, 'load_args.schema') }),
    });
  }

  protected async write(path: string, table: Table): Promise<void> {
    const { writeTable } = await data();
    await writeTable(checkedTable(table), path, { format: this.#format });
  }

  /** Parts are tables with the same columns; they are written as they come. */
  protected override async writeParts(path: string): Promise<ChunkWriter<Table>> {
    const { openTableWriter, writerFields } = await data();
    let writer: Awaited<ReturnType<typeof openTableWriter>> | undefined;
    return {
      write: async (part) => {
        const table = checkedTable(part);
        writer ??= await openTableWriter(path, writerFields(table), { format: this.#format });
        await writer.appendBatch(table);
      },
      close: async () => {
        if (writer === undefined) {
          throw new CambiumError('empty-table', 'no part of the table was generated');
        }
        await writer.close();
      },
      abort: async () => {
        await writer?.abort();
      },
    };
  }
}

/** Another copy of the Arrow library may have made it, so its shape counts, not its class. */
function checkedTable(value: Table): Table {
  const table = value as Partial<Table> | null | undefined;
  if (Array.isArray(table?.batches) && Array.isArray(table.schema?.fields)) return value;
  throw new CambiumError('wrong-type', `expected a table, found ${describe(value)}`, {
    hint: 'a plain value is saved as type json, yaml or text',
  });
}
