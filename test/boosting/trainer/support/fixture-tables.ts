/** LightGBM's fixtures as tables to train on. */
import type { Table } from 'apache-arrow';
import { column, fixturePath, type Meta, readMeta, readTable } from '../../support/fixtures.js';
import { type Columns, tableOf } from './tables.js';

export interface TrainingFixture {
  readonly meta: Meta;
  /** Parameters that decide the model. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly train: Table;
  readonly heldOut: Table;
  readonly modelPath: string;
}

export function trainingFixture(name: string): TrainingFixture {
  const meta = readMeta(name);
  // These say how LightGBM runs, not what it finds.
  const { verbosity, num_threads, force_col_wise, ...parameters } = meta.params;
  const train = readTable(name, 'train.csv');
  const features = train.header.slice(1);
  const data = readTable(name, 'data.csv');
  const label = column(readTable(name, 'label.csv'), 0);
  const columns = (table: typeof train, first: number): Columns =>
    Object.fromEntries(features.map((feature, index) => [feature, column(table, first + index)]));
  return {
    meta,
    parameters: { ...parameters, num_iterations: meta.rounds },
    train: tableOf({ ...columns(train, 1), label: column(train, 0) }),
    heldOut: tableOf({ ...columns(data, 0), label }),
    modelPath: fixturePath(name, 'model.txt'),
  };
}
