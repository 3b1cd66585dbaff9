/** Parameters that exclude each other. */
import { CambiumError } from '../../errors.js';
import type { Parameters } from './parameters.js';

/** @throws CambiumError `bad-parameter` that names both sides and the way out */
export function checkConflicts(parameters: Parameters): void {
  checkClasses(parameters);
  checkAucMuWeights(parameters);
  checkObjective(parameters);
  checkSampling(parameters);
  checkForest(parameters);
  checkLinearTrees(parameters);
}

function conflict(message: string, hint: string): CambiumError {
  return new CambiumError('bad-parameter', message, { hint });
}

const MULTICLASS_METRICS: readonly string[] = ['multi_logloss', 'multi_error', 'auc_mu'];

function checkClasses({ objective, num_class, metric }: Parameters): void {
  const named = objective === 'multiclass' || objective === 'multiclassova';
  if (named && num_class === 1) {
    throw conflict(`objective=${objective} needs num_class, the number of classes`, 'num_class=3?');
  }
  if (!named && num_class !== 1 && objective !== 'custom') {
    throw conflict(
      `num_class=${num_class} does not go with objective=${objective}, which has 1`,
      'objective=multiclass?',
    );
  }
  const multiclass = num_class > 1;
  const misfit = metric.find((name) => MULTICLASS_METRICS.includes(name) !== multiclass);
  if (misfit !== undefined) {
    throw conflict(
      multiclass
        ? `metric ${misfit} is not for several classes, which objective=${objective} has here`
        : `metric ${misfit} is for several classes, which objective=${objective} has not`,
      multiclass ? `one of ${MULTICLASS_METRICS.join(', ')}` : 'objective=multiclass?',
    );
  }
}

function checkAucMuWeights({ auc_mu_weights: weights, num_class }: Parameters): void {
  if (weights.length === 0) return;
  if (weights.length !== num_class ** 2) {
    throw conflict(
      `auc_mu_weights has ${weights.length} numbers; ${num_class} classes need ${num_class ** 2}`,
      'one for each class taken for each class, row by row',
    );
  }
  const zero = weights.findIndex(
    (weight, at) => weight === 0 && Math.floor(at / num_class) !== at % num_class,
  );
  if (zero >= 0) {
    const [row, column] = [Math.floor(zero / num_class), zero % num_class];
    throw conflict(
      `auc_mu_weights is 0 for class ${row} taken for class ${column}`,
      'only a class taken for itself costs nothing',
    );
  }
}

/** Their leaves take a percentile of the residuals, which no bound of a monotone leaf holds. */
const RENEWED: readonly string[] = ['regression_l1', 'quantile', 'mape'];

function checkObjective(parameters: Parameters): void {
  const { objective, alpha, is_unbalance, scale_pos_weight, monotone_constraints } = parameters;
  if (objective === 'quantile' && alpha >= 1) {
    throw conflict(
      `alpha=${alpha} is no quantile: objective=quantile needs it above 0 and below 1`,
      'alpha=0.9 is the quantile below which 90% of labels lie',
    );
  }
  if (is_unbalance && scale_pos_weight !== 1) {
    throw conflict(
      `is_unbalance and scale_pos_weight=${scale_pos_weight} exclude each other`,
      'leave out one of the two',
    );
  }
  if (monotone_constraints.length > 0 && RENEWED.includes(objective)) {
    throw conflict(
      `monotone_constraints do not go with objective=${objective}`,
      'objective=huber keeps them',
    );
  }
}

function checkSampling(parameters: Parameters): void {
  if (parameters.data_sample_strategy !== 'goss') return;
  const { top_rate, other_rate, bagging_freq, bagging_fraction } = parameters;
  if (top_rate + other_rate > 1) {
    throw conflict(
      `top_rate=${top_rate} and other_rate=${other_rate} are more than all rows together`,
      'their sum is at most 1',
    );
  }
  if (top_rate === 0 || other_rate === 0) {
    const name = top_rate === 0 ? 'top_rate' : 'other_rate';
    throw conflict(`${name}=0 does not go with data_sample_strategy=goss`, 'above 0');
  }
  if (bagging_freq > 0 && bagging_fraction !== 1) {
    throw conflict(
      `bagging_fraction=${bagging_fraction} with bagging_freq=${bagging_freq} does not go with goss, which chooses rows by their gradients`,
      'leave out the two, or data_sample_strategy=goss',
    );
  }
}

function checkForest(parameters: Parameters): void {
  if (parameters.boosting !== 'rf') return;
  const { objective, data_sample_strategy, bagging_freq, bagging_fraction, feature_fraction } =
    parameters;
  if (objective === 'custom') {
    throw conflict('boosting=rf does not go with an objective of your own', 'boosting=gbdt?');
  }
  const bags = bagging_freq > 0 && bagging_fraction < 1;
  if (data_sample_strategy === 'bagging' && !bags && feature_fraction === 1) {
    throw conflict(
      'boosting=rf would grow equal trees: it needs a choice of rows or of features',
      'e.g. bagging_freq=1 and bagging_fraction=0.632, or feature_fraction=0.8',
    );
  }
}

function checkLinearTrees({ linear_tree, zero_as_missing, objective }: Parameters): void {
  if (!linear_tree) return;
  if (zero_as_missing) {
    throw conflict('zero_as_missing does not go with linear_tree', 'leave out one of the two');
  }
  if (objective === 'regression_l1') {
    throw conflict('objective=regression_l1 does not go with linear_tree', 'objective=huber?');
  }
}
