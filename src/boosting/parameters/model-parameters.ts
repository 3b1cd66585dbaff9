/** The parameters as a model file lists them: all of LightGBM's, in LightGBM's order. */
import { formatDouble, formatShort } from '../numeric/number-text.js';
import type { Parameters } from './parameters.js';
import type { ColumnReference, ParameterRecord } from './record.js';
import { commandParameters, ineffectiveParameters } from './table/index.js';

/** `Config::ToString` of LightGBM writes them so. */
const ORDER = `boosting objective metric tree_learner device_type data_sample_strategy data valid
num_iterations learning_rate num_leaves num_threads seed deterministic force_col_wise force_row_wise
histogram_pool_size max_depth min_data_in_leaf min_sum_hessian_in_leaf bagging_fraction
pos_bagging_fraction neg_bagging_fraction bagging_freq bagging_seed bagging_by_query
feature_fraction feature_fraction_bynode feature_fraction_seed extra_trees extra_seed
early_stopping_round early_stopping_min_delta first_metric_only max_delta_step lambda_l1 lambda_l2
linear_lambda min_gain_to_split drop_rate max_drop skip_drop xgboost_dart_mode uniform_drop
drop_seed top_rate other_rate min_data_per_group max_cat_threshold cat_l2 cat_smooth
max_cat_to_onehot top_k monotone_constraints monotone_constraints_method monotone_penalty
feature_contri forcedsplits_filename refit_decay_rate cegb_tradeoff cegb_penalty_split
cegb_penalty_feature_lazy cegb_penalty_feature_coupled path_smooth interaction_constraints verbosity
saved_feature_importance_type use_quantized_grad num_grad_quant_bins quant_train_renew_leaf
stochastic_rounding linear_tree max_bin max_bin_by_feature min_data_in_bin bin_construct_sample_cnt
data_random_seed is_enable_sparse enable_bundle use_missing zero_as_missing feature_pre_filter
pre_partition two_round header label_column weight_column group_column ignore_column
categorical_feature forcedbins_filename precise_float_parser parser_config_file objective_seed
num_class is_unbalance scale_pos_weight sigmoid boost_from_average reg_sqrt alpha fair_c
poisson_max_delta_step tweedie_variance_power lambdarank_truncation_level lambdarank_norm label_gain
lambdarank_position_bias_regularization eval_at multi_error_top_k auc_mu_weights num_machines
local_listen_port time_out machine_list_filename machines gpu_platform_id gpu_device_id
gpu_device_id_list gpu_use_dp num_gpu`.split(/\s+/);

const ineffective: Readonly<Record<string, ParameterRecord>> = ineffectiveParameters;
const command: Readonly<Record<string, ParameterRecord>> = commandParameters;

/**
 * What belongs into `Model.parameters` after a training with these parameters. What the trees do not
 * depend on (files of the command line, what has no effect) stands at its default, so that one training
 * gives one file wherever its data lie.
 * @param features names of the features: with them, categories that were named are written as places,
 *   as LightGBM must have them; without, they are left out
 */
export function modelParameters(
  parameters: Parameters,
  features: readonly string[] = [],
): ReadonlyMap<string, string> {
  const values: Readonly<Record<string, unknown>> = {
    ...parameters,
    eval_at: evalAt(parameters),
    categorical_feature: placesOf(parameters.categorical_feature, features),
  };
  return new Map(
    ORDER.map((name): [string, string] => {
      const fixed = ineffective[name] ?? command[name];
      return [name, formatValue(fixed === undefined ? values[name] : fixed.default, name)];
    }),
  );
}

/** Not given, LightGBM's files leave it empty. */
function evalAt({ eval_at }: Parameters): readonly number[] {
  return String(eval_at) === '1,2,3,4,5' ? [] : eval_at;
}

/** LightGBM reads whole numbers here, and fails on anything else. */
function placesOf(
  columns: readonly ColumnReference[],
  features: readonly string[],
): readonly number[] {
  const places = columns.map((column) =>
    typeof column === 'number' ? column : features.indexOf(column),
  );
  return places.filter((place) => place >= 0);
}

function formatValue(value: unknown, name: string): string {
  // A seed that was not given is written as zero.
  if (value === undefined) return name === 'seed' ? '0' : '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return formatShort(value);
  if (!Array.isArray(value)) return formatText(String(value));
  // LightGBM's word for no metric of its own.
  if (name === 'metric' && value.length === 0) return 'custom';
  return value.map(formatPart).join(',');
}

/** A path, with slashes. LightGBM puts it into JSON as it stands: what would end that is not written. */
function formatText(text: string): string {
  return /["\p{Cc}]/u.test(text) ? '' : text.replaceAll('\\', '/');
}

/** Numbers in lists have all their digits, others the first six. */
function formatPart(part: unknown): string {
  if (Array.isArray(part)) return `[${part.join(',')}]`;
  return typeof part === 'number' ? formatDouble(part) : String(part);
}
