/** Trains on small tables, and measures what the model says of them. */
import {
  formatModel,
  type Model,
  type ParameterInput,
  parseModel,
  referencePredict,
  type TrainResult,
  train,
} from '../../../../src/boosting/index.js';
import { type Columns, randomColumns, tableOf } from './tables.js';

/** Rows of {@link regression}. */
export const rows = 3000;
/** A table to train on. */
export const regression = randomColumns({ rows, features: 5, seed: 11 });

/** The table with other labels. */
export const withLabel = (
  columns: Columns,
  label: (own: number, row: number) => number,
): Columns => ({
  ...columns,
  y: Float64Array.from(columns['y']!, (own, row) => label(own, row)),
});

/** Trains fifteen rounds unless told otherwise. */
export function trainOn(columns: Columns, parameters: ParameterInput): Promise<TrainResult> {
  return train(
    { num_iterations: 15, ...parameters },
    { table: tableOf(columns), label: 'y' },
    { evaluateTraining: true },
  );
}

/** The training loss after each round. */
export const losses = ({ evaluations }: TrainResult) => evaluations.map(([first]) => first!.value);

/** Predictions of the model as its file gives it back. */
export function predict(model: Model, columns: Columns): Float64Array {
  const read = parseModel(formatModel(model));
  const inputs = read.featureNames.map((name) => columns[name]!);
  return Float64Array.from(
    columns['y']!,
    (_, row) =>
      referencePredict(
        read,
        Float64Array.from(inputs, (input) => input[row]!),
        'value',
      )[0]!,
  );
}

/** The mean of numbers, or of what `of` makes of them. */
export const mean = (values: ArrayLike<number>, of = (value: number) => value) =>
  Array.from(values, of).reduce((sum, value) => sum + value, 0) / values.length;

/** The mean square of how far predictions are from the labels, which training reads as 32-bit floats. */
export const meanSquare = (found: Float64Array, columns: Columns) =>
  found.reduce((sum, value, row) => sum + (value - Math.fround(columns['y']![row]!)) ** 2, 0) /
  rows;
