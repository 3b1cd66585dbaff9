/** Parameters of LightGBM's command line: its tasks and its files. */
import { bool, column, columns, double, int, text, texts, word } from '../define.js';

/** What LightGBM's command line does. */
export type TaskName = 'train' | 'predict' | 'convert_model' | 'refit' | 'save_binary';

const taskWords = {
  train: 'train',
  training: 'train',
  predict: 'predict',
  prediction: 'predict',
  test: 'predict',
  convert_model: 'convert_model',
  refit: 'refit',
  refit_tree: 'refit',
  save_binary: 'save_binary',
} as const satisfies Readonly<Record<string, TaskName>>;

/** What `task` may be called. */
export type TaskWord = keyof typeof taskWords;

export const commandParameters = {
  config: text('', 'A file of parameters, a line "key = value" each.', 'config_file'),
  task: word<TaskName>('train', taskWords, 'What is to be done.', 'task_type'),
  data: text(
    '',
    'The training table.',
    ...['train', 'train_data', 'train_data_file', 'data_filename'],
  ),
  valid: texts(
    'Validation tables.',
    ...['test', 'valid_data', 'valid_data_file', 'test_data', 'test_data_file', 'valid_filenames'],
  ),
  input_model: text(
    '',
    'The model that training goes on from, or that predicts.',
    ...['model_input', 'model_in'],
  ),
  output_model: text('LightGBM_model.txt', 'The model file.', 'model_output', 'model_out'),
  snapshot_freq: int(-1, 'The model is saved every so many rounds; 0 or less: at the end only.', {
    aliases: ['save_period'],
  }),
  metric_freq: int(1, 'Rounds from one line of metrics to the next.', {
    aliases: ['output_freq'],
    least: 1,
  }),
  is_provide_training_metric: bool(
    false,
    'Measures the training rows too.',
    ...['training_metric', 'is_training_metric', 'train_metric'],
  ),
  header: bool(false, 'The tables have a line of names.', 'has_header'),
  label_column: column('The label: its place from 0, or its name after name:.', 'label'),
  weight_column: column('The weights of rows.', 'weight'),
  group_column: column(
    "The number of each row's query.",
    ...['group', 'group_id', 'query_column', 'query', 'query_id'],
  ),
  ignore_column: columns('Columns that are left out.', 'ignore_feature', 'blacklist'),
  save_binary: bool(
    false,
    'Saves the binned data set beside the table.',
    ...['is_save_binary', 'is_save_binary_file'],
  ),
  start_iteration_predict: int(0, 'The round that prediction begins with.'),
  num_iteration_predict: int(-1, 'Rounds that predict; 0 or less: all.'),
  predict_raw_score: bool(
    false,
    'Predicts raw scores.',
    ...['is_predict_raw_score', 'predict_rawscore', 'raw_score'],
  ),
  predict_leaf_index: bool(
    false,
    'Predicts the leaf of each tree.',
    ...['is_predict_leaf_index', 'leaf_index'],
  ),
  predict_contrib: bool(
    false,
    'Predicts what each feature contributes.',
    ...['is_predict_contrib', 'contrib'],
  ),
  predict_disable_shape_check: bool(
    false,
    'Predicts tables of another number of columns than the training table.',
  ),
  pred_early_stop: bool(false, 'Leaves out later trees for rows that are decided.'),
  pred_early_stop_freq: int(10, 'Trees between two looks at whether a row is decided.'),
  pred_early_stop_margin: double(10, 'Margin of raw scores above which a row is decided.'),
  output_result: text(
    'LightGBM_predict_result.txt',
    'The file of predictions.',
    ...['predict_result', 'prediction_result', 'predict_name', 'prediction_name', 'pred_name'],
    'name_pred',
  ),
  convert_model_language: text('', 'The language that a model is converted to.'),
  convert_model: text(
    'gbdt_prediction.cpp',
    'The file that a model is converted to.',
    'convert_model_file',
  ),
} as const;
