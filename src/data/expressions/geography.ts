/** Distances and directions on the globe, as expressions of coordinates in degrees. */
import { atan2, Expression, literal } from './expression.js';
import { coerce } from './kinds.js';

type Coordinate = Expression<'number' | 'any'> | number;

/** Mean radius of the Earth by the IUGG, in kilometres. */
const EARTH_RADIUS_KM = 6371.0088;

function number(value: Coordinate): Expression<'number'> {
  if (typeof value === 'number') return literal(value);
  return new Expression(coerce(value.node, 'number', 'coordinate'));
}

/**
 * Great-circle distance of two points in kilometres, by the haversine formula (R. W. Sinnott, "Virtues
 * of the Haversine", Sky and Telescope 68, 1984), on a sphere of radius 6371.0088 km.
 */
export function haversineKilometres(
  latitude1: Coordinate,
  longitude1: Coordinate,
  latitude2: Coordinate,
  longitude2: Coordinate,
): Expression<'number'> {
  const [lat1, lat2] = [number(latitude1).radians(), number(latitude2).radians()];
  const half = (to: Coordinate, from: Coordinate) =>
    number(to).minus(number(from)).radians().dividedBy(2).sin();
  const byLatitude = half(latitude2, latitude1);
  const byLongitude = half(longitude2, longitude1);
  const a = byLatitude
    .times(byLatitude)
    .plus(lat1.cos().times(lat2.cos()).times(byLongitude).times(byLongitude));
  // atan2 needs no clamp where rounding takes the sum past 1 at antipodes, unlike asin.
  return atan2(a.sqrt(), literal(1).minus(a).max(a.times(0)).sqrt()).times(2 * EARTH_RADIUS_KM);
}

/** Initial direction from the first point to the second in degrees: 0 is north, 90 east, −90 west. */
export function bearingDegrees(
  latitude1: Coordinate,
  longitude1: Coordinate,
  latitude2: Coordinate,
  longitude2: Coordinate,
): Expression<'number'> {
  const [lat1, lat2] = [number(latitude1).radians(), number(latitude2).radians()];
  const along = number(longitude2).minus(number(longitude1)).radians();
  const y = along.sin().times(lat2.cos());
  const x = lat1.cos().times(lat2.sin()).minus(lat1.sin().times(lat2.cos()).times(along.cos()));
  return atan2(y, x).degrees();
}
