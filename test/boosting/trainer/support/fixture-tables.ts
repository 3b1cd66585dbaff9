/** LightGBM's fixtures as tables to train on. */
import { existsSync, readFileSync } from 'node:fs';
import type { Table } from 'apache-arrow';
import type { TrainingData } from '../../../../src/boosting/index.js';
import { column, fixturePath, type Meta, readMeta, readTable } from '../../support/fixtures.js';
import { type Columns, tableOf } from './tables.js';

export interface TrainingFixture {
  readonly meta: Meta;
  /** Parameters that decide the model. */
  readonly parameters: Readonly<
    Record<string, string | number | boolean | readonly (string | number)[]>
  >;
  /** The training rows, with what their columns are. */
  readonly data: TrainingData;
  readonly train: Table;
  /** The rows that LightGBM was measured on besides; none where the fixture has no labels for them. */
  readonly heldOutData?: { readonly table: Table; readonly group?: Int32Array };
  readonly heldOut: Table;
  readonly modelPath: string;
}

/** Rows of each query. */
function querySizes(name: string, file: string): { readonly group?: Int32Array } {
  const path = fixturePath(name, file);
  if (!existsSync(path)) return {};
  return { group: Int32Array.from(readFileSync(path, 'utf8').trim().split('\n'), Number) };
}

export function trainingFixture(name: string): TrainingFixture {
  const meta = readMeta(name);
  // These say how LightGBM runs, not what it finds.
  const { verbosity, num_threads, force_col_wise, ...parameters } = meta.params;
  const all = readTable(name, 'train.csv');
  const hasWeight = all.header[1] === 'weight';
  const features = all.header.slice(hasWeight ? 2 : 1);
  const data = readTable(name, 'data.csv');
  const columns = (table: typeof all, first: number): Columns =>
    Object.fromEntries(features.map((feature, index) => [feature, column(table, first + index)]));
  const train = tableOf({
    ...columns(all, all.header.length - features.length),
    ...(hasWeight && { weight: column(all, 1) }),
    label: column(all, 0),
  });
  const labels = existsSync(fixturePath(name, 'label.csv'))
    ? column(readTable(name, 'label.csv'), 0)
    : undefined;
  const heldOut = tableOf({ ...columns(data, 0), ...(labels && { label: labels }) });
  return {
    meta,
    parameters: { ...parameters, num_iterations: meta.rounds },
    data: {
      table: train,
      label: 'label',
      ...(hasWeight && { weight: 'weight' }),
      ...querySizes(name, 'train.query'),
      categorical: meta.categorical_feature.map((feature) => features[feature]!),
      features,
    },
    train,
    heldOut,
    ...(meta.eval['heldout'] && {
      heldOutData: { table: heldOut, ...querySizes(name, 'data.query') },
    }),
    modelPath: fixturePath(name, 'model.txt'),
  };
}
