import type { Table } from 'apache-arrow';
/** Trainings of every kind, small but large enough for three threads: what determinism is held on. */
import type { ParameterInput, TrainingData } from '../../../../src/boosting/index.js';
import { type Columns, randomNumbers, tableOf } from './tables.js';

/** Rows from which a training takes three threads. */
export const ROWS = 25_000;

/** Features f0 … f5 (f3 of few values, f4 categories, f1 with gaps), and labels of every kind. */
export function caseColumns(rows = ROWS, seed = 11): Columns {
  const random = randomNumbers(seed);
  const column = (value: (row: number) => number) =>
    Float32Array.from({ length: rows }, (_, row) => value(row));
  const f0 = column(() => random() * 4 - 2);
  const f1 = column(() => (random() < 0.1 ? Number.NaN : random()));
  const f2 = column(() => random() ** 3 * 100);
  const f3 = column(() => Math.floor(random() * 7));
  const f4 = column(() => Math.floor(random() * 40));
  const f5 = column(() => random() - 0.5);
  const signal = column((row) => {
    const gap = Number.isNaN(f1[row]) ? 0.7 : f1[row]!;
    const category = ((f4[row]! * 7) % 11) / 11;
    return (
      Math.sin(f0[row]! * 2) +
      gap +
      f2[row]! / 80 +
      category +
      (f3[row] === 2 ? 0.6 : 0) +
      random() -
      2
    );
  });
  return {
    ...{ f0, f1, f2, f3, f4, f5 },
    number: signal,
    positive: column((row) => Math.exp(signal[row]! / 2)),
    count: column((row) => Math.max(0, Math.round(signal[row]! * 2))),
    share: column((row) => 1 / (1 + Math.exp(-signal[row]!))),
    class2: column((row) => Number(signal[row]! > 0.2)),
    class3: column((row) => (signal[row]! < -0.4 ? 0 : signal[row]! < 0.8 ? 1 : 2)),
    relevance: column((row) => Math.min(4, Math.max(0, Math.floor(signal[row]! + 1.5)))),
    weight: column((row) => 0.25 + (row % 9) / 4),
    query: column((row) => Math.floor(row / 23)),
    place: column((row) => (row % 23) % 9),
  };
}

const FEATURES = ['f0', 'f1', 'f2', 'f3', 'f4', 'f5'];

/** One kind of training, of columns of {@link caseColumns}. */
export interface Case {
  readonly label: string;
  readonly parameters: ParameterInput;
  readonly data?: Partial<Pick<TrainingData, 'weight' | 'group' | 'position' | 'categorical'>>;
}

const regression = { objective: 'regression' } as const;
const number = { label: 'number', parameters: regression };
const withParameters = (more: ParameterInput): Case => ({
  label: 'number',
  parameters: { ...regression, ...more },
});

/** Every kind of training by name. */
export const cases: Readonly<Record<string, Case>> = {
  regression: number,
  binary: { label: 'class2', parameters: { objective: 'binary' } },
  'binary, unbalanced': {
    label: 'class2',
    parameters: { objective: 'binary', is_unbalance: true },
  },
  multiclass: { label: 'class3', parameters: { objective: 'multiclass', num_class: 3 } },
  multiclassova: { label: 'class3', parameters: { objective: 'multiclassova', num_class: 3 } },
  regression_l1: { label: 'number', parameters: { objective: 'regression_l1' } },
  huber: { label: 'number', parameters: { objective: 'huber', alpha: 0.5 } },
  fair: { label: 'number', parameters: { objective: 'fair' } },
  quantile: { label: 'number', parameters: { objective: 'quantile', alpha: 0.8 } },
  mape: { label: 'positive', parameters: { objective: 'mape' } },
  poisson: { label: 'count', parameters: { objective: 'poisson' } },
  gamma: { label: 'positive', parameters: { objective: 'gamma' } },
  tweedie: { label: 'count', parameters: { objective: 'tweedie' } },
  cross_entropy: { label: 'share', parameters: { objective: 'cross_entropy' } },
  cross_entropy_lambda: { label: 'share', parameters: { objective: 'cross_entropy_lambda' } },
  lambdarank: {
    label: 'relevance',
    parameters: { objective: 'lambdarank' },
    data: { group: 'query' },
  },
  'lambdarank with positions': {
    label: 'relevance',
    parameters: { objective: 'lambdarank', lambdarank_position_bias_regularization: 0.1 },
    data: { group: 'query', position: 'place' },
  },
  'rank_xendcg, bagging by query': {
    label: 'relevance',
    parameters: {
      objective: 'rank_xendcg',
      bagging_by_query: true,
      bagging_fraction: 0.6,
      bagging_freq: 2,
    },
    data: { group: 'query' },
  },
  rank_xendcg: {
    label: 'relevance',
    parameters: { objective: 'rank_xendcg' },
    data: { group: 'query' },
  },
  'weighted regression': { ...number, data: { weight: 'weight' } },
  'weighted binary': {
    label: 'class2',
    parameters: { objective: 'binary' },
    data: { weight: 'weight' },
  },
  'weighted l1': { label: 'number', parameters: { objective: 'l1' }, data: { weight: 'weight' } },
  categorical: { ...number, data: { categorical: ['f3', 'f4'] } },
  'categorical binary': {
    label: 'class2',
    parameters: { objective: 'binary' },
    data: { categorical: ['f4'] },
  },
  bagging: withParameters({ bagging_fraction: 0.6, bagging_freq: 2 }),
  'bagging by class': {
    label: 'class2',
    parameters: {
      objective: 'binary',
      bagging_freq: 1,
      pos_bagging_fraction: 0.5,
      neg_bagging_fraction: 0.9,
    },
  },
  'bagging by query': {
    label: 'relevance',
    parameters: {
      objective: 'lambdarank',
      bagging_by_query: true,
      bagging_fraction: 0.5,
      bagging_freq: 1,
    },
    data: { group: 'query' },
  },
  goss: withParameters({ data_sample_strategy: 'goss', learning_rate: 0.6 }),
  dart: withParameters({ boosting: 'dart', drop_rate: 0.5, skip_drop: 0 }),
  'random forest': withParameters({ boosting: 'rf', bagging_fraction: 0.7, bagging_freq: 1 }),
  extra_trees: withParameters({ extra_trees: true }),
  feature_fraction: withParameters({ feature_fraction: 0.5 }),
  feature_fraction_bynode: withParameters({ feature_fraction_bynode: 0.5 }),
  'basic monotone constraints': withParameters({ monotone_constraints: [0, 1, 1, 0, 0, 0] }),
  'intermediate monotone constraints': withParameters({
    monotone_constraints: [0, 1, 1, 0, 0, 0],
    monotone_constraints_method: 'intermediate',
  }),
  'advanced monotone constraints': withParameters({
    monotone_constraints: [0, 1, 1, 0, 0, 0],
    monotone_constraints_method: 'advanced',
  }),
  'interaction constraints': withParameters({
    interaction_constraints: [
      [0, 1, 2],
      [2, 3, 4, 5],
    ],
  }),
  'costs of features': withParameters({
    cegb_penalty_split: 0.001,
    cegb_penalty_feature_coupled: [5, 4, 3, 2, 1, 0],
  }),
  'costs of reading rows': withParameters({
    cegb_penalty_feature_lazy: [0.01, 0.02, 0.01, 0, 0, 0.01],
  }),
  'limits of leaves': withParameters({
    ...{ max_depth: 5, lambda_l1: 0.3, lambda_l2: 2, max_delta_step: 0.4, path_smooth: 3 },
    min_gain_to_split: 0.1,
  }),
  'few bins': withParameters({ max_bin: 12, min_data_in_bin: 50 }),
};

/** A case's data, of one table for all. */
export function caseData({ label, data = {} }: Case, table: TrainingData['table']): TrainingData {
  return { table, label, features: FEATURES, ...data };
}

let shared: Table | undefined;

/** The table of all cases, made once. */
export function caseTable(): Table {
  shared ??= tableOf(caseColumns());
  return shared;
}
