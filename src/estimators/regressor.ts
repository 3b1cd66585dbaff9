/** Predicts numbers. */
import { type BinnedDataset, createMetric, type NumberList } from '../boosting/index.js';
import { checkNames } from '../errors.js';
import type { FeatureRows } from '../scoring/index.js';
import type { EstimatorKind, EstimatorParameters } from './estimator-parameters.js';
import {
  type FitArguments,
  type FitData,
  type FitOptions,
  readFitArguments,
} from './fit-arguments.js';
import { GradientBoosting } from './gradient-boosting.js';
import { rowNumbers, rowWeights } from './label-rows.js';
import {
  kindOf,
  type PredictOptions,
  ROUND_OPTIONS,
  type RoundOptions,
  roundsOf,
} from './predict-options.js';

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

const KIND: EstimatorKind = { standard: 'regression', objectives: OBJECTIVES };

/** What a {@link GradientBoostingRegressor} can minimise. */
export type RegressionObjective = (typeof OBJECTIVES)[number];

/** A column's name, or a number a row. */
type Labels = string | NumberList;

/** How predictions are measured. */
export interface RegressorScoreOptions extends RoundOptions {
  /** A number a row: a column's name, or numbers. */
  readonly sampleWeight?: Labels;
}

/**
 * Predicts a number for each row, as LightGBM's `LGBMRegressor`.
 *
 * @example
 * const regressor = new GradientBoostingRegressor({ num_leaves: 63 });
 * await regressor.fit(rows, durations);
 * const predicted = await regressor.predict(newRows);
 */
export class GradientBoostingRegressor extends GradientBoosting {
  /** @param parameters by LightGBM's names or aliases; default: the objective is `regression` */
  constructor(parameters: EstimatorParameters<RegressionObjective> = {}) {
    super(parameters, KIND);
  }

  /** An estimator that `save` has written. @throws CambiumError `missing-file`, `bad-estimator` */
  static load(path: string): Promise<GradientBoostingRegressor> {
    return GradientBoosting.loadAs(GradientBoostingRegressor, path);
  }

  /**
   * Fits a model to rows and their labels: a number each, or the name of a column.
   * @throws CambiumError as {@link train}; `missing-label`, `invalid-option`
   */
  fit(rows: FeatureRows, labels: Labels, options?: FitOptions<Labels>): Promise<this>;
  /** Fits a model to a table that says which of its columns are what. */
  fit(data: FitData<Labels> | BinnedDataset, options?: FitOptions<Labels>): Promise<this>;
  async fit(...args: FitArguments<Labels>): Promise<this> {
    const { data, valid, options, parametersFrom } = readFitArguments(args);
    await this.train(parametersFrom(this.parameters), data, { ...options, valid });
    return this;
  }

  /** A number for each row. @throws CambiumError `not-fitted`, `missing-column`, `column-type`, `bad-row` */
  async predict(rows: FeatureRows, options: PredictOptions = {}): Promise<Float64Array> {
    return this.predictKind(rows, kindOf(options), options);
  }

  /**
   * The coefficient of determination R² of the predictions, as scikit-learn's `score`: 1 at best, 0 for the labels'
   * mean; NaN of fewer than two rows.
   * @throws CambiumError as {@link predict}; `bad-length`, `bad-label`, `bad-weight`
   */
  async score(
    rows: FeatureRows,
    labels: Labels,
    options: RegressorScoreOptions = {},
  ): Promise<number> {
    checkNames('option of score', options, { ...ROUND_OPTIONS, sampleWeight: true });
    const predictions = await this.predict(rows, roundsOf(options));
    const { length } = predictions;
    const { sampleWeight } = options;
    const truth = rowNumbers(rows, labels, length, 'label');
    const weights = rowWeights(rows, sampleWeight, length);
    if (length < 2) return Number.NaN;
    return createMetric('r2').evaluate(predictions, { labels: truth, weights })[0];
  }
}
