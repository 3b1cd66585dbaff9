/** From raw trips to their features, in one streamed query. */
import { column, type Expression, readTable, type Table } from 'cambium';
import { features, LABEL, label } from '../../features.js';
import { findTripsFile, type TripsParameters } from '../../trips-file.js';

/** Both bounds belong to the range. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** Parameters `clean`. */
export interface CleanParameters {
  readonly duration: Range;
  readonly passenger_count: Range;
  readonly longitude: Range;
  readonly latitude: Range;
  /** Columns without which a row is no trip. */
  readonly required: readonly string[];
}

/** Raw trips of which some are left out: a plan, so that nothing is read twice. */
export interface CleanTrips {
  readonly file: string;
  readonly where: Expression<'boolean'>;
}

export function findTrips(parameters: TripsParameters): Promise<string> {
  return findTripsFile(parameters);
}

/** Says which rows are trips; they are read when the features are made. */
export function cleanTrips(file: string, parameters: CleanParameters): CleanTrips {
  const ranges: Readonly<Record<string, Range>> = {
    passenger_count: parameters.passenger_count,
    pickup_longitude: parameters.longitude,
    pickup_latitude: parameters.latitude,
    dropoff_longitude: parameters.longitude,
    dropoff_latitude: parameters.latitude,
  };
  const { minimum, maximum } = parameters.duration;
  let where = column('trip_duration').between(minimum, maximum);
  for (const [name, range] of Object.entries(ranges)) {
    const inside = column(name).between(range.minimum, range.maximum);
    where = where.and(
      parameters.required.includes(name) ? inside : inside.or(column(name).isNull()),
    );
  }
  for (const name of parameters.required) {
    if (!(name in ranges)) where = where.and(column(name).isNull().not());
  }
  return { file, where };
}

/** The 13 features and the label of each trip, in the order of the file. */
export function extractFeatures({ file, where }: CleanTrips): Promise<Table> {
  const select = { ...features.expressions, [LABEL]: label };
  return readTable(file, { select, where, numberType: 'float32' });
}
