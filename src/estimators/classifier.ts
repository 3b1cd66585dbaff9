/** Predicts classes. */
import {
  BinnedDataset,
  type TrainingData,
  type TrainOptions,
  type ValidationData,
} from '../boosting/index.js';
import { SparseTable } from '../data/index.js';
import {
  type ClassLabel,
  type ClassLabels,
  classesOf,
  encodeLabels,
  readLabels,
} from './class-labels.js';
import type { FeatureRows } from './feature-columns.js';
import {
  type EstimatorParameters,
  GradientBoosting,
  type PredictOptions,
} from './gradient-boosting.js';

const OBJECTIVES = ['binary', 'multiclass', 'multiclassova'] as const;

/** What a {@link GradientBoostingClassifier} can minimise. */
export type ClassificationObjective = (typeof OBJECTIVES)[number];

/** A table, and the classes of its rows: any numbers or texts. */
export interface ClassificationData extends Omit<TrainingData, 'label'> {
  readonly label: ClassLabels;
}

/** As in other trainings, with classes for labels. */
export interface ClassificationOptions extends Omit<TrainOptions, 'valid' | 'objective'> {
  readonly valid?: readonly (Omit<ValidationData, 'label'> & { readonly label?: ClassLabels })[];
}

/**
 * Predicts a class for each row, or the probability of each class. Labels are any numbers or texts. Two classes
 * make a `binary` objective, more of them `multiclass`, unless told.
 *
 * @example
 * const classifier = new GradientBoostingClassifier({ learning_rate: 0.05 });
 * await classifier.fit({ table, label: 'species' });
 * const species = await classifier.predict(newFlowers);
 */
export class GradientBoostingClassifier extends GradientBoosting {
  readonly #objective: ClassificationObjective | undefined;
  #classes: readonly ClassLabel[] = [];

  /** @param parameters by LightGBM's names or aliases; `num_class` follows from the labels */
  constructor(parameters: EstimatorParameters<ClassificationObjective> = {}) {
    const { num_class } = parameters;
    super(parameters, 'binary', OBJECTIVES, {
      // How many there are is seen in fit.
      ...(parameters.objective?.startsWith('multi') && num_class === undefined && { num_class: 3 }),
    });
    this.#objective = parameters.objective;
  }

  /** The classes in the order of their probabilities: rising numbers, or texts by their code points. */
  get classes(): readonly ClassLabel[] {
    return this.#classes;
  }

  /**
   * @throws CambiumError as {@link train}; `constant-label`, `unknown-class` for a label of a validation table
   *   that no training row has, `bad-parameter` for an objective that does not fit the number of classes
   */
  async fit(
    data: ClassificationData | BinnedDataset,
    options: ClassificationOptions = {},
  ): Promise<this> {
    const isBinned = data instanceof BinnedDataset;
    const labels = isBinned
      ? data.parts.columns.label
      : readLabels(data.table, data.label, 'training');
    const classes = classesOf(labels);
    const codes = encodeLabels(labels, classes, 'training');
    const own = isBinned ? data.parts.told.label : data.label;
    const valid = (options.valid ?? []).map((set) => {
      const where = `validation (${set.name})`;
      const validLabels = readLabels(set.table, set.label ?? own ?? [], where);
      return { ...set, label: encodeLabels(validLabels, classes, where) };
    });
    await this.train(
      { ...this.parameters, ...this.#goal(classes.length) },
      isBinned ? withLabel(data, codes) : { ...data, features: featuresOf(data), label: codes },
      { ...options, valid },
    );
    this.#classes = classes;
    return this;
  }

  #goal(classes: number) {
    const objective = this.#objective ?? (classes > 2 ? 'multiclass' : 'binary');
    return { objective, num_class: objective === 'binary' ? 1 : classes };
  }

  /** The most probable class of each row. @throws CambiumError `not-fitted`, `missing-column`, `column-type`, `bad-row` */
  async predict(rows: FeatureRows, options: PredictOptions = {}): Promise<ClassLabel[]> {
    const probabilities = await this.predictProbabilities(rows, options);
    const count = this.#classes.length;
    return Array.from({ length: probabilities.length / count }, (_, row) => {
      let best = 0;
      for (let k = 1; k < count; k++) {
        if (probabilities[row * count + k]! > probabilities[row * count + best]!) best = k;
      }
      return this.#classes[best] as ClassLabel;
    });
  }

  /** The probability of each class, row by row, in the order of {@link classes}; for two classes of both. */
  async predictProbabilities(
    rows: FeatureRows,
    options: PredictOptions = {},
  ): Promise<Float64Array> {
    const values = await this.score(rows, 'value', options);
    if (this.model.numClass > 1) return values;
    const both = new Float64Array(2 * values.length);
    values.forEach((value, row) => {
      both[2 * row] = 1 - value;
      both[2 * row + 1] = value;
    });
    return both;
  }
}

const withLabel = ({ parts }: BinnedDataset, label: Float32Array) =>
  new BinnedDataset({ ...parts, columns: { ...parts.columns, label } });

/** The label is no feature, though training is told numbers in its place. */
function featuresOf({ table, features, label, weight, group, initScore }: ClassificationData) {
  if (features !== undefined) return features;
  if (table instanceof SparseTable) return table.names;
  const told: unknown[] = [label, weight, group, initScore].flat();
  return table.schema.fields.map(({ name }) => name).filter((name) => !told.includes(name));
}
