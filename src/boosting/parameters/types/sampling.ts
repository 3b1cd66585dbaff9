/** Parameters of the choice of rows and features: their types, written by `npm run docs` from table/sampling.ts. */
import type { SampleStrategy } from '../table/sampling.js';

/** Parameters of the choice of rows and features, complete. */
export interface SamplingParameters {
  /** Which rows a tree is built from: bagging, a random share; goss, those of large gradients and some of the rest. */
  readonly data_sample_strategy: SampleStrategy;
  /** The share of rows that a tree is built from; needs bagging_freq. */
  readonly bagging_fraction: number;
  /** The share of the rows of class 1 (binary); with neg_bagging_fraction, in place of bagging_fraction. */
  readonly pos_bagging_fraction: number;
  /** The share of the rows of class 0 (binary); with pos_bagging_fraction, in place of bagging_fraction. */
  readonly neg_bagging_fraction: number;
  /** Rows are chosen anew every so many rounds; 0: no bagging. */
  readonly bagging_freq: number;
  /** Seed of the choice of rows. */
  readonly bagging_seed: number;
  /** Chooses whole queries instead of rows. */
  readonly bagging_by_query: boolean;
  /** The share of features that a tree is built from. */
  readonly feature_fraction: number;
  /** The share of the tree's features that a node is split by. */
  readonly feature_fraction_bynode: number;
  /** Seed of the choice of features. */
  readonly feature_fraction_seed: number;
  /** The share of rows, of the largest gradients, that are all kept (goss). */
  readonly top_rate: number;
  /** The share of rows that are drawn from the others (goss). */
  readonly other_rate: number;
}

/** Parameters of the choice of rows and features, as a user gives them. */
export interface SamplingInput {
  /** Which rows a tree is built from: bagging, a random share; goss, those of large gradients and some of the rest (default bagging). */
  readonly data_sample_strategy?: SampleStrategy | undefined;
  /** The share of rows that a tree is built from; needs bagging_freq (above 0 and at most 1; default 1). */
  readonly bagging_fraction?: number | undefined;
  /** Another name of `bagging_fraction`. The share of rows that a tree is built from; needs bagging_freq. */
  readonly sub_row?: number | undefined;
  /** Another name of `bagging_fraction`. The share of rows that a tree is built from; needs bagging_freq. */
  readonly subsample?: number | undefined;
  /** Another name of `bagging_fraction`. The share of rows that a tree is built from; needs bagging_freq. */
  readonly bagging?: number | undefined;
  /** The share of the rows of class 1 (binary); with neg_bagging_fraction, in place of bagging_fraction (above 0 and at most 1; default 1). */
  readonly pos_bagging_fraction?: number | undefined;
  /** Another name of `pos_bagging_fraction`. The share of the rows of class 1 (binary); with neg_bagging_fraction, in place of bagging_fraction. */
  readonly pos_sub_row?: number | undefined;
  /** Another name of `pos_bagging_fraction`. The share of the rows of class 1 (binary); with neg_bagging_fraction, in place of bagging_fraction. */
  readonly pos_subsample?: number | undefined;
  /** Another name of `pos_bagging_fraction`. The share of the rows of class 1 (binary); with neg_bagging_fraction, in place of bagging_fraction. */
  readonly pos_bagging?: number | undefined;
  /** The share of the rows of class 0 (binary); with pos_bagging_fraction, in place of bagging_fraction (above 0 and at most 1; default 1). */
  readonly neg_bagging_fraction?: number | undefined;
  /** Another name of `neg_bagging_fraction`. The share of the rows of class 0 (binary); with pos_bagging_fraction, in place of bagging_fraction. */
  readonly neg_sub_row?: number | undefined;
  /** Another name of `neg_bagging_fraction`. The share of the rows of class 0 (binary); with pos_bagging_fraction, in place of bagging_fraction. */
  readonly neg_subsample?: number | undefined;
  /** Another name of `neg_bagging_fraction`. The share of the rows of class 0 (binary); with pos_bagging_fraction, in place of bagging_fraction. */
  readonly neg_bagging?: number | undefined;
  /** Rows are chosen anew every so many rounds; 0: no bagging (default 0). */
  readonly bagging_freq?: number | undefined;
  /** Another name of `bagging_freq`. Rows are chosen anew every so many rounds; 0: no bagging. */
  readonly subsample_freq?: number | undefined;
  /** Seed of the choice of rows (default 3). */
  readonly bagging_seed?: number | undefined;
  /** Another name of `bagging_seed`. Seed of the choice of rows. */
  readonly bagging_fraction_seed?: number | undefined;
  /** Chooses whole queries instead of rows (default false). */
  readonly bagging_by_query?: boolean | undefined;
  /** The share of features that a tree is built from (above 0 and at most 1; default 1). */
  readonly feature_fraction?: number | undefined;
  /** Another name of `feature_fraction`. The share of features that a tree is built from. */
  readonly sub_feature?: number | undefined;
  /** Another name of `feature_fraction`. The share of features that a tree is built from. */
  readonly colsample_bytree?: number | undefined;
  /** The share of the tree's features that a node is split by (above 0 and at most 1; default 1). */
  readonly feature_fraction_bynode?: number | undefined;
  /** Another name of `feature_fraction_bynode`. The share of the tree's features that a node is split by. */
  readonly sub_feature_bynode?: number | undefined;
  /** Another name of `feature_fraction_bynode`. The share of the tree's features that a node is split by. */
  readonly colsample_bynode?: number | undefined;
  /** Seed of the choice of features (default 2). */
  readonly feature_fraction_seed?: number | undefined;
  /** The share of rows, of the largest gradients, that are all kept (goss) (0 to 1; default 0.2). */
  readonly top_rate?: number | undefined;
  /** The share of rows that are drawn from the others (goss) (0 to 1; default 0.1). */
  readonly other_rate?: number | undefined;
}
