/** The steps of one training, from columns to model. */
import type { ColumnMemory } from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import { minSplitData, sampleRows } from '../bins/index.js';
import { featureInfo } from '../formats/index.js';
import { Model } from '../model/model.js';
import type { Tree } from '../model/tree.js';
import { modelParameters, type Parameters } from '../parameters/index.js';
import { bestIteration } from './best-iteration.js';
import { instantiate } from './engine.js';
import type { RoundReport } from './evaluation.js';
import { layOut, type PlacedTable } from './layout.js';
import { type ObjectiveSetup, setUpObjective } from './objective.js';
import type { TrainOptions, TrainResult } from './options.js';
import { configure, type TrainingPlan } from './plan.js';
import { type BinnedFeature, readTree } from './read-tree.js';
import { type Team, trainingModule } from './team.js';
import { type Columns, placeColumn, placeLabels } from './training-data.js';

/** The columns of a validation set. */
export interface NamedColumns {
  readonly name: string;
  readonly columns: Columns;
}

const seconds = () => performance.now() / 1000;

/** One training: bins, plan, rounds, model. */
export class Training {
  readonly #parameters: Parameters;
  readonly #names: readonly string[];
  readonly #columns: Columns;
  readonly #validation: readonly NamedColumns[];
  readonly #memory: ColumnMemory;
  readonly #team: Team;
  readonly #options: TrainOptions;

  constructor(
    parameters: Parameters,
    names: readonly string[],
    columns: Columns,
    validation: readonly NamedColumns[],
    memory: ColumnMemory,
    team: Team,
    options: TrainOptions,
  ) {
    this.#parameters = parameters;
    this.#names = names;
    this.#columns = columns;
    this.#validation = validation;
    this.#memory = memory;
    this.#team = team;
    this.#options = options;
  }

  async run(): Promise<TrainResult> {
    const started = seconds();
    const module = await trainingModule();
    const placed = this.#columns.features.map((column) => placeColumn(this.#memory, column));
    const { features, infos } = await this.#cut(placed);
    const objective = setUpObjective(this.#parameters, this.#columns.label);
    const { plan, cancel } = this.#plan(module, features, placed, objective);
    const cut = seconds();

    const abort = () => Atomics.store(new Int32Array(this.#memory.memory.buffer), cancel >>> 2, 1);
    const { signal } = this.#options;
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    const reports: RoundReport[] = [];
    let trees: Tree[];
    let thrown: { readonly error: unknown } | undefined;
    try {
      const rounds = await this.#team.train(module, this.#memory.memory, plan, (report) => {
        reports[report.iteration] = report;
        if (thrown !== undefined) return;
        try {
          this.#report(report);
        } catch (error) {
          thrown = { error };
          abort();
        }
      });
      if (thrown !== undefined) throw thrown.error;
      trees = this.#readTrees(rounds, features, objective);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    const skipped = this.#options.evaluateTraining ? this.#parameters.metric.length : 0;
    const kept = Math.min(
      trees.length,
      bestIteration(reports, this.#parameters.early_stopping_round, skipped),
    );
    return {
      model: this.#model(trees.slice(0, kept), infos, objective),
      evaluations: reports.map((report) => report.evaluations),
      bestIteration: kept,
      cancelled: (signal?.aborted ?? false) && trees.length < this.#parameters.num_iterations,
      threads: this.#team.threads,
      seconds: { binning: cut - started, training: seconds() - cut },
    };
  }

  /** Bin mappers of the features that some split can use, and how the model file describes each feature. */
  async #cut(columns: readonly (Float32Array | Float64Array)[]) {
    const p = this.#parameters;
    const { rows } = this.#columns;
    const chosen = sampleRows(rows, p.bin_construct_sample_cnt, p.data_random_seed);
    const sample = this.#memory.allocateInt32(chosen.length);
    sample.set(chosen);
    const mappers = await this.#team.cut(columns, sample, {
      maxBin: p.max_bin,
      minDataInBin: p.min_data_in_bin,
      useMissing: p.use_missing,
      zeroAsMissing: p.zero_as_missing,
      minSplitData: p.feature_pre_filter
        ? minSplitData(p.min_data_in_leaf, chosen.length, rows)
        : 0,
    });
    const features: BinnedFeature[] = mappers
      .map((mapper, index) => ({ index, mapper }))
      .filter(({ mapper }) => !mapper.isTrivial);
    if (features.length === 0) {
      throw new CambiumError(
        'no-useful-feature',
        `none of the ${mappers.length} features can be split: each has one value, or too few rows on one side (min_data_in_leaf=${p.min_data_in_leaf})`,
      );
    }
    return { features, infos: mappers.map(featureInfo) };
  }

  #plan(
    module: WebAssembly.Module,
    features: readonly BinnedFeature[],
    placed: readonly (Float32Array | Float64Array)[],
    objective: ObjectiveSetup,
  ): { plan: TrainingPlan; cancel: number } {
    const memory = this.#memory;
    const p = this.#parameters;
    const tables = this.#placeTables(features, placed);
    const shape = {
      threads: this.#team.threads,
      rows: this.#columns.rows,
      features: features.length,
      constantHessian: objective.constantHessian,
      objective: objective.kind,
      sigmoid: p.sigmoid,
      positiveWeight: objective.positiveWeight,
      negativeWeight: objective.negativeWeight,
      numLeaves: p.num_leaves,
      maxDepth: p.max_depth,
      minDataInLeaf: p.min_data_in_leaf,
      minSumHessianInLeaf: p.min_sum_hessian_in_leaf,
      lambdaL1: p.lambda_l1,
      lambdaL2: p.lambda_l2,
      minGainToSplit: p.min_gain_to_split,
      learningRate: p.learning_rate,
      numIterations: p.num_iterations,
      earlyStoppingRound: p.early_stopping_round,
      metrics: p.metric,
    };
    const engine = instantiate(module, memory.memory);
    const layout = layOut(memory, engine, tables, features, shape, objective.initialScore);
    const evaluated = tables
      .map(({ name, rows, labels }, index) => {
        const scores = layout.scores[index] as number;
        return { name, rows, labels, scores, stops: index > 0 };
      })
      .slice(this.#options.evaluateTraining ? 0 : 1);
    const plan: TrainingPlan = {
      ...shape,
      ...layout,
      evaluated,
      evaluation: memory.allocate(16 * Math.max(1, evaluated.length * p.metric.length)),
      round: memory.allocate(4),
    };
    // The memory may have grown, and with it the range that this thread's views must span.
    const starter = instantiate(module, memory.memory);
    configure(starter, plan, 0);
    starter.setGradientBound(objective.gradientBound);
    starter.start();
    return { plan, cancel: layout.control + engine.cancelAddress() };
  }

  #placeTables(
    features: readonly BinnedFeature[],
    placed: readonly (Float32Array | Float64Array)[],
  ): PlacedTable[] {
    const memory = this.#memory;
    const training = {
      name: 'training',
      rows: this.#columns.rows,
      columns: features.map(({ index }) => placed[index] as Float32Array),
      labels: placeLabels(memory, this.#columns.label),
    };
    const others = this.#validation.map(({ name, columns }) => ({
      name,
      rows: columns.rows,
      columns: features.map(({ index }) =>
        placeColumn(memory, columns.features[index] as Float32Array),
      ),
      labels: placeLabels(memory, columns.label),
    }));
    return [training, ...others];
  }

  #report({ iteration, evaluations }: RoundReport): void {
    this.#options.onIteration?.({
      iteration: iteration + 1,
      iterations: this.#parameters.num_iterations,
      evaluations,
    });
  }

  #readTrees(
    rounds: readonly Uint8Array[],
    features: readonly BinnedFeature[],
    objective: ObjectiveSetup,
  ): Tree[] {
    const { num_leaves, learning_rate } = this.#parameters;
    const trees = rounds.map((bytes, round) =>
      readTree(
        bytes,
        num_leaves,
        features,
        learning_rate,
        round === 0 ? objective.initialScore : 0,
      ),
    );
    if (trees.at(-1)?.numLeaves !== 1) return trees;
    this.#options.onNotice?.(
      `stopped after ${trees.length - 1} rounds: no split gains more than min_gain_to_split with min_data_in_leaf rows on each side`,
    );
    return trees.length > 1 ? trees.slice(0, -1) : trees;
  }

  #model(trees: readonly Tree[], infos: readonly string[], objective: ObjectiveSetup): Model {
    return new Model({
      featureNames: this.#names,
      featureInfos: infos,
      objective: objective.text,
      numClass: 1,
      numTreePerIteration: 1,
      trees,
      averageOutput: false,
      labelIndex: 0,
      // The model does not depend on the number of threads, so neither do its bytes.
      parameters: modelParameters({ ...this.#parameters, num_threads: 0 }),
      extra: new Map(),
    });
  }
}
