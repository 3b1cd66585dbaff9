/** Training on the real flights beside LightGBM: area under the curve and log loss with the same parameters. */
import { compareTraining, trainingHeader } from './compare-training.js';
import { PEERS_MISSING, peersInstalled, peerVersions } from './peers/peer.js';
import type { Suite } from './suite.js';
import { flightTables } from './tables.js';

const METRICS = ['auc', 'binary_logloss'] as const;
const ITERATIONS = 100;

export const suite: Suite = async (options) => {
  const tables = await flightTables(options.quick);
  const comparison = {
    tables,
    parameters: {
      objective: 'binary',
      num_leaves: 31,
      learning_rate: 0.1,
      min_data_in_leaf: 20,
    },
    iterations: ITERATIONS,
    threads: options.threads,
    metrics: METRICS,
  };
  const rows = await compareTraining(comparison, options);
  return {
    title: 'Training, flights',
    intro: `${options.quick ? 'The first four days of the' : '3,000,000'} flights of vega-datasets, 80% to train on: more than 15 minutes late, from hour, weekday, month, distance, origin and destination (codes); ${ITERATIONS} rounds, 31 leaves; metrics of the held-out 20%.`,
    table: [trainingHeader(METRICS), ...rows],
    notes: peersInstalled() ? [`LightGBM ${peerVersions()['lightgbm']}.`] : [PEERS_MISSING],
  };
};
