/** Datasets of tables: CSV, Parquet, Arrow, and JSON records. */
import { FileDataset, type FileDatasetOptions } from './file-dataset.js';

export type TableFormat = 'csv' | 'parquet' | 'arrow' | 'json';

const KINDS: Readonly<Record<TableFormat, string>> = {
  csv: 'CSVDataset',
  parquet: 'ParquetDataset',
  arrow: 'ArrowDataset',
  json: 'JSONTableDataset',
};

export interface TableDatasetOptions extends FileDatasetOptions {
  readonly format: TableFormat;
  /** Options of `readTable`. */
  readonly loadArguments?: Readonly<Record<string, unknown>>;
  /** Options of `writeTable`. */
  readonly saveArguments?: Readonly<Record<string, unknown>>;
}

interface DataModule {
  readTable(path: string, options: object): Promise<unknown>;
  writeTable(table: unknown, path: string, options: object): Promise<void>;
}

// A name in a variable: the module is loaded when the first table is.
const DATA: string = '../../data/index.js';
const data = async () => (await import(DATA)) as DataModule;

/** A table in one file. */
export class TableDataset extends FileDataset<unknown> {
  readonly kind: string;
  readonly #format: TableFormat;
  readonly #load: Readonly<Record<string, unknown>>;
  readonly #save: Readonly<Record<string, unknown>>;

  constructor(options: TableDatasetOptions) {
    super(options);
    this.#format = options.format;
    this.kind = KINDS[options.format];
    this.#load = options.loadArguments ?? {};
    this.#save = options.saveArguments ?? {};
  }

  protected async read(path: string): Promise<unknown> {
    const { readTable } = await data();
    return readTable(path, { format: this.#format, ...this.#load });
  }

  protected async write(path: string, table: unknown): Promise<void> {
    const { writeTable } = await data();
    await writeTable(table, path, { format: this.#format, ...this.#save });
  }
}
