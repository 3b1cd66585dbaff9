/** The table of LightGBM's parameters that training does not follow: refused, or without effect. */
import type { OtherParameter } from './record.js';

const later = (value: string, ...aliases: string[]): OtherParameter => ({
  effect: 'later',
  default: value,
  aliases,
});
const none = (value: string, ...aliases: string[]): OtherParameter => ({
  effect: 'none',
  default: value,
  aliases,
});

export const others: Readonly<Record<string, OtherParameter>> = {
  // Sampling of rows and features.
  data_sample_strategy: later('bagging'),
  bagging_fraction: later('1', 'sub_row', 'subsample', 'bagging'),
  pos_bagging_fraction: later('1', 'pos_sub_row', 'pos_subsample', 'pos_bagging'),
  neg_bagging_fraction: later('1', 'neg_sub_row', 'neg_subsample', 'neg_bagging'),
  bagging_freq: later('0', 'subsample_freq'),
  bagging_seed: none('3', 'bagging_fraction_seed'),
  bagging_by_query: later('0'),
  feature_fraction: later('1', 'sub_feature', 'colsample_bytree'),
  feature_fraction_bynode: later('1', 'sub_feature_bynode', 'colsample_bynode'),
  feature_fraction_seed: none('2'),
  top_rate: none('0.2'),
  other_rate: none('0.1'),

  // Growing a tree.
  extra_trees: later('0', 'extra_tree'),
  extra_seed: none('6'),
  early_stopping_min_delta: later('0'),
  first_metric_only: later('0'),
  max_delta_step: later('0', 'max_tree_output', 'max_leaf_output'),
  path_smooth: later('0'),
  interaction_constraints: later(''),
  forcedsplits_filename: later(
    '',
    ...['fs', 'forced_splits_filename', 'forced_splits_file', 'forced_splits'],
  ),
  feature_contri: later('', 'feature_contrib', 'fc', 'fp', 'feature_penalty'),
  cegb_tradeoff: later('1'),
  cegb_penalty_split: later('0'),
  cegb_penalty_feature_lazy: later(''),
  cegb_penalty_feature_coupled: later(''),
  monotone_constraints: later('', 'mc', 'monotone_constraint', 'monotonic_cst'),
  monotone_constraints_method: later('basic', 'monotone_constraining_method', 'mc_method'),
  monotone_penalty: later('0', 'monotone_splits_penalty', 'ms_penalty', 'mc_penalty'),
  linear_tree: later('0', 'linear_trees'),
  linear_lambda: none('0'),

  // Dropping trees (dart), refitting.
  drop_rate: none('0.1', 'rate_drop'),
  max_drop: none('50'),
  skip_drop: none('0.5'),
  xgboost_dart_mode: none('0'),
  uniform_drop: none('0'),
  drop_seed: none('4'),
  refit_decay_rate: none('0.9'),

  // Categories.
  categorical_feature: later(
    '',
    ...['cat_feature', 'categorical_column', 'cat_column', 'categorical_features'],
  ),
  min_data_per_group: none('100'),
  max_cat_threshold: none('32'),
  cat_l2: none('10'),
  cat_smooth: none('10'),
  max_cat_to_onehot: none('4'),

  // Bins and data sets.
  max_bin_by_feature: later(''),
  forcedbins_filename: later(''),
  is_enable_sparse: none('1', 'is_sparse', 'enable_sparse', 'sparse'),
  enable_bundle: none('1', 'is_enable_bundle', 'bundle'),
  pre_partition: none('0', 'is_pre_partition'),
  two_round: none('0', 'two_round_loading', 'use_two_round_loading'),
  header: none('0', 'has_header'),
  precise_float_parser: none('0'),
  parser_config_file: later(''),
  save_binary: none('0', 'is_save_binary', 'is_save_binary_file'),
  data: later('', 'train', 'train_data', 'train_data_file', 'data_filename'),
  valid: later(
    '',
    ...['test', 'valid_data', 'valid_data_file', 'test_data', 'test_data_file', 'valid_filenames'],
  ),
  label_column: later('', 'label'),
  weight_column: later('', 'weight'),
  group_column: later('', 'group', 'group_id', 'query_column', 'query', 'query_id'),
  ignore_column: later('', 'ignore_feature', 'blacklist'),

  // Quantized gradients: training sums integers in any case, in its own width.
  use_quantized_grad: none('0'),
  num_grad_quant_bins: none('4'),
  quant_train_renew_leaf: none('0'),
  stochastic_rounding: none('1'),

  // Other objectives and metrics.
  objective_seed: none('5'),
  reg_sqrt: later('0'),
  alpha: none('0.9'),
  fair_c: none('1'),
  poisson_max_delta_step: none('0.7'),
  tweedie_variance_power: none('1.5'),
  lambdarank_truncation_level: none('30'),
  lambdarank_norm: none('1'),
  label_gain: none(''),
  lambdarank_position_bias_regularization: none('0'),
  eval_at: none('', 'ndcg_eval_at', 'ndcg_at', 'map_eval_at', 'map_at'),
  multi_error_top_k: none('1'),
  auc_mu_weights: none(''),
  metric_freq: none('1', 'output_freq'),
  is_provide_training_metric: none(
    '0',
    ...['training_metric', 'is_training_metric', 'train_metric'],
  ),

  // Files of the command line.
  config: later('', 'config_file'),
  task: later('train', 'task_type'),
  input_model: later('', 'model_input', 'model_in'),
  output_model: later('LightGBM_model.txt', 'model_output', 'model_out'),
  snapshot_freq: later('-1', 'save_period'),

  // Prediction.
  start_iteration_predict: none('0'),
  num_iteration_predict: none('-1'),
  predict_raw_score: none('0', 'is_predict_raw_score', 'predict_rawscore', 'raw_score'),
  predict_leaf_index: none('0', 'is_predict_leaf_index', 'leaf_index'),
  predict_contrib: none('0', 'is_predict_contrib', 'contrib'),
  predict_disable_shape_check: none('0'),
  pred_early_stop: none('0'),
  pred_early_stop_freq: none('10'),
  pred_early_stop_margin: none('10'),
  output_result: none(
    'LightGBM_predict_result.txt',
    ...['predict_result', 'prediction_result', 'predict_name', 'prediction_name', 'pred_name'],
    'name_pred',
  ),
  convert_model_language: none(''),
  convert_model: none('gbdt_prediction.cpp', 'convert_model_file'),

  // How LightGBM's own machinery runs.
  tree_learner: none('serial', 'tree', 'tree_type', 'tree_learner_type'),
  device_type: none('cpu', 'device'),
  force_col_wise: none('0'),
  force_row_wise: none('0'),
  histogram_pool_size: none('-1', 'hist_pool_size'),
  top_k: none('20', 'topk'),
  num_machines: later('1', 'num_machine'),
  local_listen_port: none('12400', 'local_port', 'port'),
  time_out: none('120'),
  machine_list_filename: later('', 'machine_list_file', 'machine_list', 'mlist'),
  machines: later('', 'workers', 'nodes'),
  gpu_platform_id: none('-1'),
  gpu_device_id: none('-1'),
  gpu_device_id_list: none(''),
  gpu_use_dp: none('0'),
  num_gpu: none('1'),
};
