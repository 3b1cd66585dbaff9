/** Parameters of features that are categories: their types, written by `npm run docs` from table/categories.ts. */
import type { ColumnReference } from '../record.js';

/** Parameters of features that are categories, complete. */
export interface CategoryParameters {
  /** Features that are categories: places from 0, or names after name:. */
  readonly categorical_feature: readonly ColumnReference[];
  /** Fewest rows of a category, or a set of them, to be split off. */
  readonly min_data_per_group: number;
  /** Most categories on the smaller side of a split. */
  readonly max_cat_threshold: number;
  /** L2 penalty on the outputs of splits by categories. */
  readonly cat_l2: number;
  /** Calms the order of categories of few rows. */
  readonly cat_smooth: number;
  /** Up to so many categories, each is tried against all others. */
  readonly max_cat_to_onehot: number;
}

/** Parameters of features that are categories, as a user gives them. */
export interface CategoryInput {
  /** Features that are categories: places from 0, or names after name:. */
  readonly categorical_feature?: string | readonly ColumnReference[] | undefined;
  /** Another name of `categorical_feature`. Features that are categories: places from 0, or names after name:. */
  readonly cat_feature?: string | readonly ColumnReference[] | undefined;
  /** Another name of `categorical_feature`. Features that are categories: places from 0, or names after name:. */
  readonly categorical_column?: string | readonly ColumnReference[] | undefined;
  /** Another name of `categorical_feature`. Features that are categories: places from 0, or names after name:. */
  readonly cat_column?: string | readonly ColumnReference[] | undefined;
  /** Another name of `categorical_feature`. Features that are categories: places from 0, or names after name:. */
  readonly categorical_features?: string | readonly ColumnReference[] | undefined;
  /** Fewest rows of a category, or a set of them, to be split off (at least 1; default 100). */
  readonly min_data_per_group?: number | undefined;
  /** Most categories on the smaller side of a split (at least 1; default 32). */
  readonly max_cat_threshold?: number | undefined;
  /** L2 penalty on the outputs of splits by categories (at least 0; default 10). */
  readonly cat_l2?: number | undefined;
  /** Calms the order of categories of few rows (at least 0; default 10). */
  readonly cat_smooth?: number | undefined;
  /** Up to so many categories, each is tried against all others (at least 1; default 4). */
  readonly max_cat_to_onehot?: number | undefined;
}
