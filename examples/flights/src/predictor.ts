/** The API late-flight: a flight in, the probability that it arrives late out. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { definePredictor, type Predictor, type PredictorContext } from 'cambium';
import { flightFeatures } from './features.js';

/** The airports of training, whose places in the list the model knows them by. */
function readAirports({ config, directory }: PredictorContext): string[] {
  const path = config['airports'];
  if (typeof path !== 'string') throw new Error('config.airports must be a path');
  const airports: unknown = JSON.parse(readFileSync(resolve(directory, path), 'utf8'));
  if (Array.isArray(airports) && airports.every((name) => typeof name === 'string')) {
    return airports;
  }
  throw new Error(`${path} must be a list of airports`);
}

export default function makePredictor(context: PredictorContext): Predictor {
  const features = flightFeatures(readAirports(context));
  // 32-bit floats, as in the table that the model was trained on.
  const values = new Float32Array(features.names.length);
  return definePredictor({
    input: {
      date: { type: 'timestamp', example: '2001-06-29 18:30:00' },
      distance: { type: 'number', minimum: 0, example: 733 },
      origin: { type: 'string', example: 'LGA' },
      destination: { type: 'string', example: 'ORD' },
    },
    features: (flight) => {
      features.evaluateInto(flight, values);
      return Object.fromEntries(
        features.names.map((name, index) => [name, values[index] as number]),
      );
    },
  });
}
