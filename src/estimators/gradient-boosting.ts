/** What all estimators share: they fit a model, keep it, and predict with it. */
import {
  type BinnedDataset,
  type Evaluation,
  type ImportanceKind,
  type Model,
  type ObjectiveName,
  type ParameterInput,
  type TrainingData,
  type TrainOptions,
  train,
} from '../boosting/index.js';
import { CambiumError, checkNames } from '../errors.js';
import {
  createScorer,
  type FeatureRows,
  featureColumns,
  type ScoreKind,
} from '../scoring/index.js';
import {
  checkParameters,
  copyParameters,
  type EstimatorKind,
  type KeptParameters,
  trainingParameters,
  withParameters,
} from './estimator-parameters.js';
import { type BestScore, type EvalsResult, evalsResult, scoresAfter } from './evaluations.js';
import { PREDICT_OPTIONS, type RoundOptions } from './predict-options.js';
import { type FittedState, loadEstimator, saveEstimator } from './saved-estimator.js';

/** A fitted model, and what is asked of it. Class k of row i is at `i * classes + k` of what it predicts. */
export abstract class GradientBoosting {
  readonly #kind: EstimatorKind;
  #parameters: KeptParameters;
  #objective: ObjectiveName;
  #state: FittedState | undefined;

  /** @throws CambiumError `unknown-parameter`, `bad-parameter` */
  protected constructor(parameters: KeptParameters, kind: EstimatorKind) {
    this.#kind = kind;
    this.#objective = checkParameters(new.target.name, kind, parameters);
    this.#parameters = copyParameters(parameters);
  }

  /** As they were given, the objective included. */
  get parameters(): ParameterInput {
    return { ...trainingParameters(this.#parameters), objective: this.#objective };
  }

  /** The parameters as they were given to the constructor and {@link setParams}; all others are LightGBM's defaults. */
  getParams(): KeptParameters {
    return copyParameters(this.#parameters);
  }

  /**
   * Changes parameters for the next `fit`; undefined stands for the default. A new value takes the place of the old
   * one by whatever alias. The fitted model stays.
   * @throws CambiumError `unknown-parameter` with the near miss, `bad-parameter`
   */
  setParams(parameters: KeptParameters): this {
    const changed = withParameters(this.#parameters, parameters);
    this.#objective = checkParameters(this.constructor.name, this.#kind, changed);
    this.#parameters = copyParameters(changed);
    return this;
  }

  /** An estimator with the same parameters that is not fitted. */
  clone(): this {
    const Estimator = this.constructor as new (parameters: KeptParameters) => this;
    return new Estimator(this.getParams());
  }

  /** Whether there is a model. */
  get isFitted(): boolean {
    return this.#state !== undefined;
  }

  protected async train(
    parameters: ParameterInput,
    data: TrainingData | BinnedDataset,
    options: TrainOptions,
    classes: FittedState['classes'] = [],
  ): Promise<void> {
    const result = await train(parameters, data, options);
    const { model, evaluations, bestIteration, dictionaries } = result;
    const earlier = options.initModel?.numIterations ?? 0;
    const { objective } = parameters as { objective?: ObjectiveName };
    this.#state = {
      model,
      evaluations,
      bestIteration,
      dictionaries,
      classes,
      bestRound: evaluations[Math.max(0, bestIteration - earlier - 1)] ?? [],
      objective: objective ?? this.#objective,
    };
  }

  /** @throws CambiumError `not-fitted` */
  protected get state(): FittedState {
    if (this.#state !== undefined) return this.#state;
    throw new CambiumError('not-fitted', `this ${this.constructor.name} is not fitted yet`, {
      hint: 'call fit first',
    });
  }

  /** @throws CambiumError `not-fitted`, as all that follows */
  get model(): Model {
    return this.state.model;
  }

  /** The objective that the model was fitted to. */
  get objective(): ObjectiveName {
    return this.state.objective;
  }

  /** Rounds of the model: those up to the best one where training stopped early. */
  get bestIteration(): number {
    return this.state.bestIteration;
  }

  /** Metrics after each round. */
  get evaluations(): readonly (readonly Evaluation[])[] {
    return this.state.evaluations;
  }

  /** Metrics after each round, by table and metric: `evalsResult.valid_0.l2[3]`. */
  get evalsResult(): EvalsResult {
    return evalsResult(this.state.evaluations);
  }

  /** Metrics after the best round, by table and metric: `bestScore.valid_0.l2`. */
  get bestScore(): BestScore {
    return scoresAfter(this.state.bestRound);
  }

  /** Number of features. */
  get nFeatures(): number {
    return this.model.numFeatures;
  }

  get featureNames(): readonly string[] {
    return this.model.featureNames;
  }

  /**
   * How often (`split`) or how profitably (`gain`) the trees split on each feature, in the order of `featureNames`.
   * @param kind the parameter `importance_type` unless told, which is `split` unless told
   */
  featureImportances(
    kind: ImportanceKind = this.#parameters.importance_type ?? 'split',
  ): Float64Array {
    return this.model.featureImportance(kind);
  }

  /** Sums of leaves, before the objective makes predictions of them: one a row, or one a class. */
  predictRaw(rows: FeatureRows, options: RoundOptions = {}): Promise<Float64Array> {
    return this.predictKind(rows, 'raw', options);
  }

  /** The leaf that each row falls into, one a tree. */
  predictLeaf(rows: FeatureRows, options: RoundOptions = {}): Promise<Float64Array> {
    return this.predictKind(rows, 'leaf', options);
  }

  /** What each feature adds to the raw score, then the expected raw score, for each class: Shapley values of TreeSHAP. */
  predictContributions(rows: FeatureRows, options: RoundOptions = {}): Promise<Float64Array> {
    return this.predictKind(rows, 'contributions', options);
  }

  protected async predictKind(
    input: FeatureRows,
    kind: ScoreKind,
    options: RoundOptions,
  ): Promise<Float64Array> {
    checkNames('option of predict', options, PREDICT_OPTIONS);
    const { startIteration, numIteration, threads } = options;
    const { model, dictionaries } = this.state;
    const { rows, columns } = featureColumns(input, model, dictionaries);
    if (rows === 0) return new Float64Array(0);
    const scorer = await createScorer(model, {
      startIteration,
      numIteration,
      threads,
      backend: 'wasm',
    });
    try {
      return await scorer.score(columns, rows, kind);
    } finally {
      await scorer.close();
    }
  }

  /**
   * Writes the estimator, its model and what is known of its training to a JSON file, whole or not at all; `load` of
   * its class reads it. The model alone, as LightGBM reads it, is written by `writeModel(estimator.model, path)`.
   * @throws CambiumError `not-fitted`, `unwritable`
   */
  async save(path: string): Promise<void> {
    await saveEstimator(path, this.constructor.name, this.#parameters, this.state);
  }

  /** An estimator of a class that a file holds. @throws CambiumError `missing-file`, `bad-estimator` */
  protected static async loadAs<T extends GradientBoosting>(
    Estimator: new (parameters: never) => T,
    path: string,
  ): Promise<T> {
    const { parameters, state } = await loadEstimator(path, Estimator.name);
    const estimator = new Estimator(parameters as never);
    estimator.#state = state;
    return estimator;
  }
}
