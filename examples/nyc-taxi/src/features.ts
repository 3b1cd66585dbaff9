/** The features of a trip and the label, defined once: SQL over millions of rows in the pipeline, a function in the API. */
import { atan2, column, type Expression } from 'cambium';

const EARTH_RADIUS_KM = 6371.0088;

const pickup = column('pickup_datetime');
const from = {
  longitude: column('pickup_longitude').radians(),
  latitude: column('pickup_latitude').radians(),
};
const to = {
  longitude: column('dropoff_longitude').radians(),
  latitude: column('dropoff_latitude').radians(),
};

/** sin²(x/2). */
const haversin = (angle: Expression<'number'>): Expression<'number'> =>
  angle.dividedBy(2).sin().power(2);

/** Length in km of the great circle from pickup to drop-off. */
const distance = haversin(to.latitude.minus(from.latitude))
  .plus(
    from.latitude
      .cos()
      .times(to.latitude.cos())
      .times(haversin(to.longitude.minus(from.longitude))),
  )
  .sqrt()
  .asin()
  .times(2 * EARTH_RADIUS_KM);

/** Direction in which it leaves, in degrees east of north, from -180 to 180. */
const bearing = atan2(
  to.longitude.minus(from.longitude).sin().times(to.latitude.cos()),
  from.latitude
    .cos()
    .times(to.latitude.sin())
    .minus(
      from.latitude.sin().times(to.latitude.cos()).times(to.longitude.minus(from.longitude).cos()),
    ),
).degrees();

/** Features are 32-bit floats, in training and in the API alike. */
const float = (value: Expression<'number' | 'any'>): Expression<'number'> => value.cast('float32');

export const features: Readonly<Record<string, Expression<'number'>>> = {
  vendor_id: float(column('vendor_id')),
  passenger_count: float(column('passenger_count')),
  pickup_longitude: float(column('pickup_longitude')),
  pickup_latitude: float(column('pickup_latitude')),
  dropoff_longitude: float(column('dropoff_longitude')),
  dropoff_latitude: float(column('dropoff_latitude')),
  hour: float(pickup.hour()),
  /** Monday is 0. */
  weekday: float(pickup.weekday()),
  day: float(pickup.day()),
  month: float(pickup.month()),
  distance: float(distance),
  bearing: float(bearing),
  store_and_fwd_flag: float(column('store_and_fwd_flag').mapValues({ N: 0, Y: 1 })),
};

export const FEATURE_NAMES: readonly string[] = Object.keys(features);

/** What is predicted: log(1 + seconds), so that an error is a share of the duration. */
export const LABEL = 'log_duration';
export const label: Expression<'number'> = float(column('trip_duration').log1p());

/** Seconds of a predicted label. */
export const secondsOf = (log: number): number => Math.max(0, Math.expm1(log));
