/** The parameters that metrics follow. */
import { CambiumError } from '../../errors.js';

/** What metrics can be told, by LightGBM's parameter names; {@link Parameters} of a training fit. */
export interface MetricSettings {
  /** Classes, for multi_logloss, multi_error and auc_mu. */
  readonly num_class: number;
  /** Places of a ranking that ndcg and map look at; 1 to 5 if empty. */
  readonly eval_at: readonly number[];
  /** What a label is worth to ndcg; 2^label − 1 for labels up to 30 if empty. */
  readonly label_gain: readonly number[];
  /** The quantile of `quantile`, and from which error `huber` grows straight. */
  readonly alpha: number;
  /** Scale of the errors of `fair`. */
  readonly fair_c: number;
  /** Between 1 (Poisson) and 2 (gamma), for `tweedie`. */
  readonly tweedie_variance_power: number;
  /** multi_error counts a row as right whose class is among so many of the best. */
  readonly multi_error_top_k: number;
  /** Costs of taking class i for class j, row by row of the matrix, for auc_mu; all 1 if empty. */
  readonly auc_mu_weights: readonly number[];
}

/** LightGBM's defaults. */
const DEFAULTS: MetricSettings = {
  num_class: 1,
  eval_at: [],
  label_gain: [],
  alpha: 0.9,
  fair_c: 1,
  tweedie_variance_power: 1.5,
  multi_error_top_k: 1,
  auc_mu_weights: [],
};

const DEFAULT_PLACES = [1, 2, 3, 4, 5];
/** One more would not fit LightGBM's 32-bit integers. */
const DEFAULT_LABELS = 31;
/** LightGBM's `kZeroThreshold`. */
const ZERO = 1e-35;

/**
 * Fills in what is not given.
 * @throws CambiumError `bad-parameter`
 */
export function completeSettings(given: Partial<MetricSettings>): MetricSettings {
  const settings = { ...DEFAULTS, ...given };
  const { eval_at: places, label_gain: gains } = settings;
  for (const place of places) requirePlace('eval_at', place);
  requirePlace('multi_error_top_k', settings.multi_error_top_k);
  requirePlace('num_class', settings.num_class);
  return {
    ...settings,
    eval_at: places.length === 0 ? DEFAULT_PLACES : places.toSorted((a, b) => a - b),
    label_gain:
      gains.length === 0 ? Array.from({ length: DEFAULT_LABELS }, (_, i) => 2 ** i - 1) : gains,
  };
}

function requirePlace(name: keyof MetricSettings, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new CambiumError('bad-parameter', `${name}=${value}: expected a whole number above 0`);
}

/** The number of classes of a metric that needs several. */
export function requireClasses(name: string, { num_class: classes }: MetricSettings): number {
  if (classes > 1) return classes;
  throw new CambiumError('bad-parameter', `metric ${name} needs num_class above 1`);
}

/** The matrix of auc_mu's costs, row by row, with zeros on its diagonal. */
export function costMatrix(classes: number, costs: readonly number[]): Float64Array {
  const matrix = Float64Array.from({ length: classes ** 2 }, (_, at) => costs[at] ?? 1);
  if (costs.length > 0 && costs.length !== matrix.length) {
    throw new CambiumError(
      'bad-parameter',
      `auc_mu_weights has ${costs.length} numbers; ${classes} classes need ${matrix.length}`,
    );
  }
  for (let of = 0; of < classes; of++) {
    for (let as = 0; as < classes; as++) {
      const at = of * classes + as;
      if (of === as) matrix[at] = 0;
      else if (!(Math.abs(matrix[at]!) >= ZERO)) {
        throw new CambiumError(
          'bad-parameter',
          `auc_mu_weights is ${matrix[at]} for class ${of} taken for class ${as}: only a class taken for itself may cost 0`,
        );
      }
    }
  }
  return matrix;
}
