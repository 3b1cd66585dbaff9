/** The features of a flight and the label, defined once: SQL over millions of rows in the pipeline, a function in the API. */
import { column, type Expression } from 'cambium';

export const FEATURE_NAMES = ['hour', 'weekday', 'month', 'distance', 'origin', 'destination'];
export const LABEL = 'late';

/** Features are 32-bit floats, in training and in the API alike. */
const float = (value: Expression<'number' | 'any'>): Expression<'number'> => value.cast('float32');

/** @param airports all airports; an airport's code is its place in this list, missing for any other. */
export function features(
  airports: readonly string[],
): Readonly<Record<string, Expression<'number'>>> {
  const date = column('date');
  return {
    hour: float(date.hour()),
    /** Monday is 0. */
    weekday: float(date.weekday()),
    month: float(date.month()),
    distance: float(column('distance')),
    origin: float(column('origin').codeIn(airports)),
    destination: float(column('destination').codeIn(airports)),
  };
}

/** 1 when the flight arrived more than `minutes` late, else 0. */
export const label = (minutes: number): Expression<'number'> =>
  float(column('delay').greaterThan(minutes).cast('float64'));
