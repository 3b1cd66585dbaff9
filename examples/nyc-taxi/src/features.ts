/** The features of a trip and the label, defined once: SQL over millions of rows in the pipeline, a function in the API. */
import { bearingDegrees, column, type Expression, FeatureSet, haversineKilometres } from 'cambium';

const pickup = column('pickup_datetime');

const ends = [
  column('pickup_latitude'),
  column('pickup_longitude'),
  column('dropoff_latitude'),
  column('dropoff_longitude'),
] as const;

export const features: FeatureSet = new FeatureSet({
  vendor_id: column('vendor_id').cast('float64'),
  passenger_count: column('passenger_count').cast('float64'),
  pickup_longitude: column('pickup_longitude').cast('float64'),
  pickup_latitude: column('pickup_latitude').cast('float64'),
  dropoff_longitude: column('dropoff_longitude').cast('float64'),
  dropoff_latitude: column('dropoff_latitude').cast('float64'),
  hour: pickup.hour(),
  /** Monday is 0. */
  weekday: pickup.weekday(),
  day: pickup.day(),
  month: pickup.month(),
  /** As the crow flies, in km. */
  distance: haversineKilometres(...ends),
  /** Direction from pickup to drop-off, in degrees east of north. */
  bearing: bearingDegrees(...ends),
  store_and_fwd_flag: column('store_and_fwd_flag').mapValues({ N: 0, Y: 1 }),
});

/** What is predicted: log(1 + seconds), so that an error is a share of the duration. */
export const LABEL = 'log_duration';
export const label: Expression<'number'> = column('trip_duration').log1p();

/** Seconds of a predicted label. */
export const secondsOf = (log: number): number => Math.max(0, Math.expm1(log));
