/** Rules between parameters, as LightGBM has them: what follows from what, and what excludes what. */
import type { Given } from './choose-aliases.js';
import { checkConflicts } from './conflicts.js';
import { defaultMetrics } from './default-metric.js';
import type { Parameters } from './parameters.js';
import { derivedSeeds, type SeedName } from './seeds.js';
import { treeParameters } from './table/tree.js';

type Draft = { -readonly [Name in keyof Parameters]: Parameters[Name] };

/** Sums of hessians up to here count as none: LightGBM's kEpsilon. */
const EPSILON = Math.fround(1e-15);

/**
 * Applies LightGBM's rules.
 * @param given which parameters were given: rules change defaults where they would not change a choice
 * @throws CambiumError `bad-parameter` where parameters exclude each other
 */
export function applyRules(
  parameters: Parameters,
  given: ReadonlyMap<string, Given>,
  notice: (line: string) => void,
): Parameters {
  const draft: Draft = { ...parameters };
  drawSeeds(draft, given);
  chooseMetrics(draft, given, notice);
  chooseSampling(draft, given, notice);
  sizeTrees(draft, given, notice);
  easeConstraints(draft, notice);
  if (draft.boosting === 'dart' && draft.early_stopping_round > 0) {
    notice('early_stopping_round has no effect with dart: later rounds change earlier trees');
    draft.early_stopping_round = 0;
  }
  checkConflicts(draft);
  return draft;
}

function drawSeeds(draft: Draft, given: ReadonlyMap<string, Given>): void {
  if (draft.seed === undefined) return;
  for (const [name, seed] of Object.entries(derivedSeeds(draft.seed))) {
    if (!given.has(name)) draft[name as SeedName] = seed;
  }
}

/** Metrics of what an objective makes of raw scores: probabilities, or the exponent of the score. */
const OF_PREDICTIONS: readonly string[] = [
  ...['binary_logloss', 'binary_error', 'multi_logloss', 'poisson', 'gamma', 'gamma_deviance'],
  ...['tweedie', 'cross_entropy', 'cross_entropy_lambda', 'kullback_leibler'],
];

function chooseMetrics(
  draft: Draft,
  given: ReadonlyMap<string, Given>,
  notice: (line: string) => void,
): void {
  if (!given.has('metric')) draft.metric = defaultMetrics(draft.objective);
  draft.metric = draft.metric.filter((name) => (name as string) !== 'none');
  const misread = draft.metric.filter((name) => OF_PREDICTIONS.includes(name));
  if (draft.objective === 'custom' && misread.length > 0) {
    notice(
      `metric ${misread.join(', ')} is measured on raw scores, as in LightGBM: a custom objective has no function that makes predictions of them; measure your own instead (options.metrics)`,
    );
  }
  draft.eval_at =
    draft.eval_at.length === 0
      ? [1, 2, 3, 4, 5]
      : [...new Set(draft.eval_at)].sort((left, right) => left - right);
}

const BY_CLASS = 'pos_bagging_fraction and neg_bagging_fraction';

function chooseSampling(
  draft: Draft,
  given: ReadonlyMap<string, Given>,
  notice: (line: string) => void,
): void {
  const boosting = given.get('boosting');
  if (String(boosting?.value).trim().toLowerCase() === 'goss') {
    notice(
      `${boosting!.alias}=goss is an older way to write boosting=gbdt with data_sample_strategy=goss`,
    );
    draft.data_sample_strategy = 'goss';
  }
  if (draft.data_sample_strategy === 'goss') {
    if (draft.bagging_by_query) {
      notice('bagging_by_query has no effect with goss, which chooses rows');
      draft.bagging_by_query = false;
    }
    return;
  }
  const byClass = draft.pos_bagging_fraction < 1 || draft.neg_bagging_fraction < 1;
  if (byClass && draft.objective !== 'binary') {
    notice(`${BY_CLASS} have no effect: they are for objective=binary`);
  } else if (draft.bagging_freq <= 0 && (byClass || draft.bagging_fraction < 1)) {
    notice(
      `${byClass ? `${BY_CLASS} have` : 'bagging_fraction has'} no effect: bagging_freq is ${draft.bagging_freq}; 1 chooses rows in each round`,
    );
  }
}

const MOST_LEAVES = treeParameters.num_leaves.most;

function sizeTrees(
  draft: Draft,
  given: ReadonlyMap<string, Given>,
  notice: (line: string) => void,
): void {
  if (draft.max_depth > 0 && !given.has('num_leaves')) {
    const most = 2 ** draft.max_depth;
    if (most > draft.num_leaves) {
      notice(
        `max_depth=${draft.max_depth} leaves room for ${Math.min(most, MOST_LEAVES)} leaves, but num_leaves is ${draft.num_leaves}: give num_leaves to use it`,
      );
    }
    draft.num_leaves = Math.max(2, Math.min(draft.num_leaves, most));
  }
  if (draft.path_smooth > EPSILON && draft.min_data_in_leaf < 2) {
    notice('min_data_in_leaf is 2: path_smooth needs so many');
    draft.min_data_in_leaf = 2;
  }
  if (draft.min_data_in_leaf === 0 && draft.min_sum_hessian_in_leaf <= EPSILON) {
    notice('min_data_in_leaf is 1: it cannot be 0 where min_sum_hessian_in_leaf is 0 too');
    draft.min_data_in_leaf = 1;
  }
}

function easeConstraints(draft: Draft, notice: (line: string) => void): void {
  const method = draft.monotone_constraints_method;
  if (draft.feature_fraction_bynode !== 1 && method !== 'basic') {
    notice(
      `monotone_constraints_method is basic: ${method} does not go with feature_fraction_bynode=${draft.feature_fraction_bynode}`,
    );
    draft.monotone_constraints_method = 'basic';
  }
  if (draft.max_depth > 0 && draft.monotone_penalty >= draft.max_depth) {
    notice(
      `monotone features are not split: monotone_penalty=${draft.monotone_penalty} forbids it on all ${draft.max_depth} levels`,
    );
  }
}
