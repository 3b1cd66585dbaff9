/** A trained ensemble of trees, whatever made it: trained here, or read from another library's file. */
import { featureImportance, type ImportanceKind } from './importance.js';
import type { Tree } from './tree.js';

/** The fields of a model; {@link Model} adds what can be asked of it. */
export interface ModelFields {
  /** One name a feature, in the order of the columns that the trees index. */
  readonly featureNames: readonly string[];
  /** One a feature, as LightGBM writes them: `[min:max]`, `none`, or `category:category:…`. */
  readonly featureInfos: readonly string[];
  /** LightGBM's objective string, e.g. `regression`, `binary sigmoid:1`, `multiclass num_class:5`. */
  readonly objective: string;
  readonly numClass: number;
  /** Trees that one boosting round adds: 1, or one a class. */
  readonly numTreePerIteration: number;
  /** Tree `i` belongs to class `i % numTreePerIteration`. */
  readonly trees: readonly Tree[];
  /** Random forests: the value is made of the mean of the rounds; the raw score stays their sum. */
  readonly averageOutput: boolean;
  /** Index of the label column in the training file, as LightGBM records it. */
  readonly labelIndex: number;
  /** Training parameters by LightGBM's names, in the order of the file. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Lines of the file that Cambium keeps but does not interpret, e.g. `monotone_constraints`. */
  readonly extra: ReadonlyMap<string, string>;
}

/** A trained model. Immutable: training on makes a new one. */
export class Model implements ModelFields {
  readonly featureNames: readonly string[];
  readonly featureInfos: readonly string[];
  readonly objective: string;
  readonly numClass: number;
  readonly numTreePerIteration: number;
  readonly trees: readonly Tree[];
  readonly averageOutput: boolean;
  readonly labelIndex: number;
  readonly parameters: ReadonlyMap<string, string>;
  readonly extra: ReadonlyMap<string, string>;

  constructor(fields: ModelFields) {
    this.featureNames = fields.featureNames;
    this.featureInfos = fields.featureInfos;
    this.objective = fields.objective;
    this.numClass = fields.numClass;
    this.numTreePerIteration = fields.numTreePerIteration;
    this.trees = fields.trees;
    this.averageOutput = fields.averageOutput;
    this.labelIndex = fields.labelIndex;
    this.parameters = fields.parameters;
    this.extra = fields.extra;
  }

  /** Number of features that a row must have. */
  get numFeatures(): number {
    return this.featureNames.length;
  }

  /** Boosting rounds. */
  get numIterations(): number {
    return this.trees.length / this.numTreePerIteration;
  }

  /**
   * The model of some boosting rounds alone, as LightGBM predicts from `start_iteration` for `num_iteration` rounds.
   * @param start the first round, from 0; beyond the last it leaves no tree.
   * @param count rounds; all that follow unless told, and when it is 0 or below.
   */
  slice(start = 0, count = 0): Model {
    const first = Math.min(Math.max(0, start), this.numIterations);
    const end = count > 0 ? Math.min(first + count, this.numIterations) : this.numIterations;
    if (first === 0 && end === this.numIterations) return this;
    const perRound = this.numTreePerIteration;
    return new Model({ ...this, trees: this.trees.slice(first * perRound, end * perRound) });
  }

  /**
   * How often (`split`) or how profitably (`gain`) the trees split on each feature.
   * @param start @param count the boosting rounds that count, as in {@link slice}; default: all.
   */
  featureImportance(kind: ImportanceKind = 'split', start = 0, count = 0): Float64Array {
    return featureImportance(this.slice(start, count), kind);
  }
}
