/** Split, train, evaluate: from the features of flights to a model and its figures. */
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
import { FEATURE_NAMES, LABEL } from '../../features.js';

/** Parameters `split`. */
export interface SplitParameters {
  /** Share of the rows that training does not see. */
  readonly test_size: number;
  readonly seed: number;
  /** Columns that decide where a row goes: rows that are equal in them stay together. */
  readonly key: readonly string[];
}

export interface FlightMetrics {
  readonly rows: { readonly train: number; readonly test: number };
  /** Share of late flights among the held-out ones. */
  readonly late: number;
  readonly model: { readonly auc: number; readonly log_loss: number };
  /** Every flight is as likely to be late as the training flights were. */
  readonly baseline: { readonly auc: number; readonly log_loss: number };
}

export function splitFlights(features: Table, { test_size, seed, key }: SplitParameters) {
  return trainTestSplit(features, { testSize: test_size, seed, key });
}

const log = logger('flights.training');

export async function trainModel(table: Table, parameters: ParameterInput): Promise<Model> {
  const data = { table, label: LABEL, features: FEATURE_NAMES };
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
): Promise<FlightMetrics> {
  const actual = numericColumn(test, LABEL);
  const columns = model.featureNames.map((name) => numericColumn(test, name));
  const scorer = await createScorer(model, { backend: 'wasm' });
  try {
    const predicted = await scorer.score(columns, test.numRows);
    const share = mean(numericColumn(training, LABEL));
    return {
      rows: { train: training.numRows, test: test.numRows },
      late: mean(actual),
      model: figures(predicted, actual),
      baseline: figures(new Float64Array(test.numRows).fill(share), actual),
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

/** A probability orders rows as its raw score does, so that it serves for the area under the curve too. */
const figures = (predicted: Numbers, actual: Numbers) => ({
  auc: createMetric('auc').evaluate(predicted, { labels: actual })[0],
  log_loss: createMetric('binary_logloss').evaluate(predicted, { labels: actual })[0],
});

const mean = (values: Numbers): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
};
