/** Predicts classes. */
import { BinnedDataset, type NumberList, parameterName } from '../boosting/index.js';
import { CambiumError, checkNames } from '../errors.js';
import type { FeatureRows } from '../scoring/index.js';
import {
  type ClassLabel,
  type ClassLabels,
  classesOf,
  encodeLabels,
  readLabels,
} from './class-labels.js';
import { binnedRows, tableRows } from './class-rows.js';
import { weighClasses } from './class-weight.js';
import {
  type ClassWeight,
  type EstimatorKind,
  type EstimatorParameters,
  withParameters,
} from './estimator-parameters.js';
import {
  type FitArguments,
  type FitData,
  type FitOptions,
  readFitArguments,
} from './fit-arguments.js';
import { GradientBoosting } from './gradient-boosting.js';
import { rowWeights, tableOf } from './label-rows.js';
import {
  kindOf,
  type NumbersOptions,
  type PredictOptions,
  ROUND_OPTIONS,
  type RoundOptions,
  roundsOf,
} from './predict-options.js';

const OBJECTIVES = ['binary', 'multiclass', 'multiclassova'] as const;

const KIND: EstimatorKind = {
  standard: 'binary',
  objectives: OBJECTIVES,
  takesClassWeight: true,
  // How many there are is seen in fit.
  checked: ({ objective, num_class }) =>
    objective?.startsWith('multi') && num_class === undefined ? { num_class: 3 } : {},
};

/** What a {@link GradientBoostingClassifier} can minimise. */
export type ClassificationObjective = (typeof OBJECTIVES)[number];

/** A table, and the classes of its rows: any numbers, texts or booleans. */
export type ClassificationData = FitData<ClassLabels>;

/** As in other trainings, with classes for labels. */
export type ClassificationOptions = Omit<FitOptions<ClassLabels>, 'objective'>;

/** How classes are measured. */
export interface ClassifierScoreOptions extends RoundOptions {
  /** A number a row: a column's name, or numbers. */
  readonly sampleWeight?: string | NumberList;
}

/**
 * Predicts a class for each row, or the probability of each class, as LightGBM's `LGBMClassifier`. Labels are any
 * numbers, texts or booleans. Two classes make a `binary` objective, more of them `multiclass`, unless told.
 *
 * @example
 * const classifier = new GradientBoostingClassifier({ learning_rate: 0.05 });
 * await classifier.fit(flowers, species);
 * const found = await classifier.predict(newFlowers);
 */
export class GradientBoostingClassifier extends GradientBoosting {
  /**
   * @param parameters by LightGBM's names or aliases; `num_class` follows from the labels, and `class_weight` weighs
   *   them: `balanced`, or a number by class
   */
  constructor(
    parameters: EstimatorParameters<ClassificationObjective> & {
      readonly class_weight?: ClassWeight;
    } = {},
  ) {
    super(parameters, KIND);
  }

  /** An estimator that `save` has written. @throws CambiumError `missing-file`, `bad-estimator` */
  static load(path: string): Promise<GradientBoostingClassifier> {
    return GradientBoosting.loadAs(GradientBoostingClassifier, path);
  }

  /** The classes in the order of their probabilities: rising numbers, or texts by their code points. */
  get classes(): readonly ClassLabel[] {
    return this.state.classes;
  }

  /** Number of classes. */
  get nClasses(): number {
    return this.classes.length;
  }

  /**
   * Fits a model to rows and their classes: one each, or the name of a column.
   * @throws CambiumError as {@link train}; `unknown-class` for a label of a validation table
   *   that no training row has, `bad-parameter` for an objective that does not fit the number of classes
   */
  fit(rows: FeatureRows, labels: ClassLabels, options?: ClassificationOptions): Promise<this>;
  /** Fits a model to a table that says which of its columns are what. */
  fit(data: ClassificationData | BinnedDataset, options?: ClassificationOptions): Promise<this>;
  async fit(...args: FitArguments<ClassLabels>): Promise<this> {
    const { data, valid, options, parametersFrom } = readFitArguments(args);
    const rows = data instanceof BinnedDataset ? binnedRows(data) : tableRows(data);
    const classes = classesOf(rows.labels);
    const codes = encodeLabels(rows.labels, classes, 'training');
    const parameters = withParameters(this.parameters, this.#goal(classes.length));
    const { class_weight } = this.getParams();
    const weight = class_weight && weighClasses(class_weight, codes, classes, rows.weights());
    await this.train(
      parametersFrom(parameters, metricWords(classes.length > 2)),
      rows.withColumns(codes, weight),
      { ...options, valid: valid.map((set) => rows.validation(set, classes)) },
      classes,
    );
    return this;
  }

  #goal(classes: number) {
    const told = Object.keys(this.getParams()).some((name) => parameterName(name) === 'objective');
    const objective = told
      ? this.parameters.objective
      : classes > 2
        ? 'multiclass'
        : ('binary' as const);
    return { objective, num_class: objective === 'binary' ? 1 : classes };
  }

  /** The most probable class of each row. @throws CambiumError `not-fitted`, `missing-column`, `column-type`, `bad-row` */
  predict(rows: FeatureRows, options: NumbersOptions): Promise<Float64Array>;
  predict(rows: FeatureRows, options?: RoundOptions): Promise<ClassLabel[]>;
  async predict(
    rows: FeatureRows,
    options: PredictOptions = {},
  ): Promise<ClassLabel[] | Float64Array> {
    const kind = kindOf(options);
    if (kind !== 'value') return this.predictKind(rows, kind, options);
    const { classes } = this;
    const probabilities = await this.predictProbabilities(rows, options);
    const count = classes.length;
    return Array.from({ length: probabilities.length / count }, (_, row) => {
      let best = 0;
      for (let k = 1; k < count; k++) {
        if (probabilities[row * count + k]! > probabilities[row * count + best]!) best = k;
      }
      return classes[best] as ClassLabel;
    });
  }

  /**
   * The probability of each class, row by row, in the order of {@link classes}; of a single class it is 1. That of
   * class k of row i is at `i * nClasses + k`.
   */
  async predictProbabilities(rows: FeatureRows, options: RoundOptions = {}): Promise<Float64Array> {
    const values = await this.predictKind(rows, 'value', options);
    if (this.model.numClass > 1) return values;
    if (this.nClasses === 1) return values.fill(1);
    const both = new Float64Array(2 * values.length);
    values.forEach((value, row) => {
      both[2 * row] = 1 - value;
      both[2 * row + 1] = value;
    });
    return both;
  }

  /** {@link predictProbabilities} by scikit-learn's name. */
  predictProba(rows: FeatureRows, options: RoundOptions = {}): Promise<Float64Array> {
    return this.predictProbabilities(rows, options);
  }

  /**
   * The share of rows whose class is predicted, weighted, as scikit-learn's `score`.
   * @throws CambiumError as {@link predict}; `bad-length`, `bad-label`, `bad-weight`
   */
  async score(
    rows: FeatureRows,
    labels: ClassLabels,
    options: ClassifierScoreOptions = {},
  ): Promise<number> {
    checkNames('option of score', options, { ...ROUND_OPTIONS, sampleWeight: true });
    const found = await this.predict(rows, roundsOf(options));
    const { sampleWeight } = options;
    const truth = readLabels(
      typeof labels === 'string' ? tableOf(rows) : undefined,
      labels,
      'scored',
    );
    checkTruth(truth, found.length, this.classes);
    const weights = rowWeights(rows, sampleWeight, found.length);
    let right = 0;
    let total = 0;
    found.forEach((label, row) => {
      const weight = weights ? weights[row]! : 1;
      total += weight;
      if (label === truth[row]) right += weight;
    });
    return right / total;
  }
}

/** Metrics of two classes and of several share words, as in LightGBM's classifier. */
function metricWords(isMulti: boolean): Readonly<Record<string, string>> {
  const [own, other] = isMulti ? ['multi', 'binary'] : ['binary', 'multi'];
  return {
    logloss: `${own}_logloss`,
    [`${other}_logloss`]: `${own}_logloss`,
    error: `${own}_error`,
    [`${other}_error`]: `${own}_error`,
  };
}

function checkTruth(
  truth: ArrayLike<ClassLabel>,
  rows: number,
  classes: readonly ClassLabel[],
): void {
  if (truth.length !== rows) {
    throw new CambiumError(
      'bad-length',
      `there are ${truth.length} labels, but ${rows} rows were predicted`,
    );
  }
  const type = typeof classes[0];
  for (let row = 0; row < rows; row++) {
    if (typeof truth[row] === type) continue;
    throw new CambiumError(
      'bad-label',
      `the label of row ${row + 1} is ${JSON.stringify(truth[row])}, a ${typeof truth[row]}: the classes that were fitted are of type ${type}`,
    );
  }
}
