/** A seeded generator of taxi trips in the form of Kaggle's "New York City Taxi Trip Duration" train.csv, at any size. */
export { COLUMNS } from './csv.js';
export { GENERATOR_VERSION, type GenerateOptions, generateTrips, tripBlocks } from './generate.js';
export { type Trip, TripMaker } from './trip.js';
