/** Parameters of the sequence of trees: how many, how fast, when it stops. */
import { bool, double, int, LEAST_INT, MOST_INT, word } from '../define.js';

/** How trees are added. */
export type BoostingName = 'gbdt' | 'dart' | 'rf';

const boostingWords = {
  gbdt: 'gbdt',
  gbrt: 'gbdt',
  // An older spelling of gbdt with another data_sample_strategy, and becomes that.
  goss: 'gbdt',
  dart: 'dart',
  rf: 'rf',
  random_forest: 'rf',
} as const satisfies Readonly<Record<string, BoostingName>>;

/** What `boosting` may be called. */
export type BoostingWord = keyof typeof boostingWords;

export const boostingParameters = {
  boosting: word<BoostingName>(
    'gbdt',
    boostingWords,
    'How trees are added: gbdt, each corrects the ones before; dart, so too with some of them left out; rf, a random forest.',
    ...['boosting_type', 'boost'],
  ),
  num_iterations: int(100, 'Boosting rounds; each adds a tree, or one a class.', {
    aliases: [
      ...['num_iteration', 'n_iter', 'num_tree', 'num_trees', 'num_round', 'num_rounds'],
      ...['nrounds', 'num_boost_round', 'n_estimators', 'max_iter'],
    ],
    least: 1,
  }),
  learning_rate: double(0.1, "Factor on each tree's output.", {
    aliases: ['shrinkage_rate', 'eta'],
    above: 0,
  }),
  num_threads: int(0, 'Threads; 0 or -1: one a core. The model does not depend on it.', {
    aliases: ['num_thread', 'nthread', 'nthreads', 'n_jobs'],
    least: -1,
    most: 1024,
  }),
  seed: {
    type: 'int',
    default: undefined as number | undefined,
    doc: 'Derives the other seeds, which keep their own defaults otherwise.',
    aliases: ['random_seed', 'random_state'],
    least: LEAST_INT,
    most: MOST_INT,
  },
  deterministic: bool(false, 'Accepted: training is deterministic in any case.'),
  early_stopping_round: int(
    0,
    'Rounds without a better metric after which training stops; 0 or less: never.',
    { aliases: ['early_stopping_rounds', 'early_stopping', 'n_iter_no_change'] },
  ),
  early_stopping_min_delta: double(0, 'By how much a metric must get better to count as better.', {
    least: 0,
  }),
  first_metric_only: bool(false, 'Early stopping looks at the first metric only.'),
  refit_decay_rate: double(
    0.9,
    "The share of the old leaf output that a refit keeps; the rest is the new data's.",
    { least: 0, most: 1 },
  ),
  saved_feature_importance_type: int(
    0,
    "What the model file's importances are: 0 numbers of splits, 1 gains.",
    { least: 0, most: 1 },
  ),
  verbosity: int(1, 'Below 0 errors only, 0 warnings, 1 information, above 1 all.', {
    aliases: ['verbose'],
  }),
} as const;
