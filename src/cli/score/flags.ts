/** The options of the command. */

/** What the options of `cambium score` give, parameters apart. */
export interface ScoreFlags {
  readonly output?: string;
  readonly kind?: string;
  readonly config?: string;
  readonly backend: string;
  readonly threads?: string;
  readonly batchRows?: string;
  readonly json?: boolean;
  readonly start_iteration_predict?: string;
  readonly num_iteration_predict?: string;
  readonly pred_early_stop?: boolean;
  readonly pred_early_stop_freq?: string;
  readonly pred_early_stop_margin?: string;
}
