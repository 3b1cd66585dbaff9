/** Training step by step, with validation sets that come in between: LightGBM's `Booster`. */
import { CambiumError, checkNames } from '../../errors.js';
import { BinnedDataset } from '../dataset/binned-dataset.js';
import type { Model } from '../model/model.js';
import { type ParameterInput, resolveParameters } from '../parameters/index.js';
import { createDataset } from '../trainer/create-dataset.js';
import {
  checkOptions,
  checkSet,
  type Evaluation,
  type TrainOptions,
  train,
} from '../trainer/index.js';
import type { TrainingData, ValidationData } from '../training-data/index.js';

/** What every step is told; of what belongs to one training, nothing. */
type BoosterOptions = Pick<
  TrainOptions,
  'evaluateTraining' | 'metrics' | 'objective' | 'onNotice' | 'initModel'
>;

/**
 * A model that grows by {@link update}, as LightGBM's `Booster` does. Steps of some rounds are, to the byte of their
 * trees, one training of all of them. Each step first scores the tables with the rounds before, so that steps of
 * several rounds are cheaper than the same rounds one by one; features are cut into bins once.
 *
 * @example
 * const booster = await Booster.create({ num_leaves: 15 }, { table, label: 'duration' });
 * await booster.update(20);
 * booster.addValid({ name: 'test', table: test });
 * await booster.update(20, { learning_rate: 0.05 });
 * console.log(booster.currentIteration, booster.evaluations.at(-1));
 */
export class Booster {
  readonly #parameters: ParameterInput;
  readonly #dataset: BinnedDataset;
  readonly #options: BoosterOptions;
  readonly #valid: ValidationData[] = [];
  #model: Model | undefined;
  #evaluations: (readonly Evaluation[])[] = [];
  #isUpdating = false;

  private constructor(parameters: ParameterInput, dataset: BinnedDataset, options: BoosterOptions) {
    this.#parameters = parameters;
    this.#dataset = dataset;
    this.#options = options;
    this.#model = options.initModel;
  }

  /**
   * A booster without rounds of its own; `num_iterations` and `early_stopping_round` have no effect on it.
   * @throws CambiumError as {@link train} for parameters and data; `bad-parameter` for `boosting=rf` and `boosting=dart`,
   *   whose rounds belong together
   */
  static async create(
    parameters: ParameterInput,
    data: TrainingData | BinnedDataset,
    options: BoosterOptions = {},
  ): Promise<Booster> {
    checkNames('option of Booster.create', options, {
      evaluateTraining: true,
      metrics: true,
      objective: true,
      onNotice: true,
      initModel: true,
    });
    const resolved = resolveParameters(parameters);
    checkOptions(options, resolved);
    const { boosting } = resolved;
    if (boosting !== 'gbdt') {
      throw new CambiumError(
        'bad-parameter',
        `boosting=${boosting} cannot be trained step by step: its rounds belong together`,
        { hint: 'train does all rounds at once' },
      );
    }
    const dataset = data instanceof BinnedDataset ? data : await createDataset(parameters, data);
    return new Booster(parameters, dataset, options);
  }

  /** Rounds of the model, those of an earlier model too. */
  get currentIteration(): number {
    return this.#model?.numIterations ?? 0;
  }

  /** Metrics after each round of this booster. */
  get evaluations(): readonly (readonly Evaluation[])[] {
    return this.#evaluations;
  }

  /** The model so far. @throws CambiumError `no-model` before the first round */
  get model(): Model {
    if (this.#model !== undefined) return this.#model;
    throw new CambiumError('no-model', 'the booster has no round yet', {
      hint: 'update() adds one',
    });
  }

  /**
   * Measures a table after each round from now on.
   * @throws CambiumError `invalid-option` where it has no name, or that of another set; what is wrong with its columns is told by
   *   {@link update}
   */
  addValid(set: ValidationData): void {
    checkSet(set, this.#valid, this.#options.evaluateTraining ?? false);
    this.#valid.push(set);
  }

  /**
   * Adds rounds, and gives the metrics after the last.
   * @param parameters other ones for these rounds, such as `learning_rate`
   * @throws CambiumError as {@link train}; the booster then is what it was before. `busy` during another update.
   */
  async update(rounds = 1, parameters: ParameterInput = {}): Promise<readonly Evaluation[]> {
    if (this.#isUpdating) {
      throw new CambiumError('busy', 'the booster is being updated: await the update before');
    }
    this.#isUpdating = true;
    const { initModel: _, ...options } = this.#options;
    const told = { num_iterations: rounds, early_stopping_round: 0 };
    try {
      const { model, evaluations } = await train(
        { ...this.#parameters, ...parameters, ...told },
        this.#dataset,
        { ...options, valid: this.#valid, ...(this.#model && { initModel: this.#model }) },
      );
      this.#model = model;
      this.#evaluations.push(...evaluations);
      return evaluations.at(-1) ?? [];
    } finally {
      this.#isUpdating = false;
    }
  }

  /** Takes back the last round, if there is one of this booster's own. */
  rollbackOneIter(): void {
    const first = this.#options.initModel?.numIterations ?? 0;
    const rounds = this.currentIteration;
    if (rounds <= first) return;
    this.#model = rounds === 1 ? undefined : this.#model?.slice(0, rounds - 1);
    this.#evaluations = this.#evaluations.slice(0, -1);
  }
}
