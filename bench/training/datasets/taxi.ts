/** The features of generated taxi trips, as the example `nyc-taxi` makes them of each row that its API is asked about. */
import { features, label } from '../../../examples/nyc-taxi/src/features.js';
import { TripMaker } from '../../../examples/nyc-taxi/src/generator/index.js';
import { DenseTable } from './columns.js';

const YEAR = Date.UTC(2016, 0, 1);

const known = (value: number) => (Number.isNaN(value) ? null : value);

/** Writes `rows` trips, with all that is wrong with some of them. */
export async function makeTaxi(folder: string, rows: number): Promise<void> {
  const table = new DenseTable(features.names, rows);
  const maker = new TripMaker(1);
  const values = new Float32Array(features.names.length);
  for (let row = 0; row < rows; row++) {
    maker.make(row);
    const { trip } = maker;
    const record = {
      vendor_id: trip.vendorId,
      pickup_datetime: YEAR + trip.pickup * 1000,
      passenger_count: known(trip.passengerCount),
      pickup_longitude: trip.pickupLongitude,
      pickup_latitude: trip.pickupLatitude,
      dropoff_longitude: known(trip.dropoffLongitude),
      dropoff_latitude: known(trip.dropoffLatitude),
      store_and_fwd_flag: trip.storeAndForward === '' ? null : trip.storeAndForward,
      trip_duration: trip.duration,
    };
    features.evaluateInto(record, values);
    table.set(row, values, label.evaluate(record) as number);
  }
  table.write(folder, { objective: 'regression', categorical: [] });
}
