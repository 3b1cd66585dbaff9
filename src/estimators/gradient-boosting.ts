/** What all estimators share: they fit a model, keep it, and predict with it. */
import {
  type BinnedDataset,
  type Evaluation,
  type ImportanceKind,
  type Model,
  type ObjectiveName,
  type ParameterInput,
  resolveParameters,
  type TrainingData,
  type TrainOptions,
  type TrainResult,
  train,
} from '../boosting/index.js';
import { CambiumError } from '../errors.js';
import { createScorer, type ScoreKind } from '../scoring/index.js';
import { type FeatureRows, featureColumns } from './feature-columns.js';

/** The parameters of an estimator that minimises one of some objectives. */
export type EstimatorParameters<Objective extends ObjectiveName> = Omit<
  ParameterInput,
  'objective'
> & { readonly objective?: Objective };

/** Which rounds predict. */
export interface PredictOptions {
  /** The first round, from 0; 0 unless told. */
  readonly startIteration?: number;
  /** Number of rounds; all unless told. */
  readonly numIteration?: number;
  /** Threads; one a core unless told. */
  readonly threads?: number;
}

/** A fitted model, and what is asked of it. Class k of row i is at `i * classes + k` of what it predicts. */
export abstract class GradientBoosting {
  /** As they were given, the objective included. */
  readonly parameters: ParameterInput;
  #result: TrainResult | undefined;

  /** @throws CambiumError `bad-parameter` */
  protected constructor(
    parameters: ParameterInput,
    standard: ObjectiveName,
    objectives: readonly ObjectiveName[],
    checked: ParameterInput = {},
  ) {
    const { objective } = resolveParameters(
      { objective: standard, ...parameters, ...checked },
      () => {},
    );
    if (!objectives.includes(objective)) {
      throw new CambiumError(
        'bad-parameter',
        `objective=${objective} is not for ${new.target.name}`,
        { hint: `one of ${objectives.join(', ')}` },
      );
    }
    this.parameters = { ...parameters, objective };
  }

  protected async train(
    parameters: ParameterInput,
    data: TrainingData | BinnedDataset,
    options: TrainOptions,
  ): Promise<void> {
    this.#result = await train(parameters, data, options);
  }

  #fitted(): TrainResult {
    if (this.#result !== undefined) return this.#result;
    throw new CambiumError('not-fitted', `this ${this.constructor.name} is not fitted yet`, {
      hint: 'call fit first',
    });
  }

  /** @throws CambiumError `not-fitted`, as all that follows */
  get model(): Model {
    return this.#fitted().model;
  }

  /** Rounds of the model: those up to the best one where training stopped early. */
  get bestIteration(): number {
    return this.#fitted().bestIteration;
  }

  /** Metrics after each round. */
  get evaluations(): readonly (readonly Evaluation[])[] {
    return this.#fitted().evaluations;
  }

  get featureNames(): readonly string[] {
    return this.model.featureNames;
  }

  /** How often (`split`) or how profitably (`gain`) the trees split on each feature, in the order of `featureNames`. */
  featureImportances(kind: ImportanceKind = 'split'): Float64Array {
    return this.model.featureImportance(kind);
  }

  /** Sums of leaves, before the objective makes predictions of them: one a row, or one a class. */
  predictRaw(rows: FeatureRows, options: PredictOptions = {}): Promise<Float64Array> {
    return this.score(rows, 'raw', options);
  }

  /** The leaf that each row falls into, one a tree. */
  predictLeaf(rows: FeatureRows, options: PredictOptions = {}): Promise<Float64Array> {
    return this.score(rows, 'leaf', options);
  }

  /** What each feature adds to the raw score, then the expected raw score, for each class: Shapley values of TreeSHAP. */
  predictContributions(rows: FeatureRows, options: PredictOptions = {}): Promise<Float64Array> {
    return this.score(rows, 'contributions', options);
  }

  protected async score(
    input: FeatureRows,
    kind: ScoreKind,
    options: PredictOptions,
  ): Promise<Float64Array> {
    const { model, dictionaries } = this.#fitted();
    const { rows, columns } = featureColumns(input, model.featureNames, dictionaries);
    if (rows === 0) return new Float64Array(0);
    const scorer = await createScorer(model, { ...options, backend: 'wasm' });
    try {
      return await scorer.score(columns, rows, kind);
    } finally {
      await scorer.close();
    }
  }
}
