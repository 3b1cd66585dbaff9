/** Parameters of the sequence of trees: their types, written by `npm run docs` from table/boosting.ts. */
import type { BoostingName, BoostingWord } from '../table/boosting.js';

/** Parameters of the sequence of trees, complete. */
export interface BoostingParameters {
  /** How trees are added: gbdt, each corrects the ones before; dart, so too with some of them left out; rf, a random forest. */
  readonly boosting: BoostingName;
  /** Boosting rounds; each adds a tree, or one a class. */
  readonly num_iterations: number;
  /** Factor on each tree's output. */
  readonly learning_rate: number;
  /** Threads; 0 or -1: one a core. The model does not depend on it. */
  readonly num_threads: number;
  /** Derives the other seeds, which keep their own defaults otherwise. */
  readonly seed: number | undefined;
  /** Accepted: training is deterministic in any case. */
  readonly deterministic: boolean;
  /** Rounds without a better metric after which training stops; 0 or less: never. */
  readonly early_stopping_round: number;
  /** By how much a metric must get better to count as better. */
  readonly early_stopping_min_delta: number;
  /** Early stopping looks at the first metric only. */
  readonly first_metric_only: boolean;
  /** The share of the old leaf output that a refit keeps; the rest is the new data's. */
  readonly refit_decay_rate: number;
  /** What the model file's importances are: 0 numbers of splits, 1 gains. */
  readonly saved_feature_importance_type: number;
  /** Below 0 errors only, 0 warnings, 1 information, above 1 all. */
  readonly verbosity: number;
}

/** Parameters of the sequence of trees, as a user gives them. */
export interface BoostingInput {
  /** How trees are added: gbdt, each corrects the ones before; dart, so too with some of them left out; rf, a random forest (default gbdt). */
  readonly boosting?: BoostingWord | undefined;
  /** Another name of `boosting`. How trees are added: gbdt, each corrects the ones before; dart, so too with some of them left out; rf, a random forest. */
  readonly boosting_type?: BoostingWord | undefined;
  /** Another name of `boosting`. How trees are added: gbdt, each corrects the ones before; dart, so too with some of them left out; rf, a random forest. */
  readonly boost?: BoostingWord | undefined;
  /** Boosting rounds; each adds a tree, or one a class (at least 1; default 100). */
  readonly num_iterations?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly num_iteration?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly n_iter?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly num_tree?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly num_trees?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly num_round?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly num_rounds?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly nrounds?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly num_boost_round?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly n_estimators?: number | undefined;
  /** Another name of `num_iterations`. Boosting rounds; each adds a tree, or one a class. */
  readonly max_iter?: number | undefined;
  /** Factor on each tree's output (above 0; default 0.1). */
  readonly learning_rate?: number | undefined;
  /** Another name of `learning_rate`. Factor on each tree's output. */
  readonly shrinkage_rate?: number | undefined;
  /** Another name of `learning_rate`. Factor on each tree's output. */
  readonly eta?: number | undefined;
  /** Threads; 0 or -1: one a core. The model does not depend on it (-1 to 1024; default 0). */
  readonly num_threads?: number | undefined;
  /** Another name of `num_threads`. Threads; 0 or -1: one a core. The model does not depend on it. */
  readonly num_thread?: number | undefined;
  /** Another name of `num_threads`. Threads; 0 or -1: one a core. The model does not depend on it. */
  readonly nthread?: number | undefined;
  /** Another name of `num_threads`. Threads; 0 or -1: one a core. The model does not depend on it. */
  readonly nthreads?: number | undefined;
  /** Another name of `num_threads`. Threads; 0 or -1: one a core. The model does not depend on it. */
  readonly n_jobs?: number | undefined;
  /** Derives the other seeds, which keep their own defaults otherwise. */
  readonly seed?: number | undefined;
  /** Another name of `seed`. Derives the other seeds, which keep their own defaults otherwise. */
  readonly random_seed?: number | undefined;
  /** Another name of `seed`. Derives the other seeds, which keep their own defaults otherwise. */
  readonly random_state?: number | undefined;
  /** Accepted: training is deterministic in any case (default false). */
  readonly deterministic?: boolean | undefined;
  /** Rounds without a better metric after which training stops; 0 or less: never (default 0). */
  readonly early_stopping_round?: number | undefined;
  /** Another name of `early_stopping_round`. Rounds without a better metric after which training stops; 0 or less: never. */
  readonly early_stopping_rounds?: number | undefined;
  /** Another name of `early_stopping_round`. Rounds without a better metric after which training stops; 0 or less: never. */
  readonly early_stopping?: number | undefined;
  /** Another name of `early_stopping_round`. Rounds without a better metric after which training stops; 0 or less: never. */
  readonly n_iter_no_change?: number | undefined;
  /** By how much a metric must get better to count as better (at least 0; default 0). */
  readonly early_stopping_min_delta?: number | undefined;
  /** Early stopping looks at the first metric only (default false). */
  readonly first_metric_only?: boolean | undefined;
  /** The share of the old leaf output that a refit keeps; the rest is the new data's (0 to 1; default 0.9). */
  readonly refit_decay_rate?: number | undefined;
  /** What the model file's importances are: 0 numbers of splits, 1 gains (0 to 1; default 0). */
  readonly saved_feature_importance_type?: number | undefined;
  /** Below 0 errors only, 0 warnings, 1 information, above 1 all (default 1). */
  readonly verbosity?: number | undefined;
  /** Another name of `verbosity`. Below 0 errors only, 0 warnings, 1 information, above 1 all. */
  readonly verbose?: number | undefined;
}
