/** Predicts numbers. */
import type { BinnedDataset, TrainingData, TrainOptions } from '../boosting/index.js';
import type { FeatureRows } from './feature-columns.js';
import {
  type EstimatorParameters,
  GradientBoosting,
  type PredictOptions,
} from './gradient-boosting.js';

const OBJECTIVES = [
  'regression',
  'regression_l1',
  'huber',
  'fair',
  'poisson',
  'quantile',
  'mape',
  'gamma',
  'tweedie',
  'cross_entropy',
  'cross_entropy_lambda',
  'custom',
] as const;

/** What a {@link GradientBoostingRegressor} can minimise. */
export type RegressionObjective = (typeof OBJECTIVES)[number];

/**
 * Predicts a number for each row.
 *
 * @example
 * const regressor = new GradientBoostingRegressor({ num_leaves: 63 });
 * await regressor.fit({ table, label: 'duration' });
 * const durations = await regressor.predict(newTrips);
 */
export class GradientBoostingRegressor extends GradientBoosting {
  /** @param parameters by LightGBM's names or aliases; the objective is `regression` unless told */
  constructor(parameters: EstimatorParameters<RegressionObjective> = {}) {
    super(parameters, 'regression', OBJECTIVES);
  }

  /** @throws CambiumError as {@link train} */
  async fit(data: TrainingData | BinnedDataset, options: TrainOptions = {}): Promise<this> {
    await this.train(this.parameters, data, options);
    return this;
  }

  /** A number for each row. @throws CambiumError `not-fitted`, `missing-column`, `column-type`, `bad-row` */
  predict(rows: FeatureRows, options: PredictOptions = {}): Promise<Float64Array> {
    return this.score(rows, 'value', options);
  }
}
