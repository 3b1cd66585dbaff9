/** Parameters of LightGBM's command line: their types, written by `npm run docs` from table/command.ts. */
import type { ColumnReference } from '../record.js';
import type { TaskName, TaskWord } from '../table/command.js';

/** Parameters of LightGBM's command line, complete. */
export interface CommandParameters {
  /** A file of parameters, a line "key = value" each. */
  readonly config: string;
  /** What is to be done. */
  readonly task: TaskName;
  /** The training table. */
  readonly data: string;
  /** Validation tables. */
  readonly valid: readonly string[];
  /** The model that training goes on from, or that predicts. */
  readonly input_model: string;
  /** The model file. */
  readonly output_model: string;
  /** The model is saved every so many rounds; 0 or less: at the end only. */
  readonly snapshot_freq: number;
  /** Rounds from one line of metrics to the next. */
  readonly metric_freq: number;
  /** Measures the training rows too. */
  readonly is_provide_training_metric: boolean;
  /** The tables have a line of names. */
  readonly header: boolean;
  /** The label: its place from 0, or its name after name:. */
  readonly label_column: ColumnReference | undefined;
  /** The weights of rows. */
  readonly weight_column: ColumnReference | undefined;
  /** The number of each row's query. */
  readonly group_column: ColumnReference | undefined;
  /** Columns that are left out. */
  readonly ignore_column: readonly ColumnReference[];
  /** Saves the binned data set beside the table. */
  readonly save_binary: boolean;
  /** The round that prediction begins with. */
  readonly start_iteration_predict: number;
  /** Rounds that predict; 0 or less: all. */
  readonly num_iteration_predict: number;
  /** Predicts raw scores. */
  readonly predict_raw_score: boolean;
  /** Predicts the leaf of each tree. */
  readonly predict_leaf_index: boolean;
  /** Predicts what each feature contributes. */
  readonly predict_contrib: boolean;
  /** Predicts tables of another number of columns than the training table. */
  readonly predict_disable_shape_check: boolean;
  /** Leaves out later trees for rows that are decided. */
  readonly pred_early_stop: boolean;
  /** Trees between two looks at whether a row is decided. */
  readonly pred_early_stop_freq: number;
  /** Margin of raw scores above which a row is decided. */
  readonly pred_early_stop_margin: number;
  /** The file of predictions. */
  readonly output_result: string;
  /** The language that a model is converted to. */
  readonly convert_model_language: string;
  /** The file that a model is converted to. */
  readonly convert_model: string;
}

/** Parameters of LightGBM's command line, as a user gives them. */
export interface CommandInput {
  /** A file of parameters, a line "key = value" each. */
  readonly config?: string | undefined;
  /** Another name of `config`. A file of parameters, a line "key = value" each. */
  readonly config_file?: string | undefined;
  /** What is to be done (default train). */
  readonly task?: TaskWord | undefined;
  /** Another name of `task`. What is to be done. */
  readonly task_type?: TaskWord | undefined;
  /** The training table. */
  readonly data?: string | undefined;
  /** Another name of `data`. The training table. */
  readonly train?: string | undefined;
  /** Another name of `data`. The training table. */
  readonly train_data?: string | undefined;
  /** Another name of `data`. The training table. */
  readonly train_data_file?: string | undefined;
  /** Another name of `data`. The training table. */
  readonly data_filename?: string | undefined;
  /** Validation tables. */
  readonly valid?: string | readonly string[] | undefined;
  /** Another name of `valid`. Validation tables. */
  readonly test?: string | readonly string[] | undefined;
  /** Another name of `valid`. Validation tables. */
  readonly valid_data?: string | readonly string[] | undefined;
  /** Another name of `valid`. Validation tables. */
  readonly valid_data_file?: string | readonly string[] | undefined;
  /** Another name of `valid`. Validation tables. */
  readonly test_data?: string | readonly string[] | undefined;
  /** Another name of `valid`. Validation tables. */
  readonly test_data_file?: string | readonly string[] | undefined;
  /** Another name of `valid`. Validation tables. */
  readonly valid_filenames?: string | readonly string[] | undefined;
  /** The model that training goes on from, or that predicts. */
  readonly input_model?: string | undefined;
  /** Another name of `input_model`. The model that training goes on from, or that predicts. */
  readonly model_input?: string | undefined;
  /** Another name of `input_model`. The model that training goes on from, or that predicts. */
  readonly model_in?: string | undefined;
  /** The model file (default LightGBM_model.txt). */
  readonly output_model?: string | undefined;
  /** Another name of `output_model`. The model file. */
  readonly model_output?: string | undefined;
  /** Another name of `output_model`. The model file. */
  readonly model_out?: string | undefined;
  /** The model is saved every so many rounds; 0 or less: at the end only (default -1). */
  readonly snapshot_freq?: number | undefined;
  /** Another name of `snapshot_freq`. The model is saved every so many rounds; 0 or less: at the end only. */
  readonly save_period?: number | undefined;
  /** Rounds from one line of metrics to the next (at least 1; default 1). */
  readonly metric_freq?: number | undefined;
  /** Another name of `metric_freq`. Rounds from one line of metrics to the next. */
  readonly output_freq?: number | undefined;
  /** Measures the training rows too (default false). */
  readonly is_provide_training_metric?: boolean | undefined;
  /** Another name of `is_provide_training_metric`. Measures the training rows too. */
  readonly training_metric?: boolean | undefined;
  /** Another name of `is_provide_training_metric`. Measures the training rows too. */
  readonly is_training_metric?: boolean | undefined;
  /** Another name of `is_provide_training_metric`. Measures the training rows too. */
  readonly train_metric?: boolean | undefined;
  /** The tables have a line of names (default false). */
  readonly header?: boolean | undefined;
  /** Another name of `header`. The tables have a line of names. */
  readonly has_header?: boolean | undefined;
  /** The label: its place from 0, or its name after name:. */
  readonly label_column?: ColumnReference | undefined;
  /** Another name of `label_column`. The label: its place from 0, or its name after name:. */
  readonly label?: ColumnReference | undefined;
  /** The weights of rows. */
  readonly weight_column?: ColumnReference | undefined;
  /** Another name of `weight_column`. The weights of rows. */
  readonly weight?: ColumnReference | undefined;
  /** The number of each row's query. */
  readonly group_column?: ColumnReference | undefined;
  /** Another name of `group_column`. The number of each row's query. */
  readonly group?: ColumnReference | undefined;
  /** Another name of `group_column`. The number of each row's query. */
  readonly group_id?: ColumnReference | undefined;
  /** Another name of `group_column`. The number of each row's query. */
  readonly query_column?: ColumnReference | undefined;
  /** Another name of `group_column`. The number of each row's query. */
  readonly query?: ColumnReference | undefined;
  /** Another name of `group_column`. The number of each row's query. */
  readonly query_id?: ColumnReference | undefined;
  /** Columns that are left out. */
  readonly ignore_column?: string | readonly ColumnReference[] | undefined;
  /** Another name of `ignore_column`. Columns that are left out. */
  readonly ignore_feature?: string | readonly ColumnReference[] | undefined;
  /** Another name of `ignore_column`. Columns that are left out. */
  readonly blacklist?: string | readonly ColumnReference[] | undefined;
  /** Saves the binned data set beside the table (default false). */
  readonly save_binary?: boolean | undefined;
  /** Another name of `save_binary`. Saves the binned data set beside the table. */
  readonly is_save_binary?: boolean | undefined;
  /** Another name of `save_binary`. Saves the binned data set beside the table. */
  readonly is_save_binary_file?: boolean | undefined;
  /** The round that prediction begins with (default 0). */
  readonly start_iteration_predict?: number | undefined;
  /** Rounds that predict; 0 or less: all (default -1). */
  readonly num_iteration_predict?: number | undefined;
  /** Predicts raw scores (default false). */
  readonly predict_raw_score?: boolean | undefined;
  /** Another name of `predict_raw_score`. Predicts raw scores. */
  readonly is_predict_raw_score?: boolean | undefined;
  /** Another name of `predict_raw_score`. Predicts raw scores. */
  readonly predict_rawscore?: boolean | undefined;
  /** Another name of `predict_raw_score`. Predicts raw scores. */
  readonly raw_score?: boolean | undefined;
  /** Predicts the leaf of each tree (default false). */
  readonly predict_leaf_index?: boolean | undefined;
  /** Another name of `predict_leaf_index`. Predicts the leaf of each tree. */
  readonly is_predict_leaf_index?: boolean | undefined;
  /** Another name of `predict_leaf_index`. Predicts the leaf of each tree. */
  readonly leaf_index?: boolean | undefined;
  /** Predicts what each feature contributes (default false). */
  readonly predict_contrib?: boolean | undefined;
  /** Another name of `predict_contrib`. Predicts what each feature contributes. */
  readonly is_predict_contrib?: boolean | undefined;
  /** Another name of `predict_contrib`. Predicts what each feature contributes. */
  readonly contrib?: boolean | undefined;
  /** Predicts tables of another number of columns than the training table (default false). */
  readonly predict_disable_shape_check?: boolean | undefined;
  /** Leaves out later trees for rows that are decided (default false). */
  readonly pred_early_stop?: boolean | undefined;
  /** Trees between two looks at whether a row is decided (default 10). */
  readonly pred_early_stop_freq?: number | undefined;
  /** Margin of raw scores above which a row is decided (default 10). */
  readonly pred_early_stop_margin?: number | undefined;
  /** The file of predictions (default LightGBM_predict_result.txt). */
  readonly output_result?: string | undefined;
  /** Another name of `output_result`. The file of predictions. */
  readonly predict_result?: string | undefined;
  /** Another name of `output_result`. The file of predictions. */
  readonly prediction_result?: string | undefined;
  /** Another name of `output_result`. The file of predictions. */
  readonly predict_name?: string | undefined;
  /** Another name of `output_result`. The file of predictions. */
  readonly prediction_name?: string | undefined;
  /** Another name of `output_result`. The file of predictions. */
  readonly pred_name?: string | undefined;
  /** Another name of `output_result`. The file of predictions. */
  readonly name_pred?: string | undefined;
  /** The language that a model is converted to. */
  readonly convert_model_language?: string | undefined;
  /** The file that a model is converted to (default gbdt_prediction.cpp). */
  readonly convert_model?: string | undefined;
  /** Another name of `convert_model`. The file that a model is converted to. */
  readonly convert_model_file?: string | undefined;
}
