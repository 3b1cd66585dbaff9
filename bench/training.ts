/** Training on the taxi features beside LightGBM and XGBoost: seconds, CPU seconds, accuracy. */
import { compareTraining, trainingHeader } from './compare-training.js';
import { PEERS_MISSING, peersInstalled, peerVersions } from './peers/peer.js';
import type { Suite } from './suite.js';
import { taxiTables } from './tables.js';

const METRICS = ['rmse', 'l1'] as const;
const ITERATIONS = 100;

export const suite: Suite = async (options) => {
  const tables = await taxiTables(options.rows);
  const table = [['leaves', ...trainingHeader(METRICS)]];
  for (const leaves of options.quick ? [31] : [31, 255]) {
    for (const threads of new Set([1, options.threads])) {
      const parameters = {
        objective: 'regression',
        num_leaves: leaves,
        learning_rate: 0.1,
        min_data_in_leaf: 20,
      };
      const comparison = {
        tables,
        parameters,
        iterations: ITERATIONS,
        threads,
        metrics: METRICS,
      };
      for (const row of await compareTraining(comparison, options))
        table.push([`${leaves}`, ...row]);
    }
  }
  return {
    title: 'Training, taxi',
    intro: `${options.rows.toLocaleString('en')} generated trips, 80% to train on, 13 features, squared error of log duration, ${ITERATIONS} rounds, 255 bins; metrics of the held-out 20%.`,
    table,
    notes: peersInstalled() ? [versions()] : [PEERS_MISSING],
  };
};

function versions(): string {
  const { lightgbm, xgboost, python } = peerVersions();
  return `LightGBM ${lightgbm} and XGBoost ${xgboost} from Python ${python}; XGBoost with hist and lossguide, without its own regularization.`;
}
