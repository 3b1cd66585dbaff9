/** What `fit` takes: rows and labels as in scikit-learn, or a table that says which of its columns are what. */
import {
  BinnedDataset,
  checkSets,
  type NumberList,
  type ParameterInput,
  resolveParameters,
  type TrainingData,
  type TrainOptions,
  type ValidationData,
} from '../boosting/index.js';
import { isValueList } from '../data/index.js';
import { CambiumError, checkKinds, checkNames } from '../errors.js';
import type { FeatureRows } from '../scoring/index.js';
import { withParameters } from './estimator-parameters.js';

/** Training data whose label is of some type. */
export type FitData<Labels> = Omit<TrainingData, 'label'> & { readonly label: Labels };

/** A validation set whose label is of some type. */
export type FitValidation<Labels> = Omit<ValidationData, 'label'> & { readonly label?: Labels };

/** What `fit` can be told, by the names of LightGBM's scikit-learn classes. */
export interface FitOptions<Labels> extends Omit<TrainOptions, 'valid'> {
  /** Weights of the rows, a number each. */
  readonly sampleWeight?: string | NumberList;
  /** Raw scores to start from. */
  readonly initScore?: string | readonly string[] | NumberList;
  /** Number of rows of each query, for rankings. */
  readonly group?: string | NumberList;
  /** Names of the features; default: all columns but the label and the like. */
  readonly features?: readonly string[];
  /** Features whose values are categories; default: texts of data in memory are so. */
  readonly categorical?: readonly string[];
  /** Rows and labels to measure on after each round. */
  readonly evalSet?: readonly (readonly [rows: FeatureRows, labels: Labels])[];
  /** What they are called; default: `valid_0` and so on. */
  readonly evalNames?: readonly string[];
  readonly evalSampleWeight?: readonly (string | NumberList | undefined)[];
  readonly evalInitScore?: readonly (string | NumberList | undefined)[];
  readonly evalGroup?: readonly (string | NumberList)[];
  /** Measured besides the parameter `metric`, or the objective's own metric. */
  readonly evalMetric?: string | readonly string[];
  /** Rounds without a better metric after which training stops: the parameter `early_stopping_round`. */
  readonly earlyStopping?: number;
  /** Validation sets in the form of `train`'s. */
  readonly valid?: readonly FitValidation<Labels>[];
}

/** Both forms of `fit`. */
export type FitArguments<Labels> =
  | readonly [data: FitData<Labels> | BinnedDataset, options?: FitOptions<Labels> | undefined]
  | readonly [rows: FeatureRows, labels: Labels, options?: FitOptions<Labels> | undefined];

/** What is to be trained. */
export interface FitRequest<Labels> {
  readonly data: FitData<Labels> | BinnedDataset;
  readonly valid: readonly FitValidation<Labels>[];
  readonly options: Omit<TrainOptions, 'valid'>;
  /**
   * An estimator's parameters with those that the options of the fit change.
   * @param words metrics by what they are called in short
   */
  parametersFrom(own: ParameterInput, words?: Readonly<Record<string, string>>): ParameterInput;
}

const FIT_OPTIONS: Readonly<Record<keyof FitOptions<unknown>, true>> = {
  sampleWeight: true,
  initScore: true,
  group: true,
  features: true,
  categorical: true,
  evalSet: true,
  evalNames: true,
  evalSampleWeight: true,
  evalInitScore: true,
  evalGroup: true,
  evalMetric: true,
  earlyStopping: true,
  valid: true,
  evaluateTraining: true,
  onIteration: true,
  onNotice: true,
  signal: true,
  initModel: true,
  objective: true,
  snapshot: true,
  metrics: true,
  resetParameter: true,
};

/** Whether a value is a list of labels, or the name of their column. */
export const isLabels = (value: unknown): boolean =>
  typeof value === 'string' || isValueList(value);

/** @throws CambiumError `missing-label`, `invalid-option` */
export function readFitArguments<Labels>(args: FitArguments<Labels>): FitRequest<Labels> {
  const [first, second] = args;
  const hasLabels = isLabels(second);
  const given = (hasLabels ? args[2] : second) as FitOptions<Labels> | undefined;
  checkNames('option of fit', given ?? {}, FIT_OPTIONS);
  checkKinds(given ?? {}, {
    valid: 'a list',
    evalNames: 'a list',
    evalSampleWeight: 'a list',
    evalInitScore: 'a list',
    evalGroup: 'a list',
  });
  const {
    sampleWeight,
    initScore,
    group,
    features,
    categorical,
    valid = [],
    evalSet,
    evalNames,
    evalSampleWeight,
    evalInitScore,
    evalGroup,
    evalMetric,
    earlyStopping,
    ...options
  } = given ?? {};
  checkSets(valid, options.evaluateTraining);
  const told = {
    ...(sampleWeight !== undefined && { weight: sampleWeight }),
    ...(initScore !== undefined && { initScore }),
    ...(group !== undefined && { group }),
    ...(features !== undefined && { features }),
    ...(categorical !== undefined && { categorical }),
  };
  return {
    data: hasLabels ? fromRows(first, second as Labels, told) : fromData(first, told),
    valid: [
      ...valid,
      ...readEvalSets({
        evalSet,
        evalNames,
        evalSampleWeight,
        evalInitScore,
        evalGroup,
      }),
    ],
    options,
    parametersFrom: (own, words = {}) =>
      fitParameters(
        own,
        evalMetric && [evalMetric].flat().map((name) => words[name] ?? name),
        earlyStopping,
      ),
  };
}

type Told = Pick<TrainingData, 'weight' | 'initScore' | 'group' | 'features' | 'categorical'>;

function fromRows<Labels>(rows: unknown, label: Labels, told: Told): FitData<Labels> {
  if (rows instanceof BinnedDataset) {
    throw new CambiumError('invalid-option', 'a binned data set has its label: fit(dataset)');
  }
  return { table: rows as FeatureRows, label, ...told };
}

function fromData<Labels>(data: unknown, told: Told): FitData<Labels> | BinnedDataset {
  if (data instanceof BinnedDataset) {
    const [name] = Object.keys(told);
    if (name === undefined) return data;
    throw new CambiumError(
      'invalid-option',
      `options of fit have a ${name}, but a binned data set has its own`,
      { hint: `tell createDataset: createDataset(parameters, { table, label, ${name} })` },
    );
  }
  if (typeof data === 'object' && data !== null && 'table' in data && 'label' in data) {
    return { ...(data as FitData<Labels>), ...told };
  }
  throw new CambiumError('missing-label', 'fit was given no labels', {
    hint: 'fit(rows, labels) or fit({ table, label })',
  });
}

type EvalOptions<Labels> = {
  readonly [Name in 'evalSet' | 'evalNames' | 'evalSampleWeight' | 'evalInitScore' | 'evalGroup']:
    | FitOptions<Labels>[Name]
    | undefined;
};

function readEvalSets<Labels>(options: EvalOptions<Labels>): FitValidation<Labels>[] {
  const { evalSet, evalNames, evalSampleWeight, evalInitScore, evalGroup } = options;
  const sets: readonly unknown[] = evalSet ?? [];
  if (!Array.isArray(sets) || !sets.every(isPair)) {
    throw new CambiumError('invalid-option', 'evalSet is not a list of rows and labels', {
      hint: 'evalSet: [[rows, labels]]',
    });
  }
  for (const [name, list] of Object.entries({ ...options, evalSet: undefined })) {
    if (list === undefined || list.length === sets.length) continue;
    throw new CambiumError(
      'invalid-option',
      `${name} has ${list.length} entries, but evalSet has ${sets.length}`,
    );
  }
  return (evalSet ?? []).map(([table, label], place) => {
    const [weight, initScore, group] = [
      evalSampleWeight?.[place],
      evalInitScore?.[place],
      evalGroup?.[place],
    ];
    return {
      name: evalNames?.[place] ?? `valid_${place}`,
      table,
      label,
      ...(weight !== undefined && { weight }),
      ...(initScore !== undefined && { initScore }),
      ...(group !== undefined && { group }),
    };
  });
}

const isPair = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  typeof value[0] === 'object' &&
  value[0] !== null &&
  isLabels(value[1]);

/** The parameters of one fit. */
function fitParameters(
  parameters: ParameterInput,
  evalMetric: readonly string[] | '' | undefined,
  earlyStopping: number | undefined,
): ParameterInput {
  let own = parameters;
  if (earlyStopping !== undefined) {
    own = withParameters(own, { early_stopping_round: earlyStopping });
  }
  if (evalMetric === undefined) return own;
  const { metric } = resolveParameters(own, () => {});
  return withParameters(own, { metric: [...evalMetric, ...metric] } as ParameterInput);
}
