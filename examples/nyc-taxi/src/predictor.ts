/** The API trip-estimator: a raw trip in, its duration in seconds out. */
import { definePredictor, type Predictor } from 'cambium';
import { features, secondsOf } from './features.js';

// 32-bit floats, as in the table that the model was trained on.
const values = new Float32Array(features.names.length);

const longitude = { type: 'number', minimum: -180, maximum: 180 } as const;
const latitude = { type: 'number', minimum: -90, maximum: 90 } as const;

const predictor: Predictor = definePredictor({
  input: {
    vendor_id: { type: 'integer', minimum: 1, maximum: 2, example: 2 },
    pickup_datetime: { type: 'timestamp', example: '2016-03-14 17:24:55' },
    passenger_count: { type: 'integer', minimum: 0, maximum: 9, nullable: true, example: 1 },
    pickup_longitude: { ...longitude, example: -73.982155 },
    pickup_latitude: { ...latitude, example: 40.767937 },
    dropoff_longitude: { ...longitude, example: -73.96463 },
    dropoff_latitude: { ...latitude, example: 40.765602 },
    store_and_fwd_flag: { type: 'string', values: ['N', 'Y'], optional: true, example: 'N' },
  },
  features: (trip) => {
    features.evaluateInto(trip, values);
    return Object.fromEntries(features.names.map((name, index) => [name, values[index] as number]));
  },
  // Tenths of a second: more digits would promise more than the model can hold.
  answer: (score) => Math.round(secondsOf(score) * 10) / 10,
});

export default predictor;
