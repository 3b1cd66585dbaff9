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

export const FEATURE_NAMES: readonly string[] = flightFeatures([]).names;

/** Minutes since the year began: with the airports it tells flights apart, and is no feature. */
export const minute: Expression<'number'> = column('date')
  .epochSeconds()
  .minus(Date.UTC(2001, 0, 1) / 1000)
  .dividedBy(60);

/** 1 when the flight arrived more than `minutes` late, else 0. */
export const label = (minutes: number): Expression<'number'> =>
  column('delay').greaterThan(minutes).cast('float64');
