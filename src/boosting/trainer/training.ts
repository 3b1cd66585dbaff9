/** The steps of one training, from columns to model. */
import type { ColumnMemory } from '../../data/index.js';
import type { BinMapper, BinnedFeature } from '../bins/index.js';
import type { Model } from '../model/model.js';
import type { Tree } from '../model/tree.js';
import { placeFeatures } from '../training-data/placed-table.js';
import { checkValues } from './binning/check-values.js';
import { chooseRows, cutFeatures } from './binning/cut-features.js';
import { buildModel } from './build-model.js';
import { CategorySets, sparseCategoryNotice } from './category-sets.js';
import { CustomFunctions } from './custom-functions.js';
import { earlierScores } from './earlier-scores.js';
import { instantiate } from './engine/engine.js';
import { makePlan } from './layout/make-plan.js';
import type { TrainOptions, TrainResult } from './options/options.js';
import { parametersIn } from './options/schedule.js';
import { readTree } from './read-tree.js';
import type { RoundReport } from './rounds/evaluation.js';
import { gradientError } from './rounds/gradient-fault.js';
import type { LeaderMessage } from './rounds/leader.js';
import type { TrainingSetup } from './setup/training-setup.js';
import { openSnapshots, type Snapshots } from './snapshots.js';
import { chooseStorage } from './storage/choose-storage.js';
import { type Team, trainingModule } from './threads/team.js';

const seconds = () => performance.now() / 1000;

/** One training: bins, plan, rounds, model. */
export class Training {
  readonly #setup: TrainingSetup;
  readonly #memory: ColumnMemory;
  readonly #team: Team;
  readonly #options: TrainOptions;
  readonly #snapshots: Snapshots;
  readonly #reports: RoundReport[] = [];
  readonly #rounds: (readonly Uint8Array[])[] = [];
  #mappers: readonly BinMapper[] = [];
  #features: readonly BinnedFeature[] = [];

  constructor(setup: TrainingSetup, memory: ColumnMemory, team: Team, options: TrainOptions) {
    this.#setup = setup;
    this.#memory = memory;
    this.#team = team;
    this.#options = options;
    this.#snapshots = openSnapshots(options.snapshot);
  }

  async run(): Promise<TrainResult> {
    const { parameters, choice, training, validation, dictionaries } = this.#setup;
    const started = seconds();
    const tables = [training, ...validation].map((table) => ({
      ...table,
      placed: placeFeatures(this.#memory, table.columns),
    }));
    const { mappers } = this.#setup;
    // A data set's values were looked at when it was made.
    await checkValues(this.#team, mappers === undefined ? tables : tables.slice(1), choice);
    const { placed } = tables[0]!;
    const chosen = chooseRows(placed, parameters);
    this.#mappers =
      mappers ?? (await cutFeatures(this.#team, this.#memory, placed, choice, chosen, parameters));
    this.#features = this.#mappers
      .map((mapper, index) => ({ index, mapper }))
      .filter(({ mapper }) => !mapper.isTrivial);
    if (this.#features.length === 0) {
      this.#options.onNotice?.(
        `no feature can be split: each has one value, or too few rows on one side (min_data_in_leaf=${parameters.min_data_in_leaf}); the model is a constant`,
      );
    }
    const sparse = sparseCategoryNotice(this.#mappers, choice.names);
    if (sparse !== undefined) this.#options.onNotice?.(sparse);
    const earlier = await earlierScores(this.#team, tables, this.#setup, this.#options.initModel);
    const module = await trainingModule();
    const made = makePlan(
      instantiate(module, this.#memory.memory),
      this.#memory,
      this.#team.threads,
      this.#setup,
      tables,
      this.#features,
      chooseStorage(this.#features, placed, choice.names.length, chosen, parameters),
      earlier,
      this.#options,
    );
    const cut = seconds();
    const { plan } = made;
    const custom = new CustomFunctions(
      this.#memory.memory.buffer,
      plan,
      made.training,
      this.#options.objective,
      this.#options.metrics ?? [],
    );
    const { rounds, treeFactors, fault } = await this.#lead(module, plan, custom);
    await this.#snapshots.finish();
    if (fault !== undefined) {
      const { objective } = this.#setup;
      const hasInitScore = training.columns.initScore !== undefined;
      throw gradientError(fault, training.target, objective, parameters, hasInitScore);
    }
    const last = this.#reports.at(-1);
    const kept = this.#dropEmptyRounds(Math.min(rounds, last?.best ?? rounds));
    return {
      model: this.#model(kept, treeFactors),
      evaluations: this.#reports.map((report) => report.evaluations),
      bestIteration: kept,
      cancelled: (this.#options.signal?.aborted ?? false) && rounds < parameters.num_iterations,
      threads: this.#team.threads,
      dictionaries,
      seconds: { binning: cut - started, training: seconds() - cut },
    };
  }

  /** Runs all rounds; a function of the user's that throws ends them. */
  async #lead(
    module: WebAssembly.Module,
    plan: ReturnType<typeof makePlan>['plan'],
    custom: CustomFunctions,
  ) {
    const words = new Int32Array(this.#memory.memory.buffer);
    const sets = new CategorySets(this.#features, this.#setup.choice.names);
    const abort = () => Atomics.store(words, plan.leader.cancel >>> 2, 1);
    const { signal } = this.#options;
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    let thrown: { readonly error: unknown } | undefined;
    const onMessage = (message: LeaderMessage) => {
      if (message.kind === 'round') {
        this.#reports.push(message.report);
        this.#rounds.push(message.trees);
      }
      try {
        custom.answer(message);
        if (thrown === undefined && message.kind === 'round') {
          sets.add(message.trees, this.#rounds.length);
          this.#tell(message.report);
        }
      } catch (error) {
        thrown ??= { error };
        abort();
      }
    };
    try {
      const result = await this.#team.train(module, this.#memory.memory, plan, onMessage);
      if (thrown !== undefined) throw thrown.error;
      return result;
    } catch (error) {
      throw thrown === undefined ? error : thrown.error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  #tell({ evaluations }: RoundReport): void {
    const rounds = this.#rounds.length;
    const progress = {
      iteration: rounds,
      iterations: this.#setup.parameters.num_iterations,
      evaluations,
      model: () => this.#model(rounds, []),
    };
    this.#snapshots.update(progress);
    this.#options.onIteration?.(progress);
  }

  /** A last round of trees without splits adds nothing; the first is kept, lest there be no model. */
  #dropEmptyRounds(rounds: number): number {
    const isEmpty = (trees: readonly Uint8Array[]) =>
      trees.every((tree) => tree[0] === 1 && tree[1] === 0);
    const last = this.#rounds[rounds - 1];
    if (last === undefined || !isEmpty(last) || this.#setup.parameters.boosting === 'rf')
      return rounds;
    const kept = rounds - 1;
    // Where no feature can be split, that has been said.
    if (this.#features.length > 0) {
      this.#options.onNotice?.(
        `stopped after ${kept} round${kept === 1 ? '' : 's'}: no split gains more than min_gain_to_split with min_data_in_leaf rows on each side`,
      );
    }
    return rounds > 1 ? rounds - 1 : rounds;
  }

  #model(rounds: number, factors: readonly number[]): Model {
    const { parameters, schedule } = this.#setup;
    const inRound = (index: number) => parametersIn(parameters, schedule, index);
    const trees: Tree[] = this.#rounds.slice(0, rounds).flatMap((round, index) => {
      const shrinkage = parameters.boosting === 'rf' ? 1 : inRound(index).learning_rate;
      return round.map((bytes) =>
        readTree(bytes, parameters.num_leaves, this.#features, shrinkage, factors[index] ?? 1),
      );
    });
    // As LightGBM writes them: those of the last round.
    const setup = { ...this.#setup, parameters: inRound(Math.max(0, rounds - 1)) };
    return buildModel(setup, this.#mappers, trees, this.#options.initModel);
  }
}
