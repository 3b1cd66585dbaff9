/** The features of a flight and the label, defined once: SQL over millions of rows in the pipeline, a function in the API. */
import { column, type Expression, FeatureSet } from 'cambium';

export const LABEL = 'late';

/** @param airports all airports; an airport's code is its place in this list, missing for any other. */
export function flightFeatures(airports: readonly string[]): FeatureSet {
  const date = column('date');
  return new FeatureSet({
    hour: date.hour(),
    /** Monday is 0. */
    weekday: date.weekday(),
    month: date.month(),
    distance: column('distance').cast('float64'),
    origin: column('origin').codeIn(airports),
    destination: column('destination').codeIn(airports),
  });
}

/** 1 when the flight arrived more than `minutes` late, else 0. */
export const label = (minutes: number): Expression<'number'> =>
  column('delay').greaterThan(minutes).cast('float64');
