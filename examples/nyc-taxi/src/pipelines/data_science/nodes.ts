/** Split, train, evaluate: from the features of trips to a model and its figures. */
import {
  createMetric,
  createScorer,
  featureImportance,
  logger,
  type Model,
  numericColumn,
  type ParameterInput,
  type Table,
  train,
  trainTestSplit,
} from 'cambium';
import { features, LABEL } from '../../features.js';

/** Parameters `split`. */
export interface SplitParameters {
  /** Share of the rows that training does not see. */
  readonly test_size: number;
  readonly seed: number;
  /** Columns that decide where a row goes: rows that are equal in them stay together. */
  readonly key: readonly string[];
}

/** Errors of one way to predict. */
export interface TripErrors {
  /** Root of the mean squared error of log(1 + seconds): the competition's own measure. */
  readonly rmse_log: number;
  /** Mean absolute error of the duration itself. */
  readonly mae_minutes: number;
}

export interface TripMetrics {
  readonly rows: { readonly train: number; readonly test: number };
  readonly model: TripErrors;
  /** Every trip takes as long as the middle one of the training trips. */
  readonly baseline: TripErrors;
}

export function splitTrips(features: Table, { test_size, seed, key }: SplitParameters) {
  return trainTestSplit(features, { testSize: test_size, seed, key });
}

const log = logger('nyc-taxi.training');

export async function trainModel(table: Table, parameters: ParameterInput): Promise<Model> {
  const data = { table, label: LABEL, features: features.names };
  const { model, seconds, threads } = await train(parameters, data, {
    onNotice: (notice) => log.warning(notice),
    onIteration: ({ iteration, iterations }) => {
      if (iteration % 25 === 0) log.info(`Round ${iteration} of ${iterations}`);
    },
  });
  const binning = `${seconds.binning.toFixed(2)} s of binning`;
  const training = `${seconds.training.toFixed(2)} s of training`;
  log.info(`${model.trees.length} trees: ${binning}, ${training}, threads: ${threads}`);
  return model;
}

export async function evaluateModel(
  model: Model,
  training: Table,
  test: Table,
): Promise<TripMetrics> {
  const actual = numericColumn(test, LABEL);
  const columns = model.featureNames.map((name) => numericColumn(test, name));
  const scorer = await createScorer(model, { backend: 'wasm' });
  try {
    const predicted = await scorer.score(columns, test.numRows);
    const middle = median(numericColumn(training, LABEL));
    return {
      rows: { train: training.numRows, test: test.numRows },
      model: errors(predicted, actual),
      baseline: errors(new Float64Array(test.numRows).fill(middle), actual),
    };
  } finally {
    await scorer.close();
  }
}

/** The features in the order of what their splits gained, as shares of the whole. */
export function reportImportance(
  model: Model,
): { feature: string; gain: number; splits: number }[] {
  const gains = featureImportance(model, 'gain');
  const splits = featureImportance(model, 'split');
  const total = gains.reduce((sum, gain) => sum + gain, 0) || 1;
  return model.featureNames
    .map((feature, index) => ({
      feature,
      gain: (gains[index] ?? 0) / total,
      splits: splits[index] ?? 0,
    }))
    .sort((a, b) => b.gain - a.gain);
}

type Numbers = Float32Array | Float64Array;

function errors(predicted: Float64Array, actual: Numbers): TripErrors {
  const minutes = (values: Numbers) => new Float64Array(values).map((log) => Math.expm1(log) / 60);
  const [rmse] = createMetric('rmse').evaluate(predicted, { labels: actual });
  const [mae] = createMetric('l1').evaluate(minutes(predicted), { labels: minutes(actual) });
  return { rmse_log: rmse, mae_minutes: mae };
}

function median(values: Numbers): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
