/** Training rows of a classifier: their classes, and the data with numbers in the place of classes. */
import {
  BinnedDataset,
  completeData,
  roleColumns,
  type TrainingData,
  type ValidationData,
} from '../boosting/index.js';
import { SparseTable } from '../data/index.js';
import { type ClassLabel, type ClassLabels, encodeLabels, readLabels } from './class-labels.js';
import type { FitData, FitValidation } from './fit-arguments.js';
import { rowNumbers, tableOf } from './label-rows.js';

/** Rows and their classes. */
export interface ClassRows {
  readonly labels: ArrayLike<ClassLabel>;
  /** The rows' own weights, if they have any. */
  weights(): ArrayLike<number> | undefined;
  /** The data with these labels, and these weights if there are any. */
  withColumns(label: Float32Array, weight: Float64Array | undefined): TrainingData | BinnedDataset;
  /** A validation set with numbers in the place of classes. */
  validation(set: FitValidation<ClassLabels>, classes: readonly ClassLabel[]): ValidationData;
}

function encode(
  set: FitValidation<ClassLabels>,
  table: ReturnType<typeof tableOf>,
  told: ClassLabels | undefined,
  classes: readonly ClassLabel[],
): ValidationData {
  const where = `validation (${set.name})`;
  const labels = readLabels(table, set.label ?? told ?? [], where);
  return { ...set, table, label: encodeLabels(labels, classes, where) };
}

/** Rows of a binned data set, whose labels are numbers. */
export function binnedRows({ parts }: BinnedDataset): ClassRows {
  const { columns, told } = parts;
  return {
    labels: columns.label,
    weights: () => columns.weight,
    withColumns: (label, weight) =>
      new BinnedDataset({ ...parts, columns: { ...columns, label, ...(weight && { weight }) } }),
    validation: (set, classes) => encode(set, tableOf(set.table), told.label as string, classes),
  };
}

/** Rows of a table, or of data in memory. */
export function tableRows(data: FitData<ClassLabels>): ClassRows {
  const { label } = data;
  // What is said of the label's column holds for its name alone.
  const complete = completeData(
    { ...data, label: typeof label === 'string' ? label : [] },
    'the training data',
  );
  const { table, weight } = complete;
  return {
    labels: readLabels(table, label, 'training'),
    weights: () =>
      weight === undefined ? undefined : rowNumbers(table, weight, table.numRows, 'weight'),
    withColumns: (codes, weights) => ({
      ...complete,
      features: featuresOf(data, table),
      label: codes,
      ...(weights && { weight: weights }),
    }),
    validation: (set, classes) => {
      const isSame = set.table === data.table;
      const own = encode(set, isSame ? table : tableOf(set.table), label, classes);
      // Weights by class are numbers of the training rows: other tables have the column that was told.
      if (isSame || typeof weight !== 'string' || set.weight !== undefined) return own;
      return { ...own, weight };
    },
  };
}

/** The label is no feature, though training is told numbers in its place. */
function featuresOf(
  data: FitData<ClassLabels>,
  table: ReturnType<typeof tableOf>,
): readonly string[] {
  if (data.features !== undefined) return data.features;
  if (table instanceof SparseTable) return table.names;
  const told = roleColumns(data);
  return table.schema.fields.map(({ name }) => name).filter((name) => !told.includes(name));
}
